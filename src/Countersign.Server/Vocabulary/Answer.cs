using Countersign.Core;

namespace Countersign.Server.Vocabulary;

/// <summary>What a verb says: what was asked for, or a no. Refusals are values; only surprises are exceptions.</summary>
public sealed class Answer<T>
    where T : class
{
    private Answer(T? given, Refused? refused) => (Given, Refused) = (given, refused);

    /// <summary>What was asked for; null when refused.</summary>
    public T? Given { get; }

    /// <summary>The no; null when given.</summary>
    public Refused? Refused { get; }

    public static implicit operator Answer<T>(T given) => new(given, null);

    public static implicit operator Answer<T>(Refused refused) => new(null, refused);

    public static implicit operator Answer<T>(Refusal why) => new(null, new(why));

    public static implicit operator Answer<T>(OperatorRefusal why) => new(null, Vocabulary.Refused.ToOperator(why));
}
