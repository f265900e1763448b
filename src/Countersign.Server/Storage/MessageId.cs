namespace Countersign.Server.Storage;

/// <summary>Names one message, here and at the gateway, over all attempts. It is chosen by chance and says nothing.</summary>
public readonly record struct MessageId(string Value)
{
    /// <summary>A name no message had before.</summary>
    public static MessageId New() => new($"msg_{Guid.NewGuid():N}");

    /// <summary>The name itself: it is no secret.</summary>
    public override string ToString() => Value;
}
