namespace Countersign.Server.Storage;

/// <summary>Names one message, here and at the gateway, over all attempts. It is chosen by chance and says nothing.</summary>
public readonly record struct MessageId(string Value)
{
    private const string Beginning = "msg_";

    /// <summary>A name no message had before.</summary>
    public static MessageId New() => new($"{Beginning}{Guid.NewGuid():N}");

    /// <summary>Reads what somebody gave as the name of a message.</summary>
    public static bool TryParse(string text, out MessageId id)
    {
        id = new(text);
        return text.StartsWith(Beginning, StringComparison.Ordinal) && Guid.TryParseExact(text[Beginning.Length..], "N", out _);
    }

    /// <summary>The name itself: it is no secret.</summary>
    public override string ToString() => Value;
}
