namespace Countersign.Server.Secrets;

/// <summary>The key file cannot be used. The message is a sentence for the operator that says what to do.</summary>
public sealed class KeyFileException : Exception
{
    public KeyFileException(string message) : base(message) { }

    public KeyFileException(string message, Exception cause) : base(message, cause) { }
}
