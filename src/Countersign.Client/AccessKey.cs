namespace Countersign.Client;

/// <summary>An API key or a session key: a bearer secret that will not print.</summary>
public readonly record struct AccessKey(string Value)
{
    public override string ToString() => "•••";
}
