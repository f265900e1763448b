namespace Countersign.Wire;

/// <summary>What travels between a client and the server. It prints only its name: half of the messages carry secrets.</summary>
public abstract record WireMessage
{
    public sealed override string ToString() => GetType().Name;
}
