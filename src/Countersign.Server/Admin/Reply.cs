namespace Countersign.Server.Admin;

/// <summary>Why an operator's wish was not done, and what to do, in a sentence.</summary>
public sealed record No(string Sentence);

/// <summary>What an operator asked for, or the sentence that says why not.</summary>
public sealed class Reply<T>
    where T : class
{
    private Reply(T? given, string? refusal) => (Given, Refusal) = (given, refusal);

    /// <summary>What was asked for; null when refused.</summary>
    public T? Given { get; }

    /// <summary>The sentence; null when given.</summary>
    public string? Refusal { get; }

    public static implicit operator Reply<T>(T given) => new(given, null);

    public static implicit operator Reply<T>(No no) => new(null, no.Sentence);
}
