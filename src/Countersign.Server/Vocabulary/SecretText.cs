namespace Countersign.Server.Vocabulary;

/// <summary>A secret an operator gave us, such as a password of a gateway. It does not print.</summary>
public sealed class SecretText(string text)
{
    /// <summary>The secret itself, for the one place that must use it.</summary>
    public string Reveal() => text;

    /// <summary>Never the secret.</summary>
    public override string ToString() => "•••";
}
