namespace Countersign.Core;

/// <summary>A key that signs what applications hear, by its dates.</summary>
/// <param name="SignsFrom">When it begins to sign; it is published before.</param>
/// <param name="EndsAt">Until when it is published; null: it has no successor.</param>
public sealed record SigningKeyDates(AppAlgorithm Algorithm, DateTimeOffset SignsFrom, DateTimeOffset? EndsAt);

/// <summary>How long signing keys live, and how they follow one another (OpenID Connect Core §10.1.1). Pure.</summary>
public static class SigningKeyRules
{
    /// <summary>How long a key signs.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long the next one is published before it signs, and the one of before after it has: whoever keeps a copy has it.
    /// </summary>
    public static TimeSpan Overlap { get; } = TimeSpan.FromDays(2);

    // So much the clocks of two servers may differ.
    private static TimeSpan Drift { get; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// When a key of this algorithm is to begin that has to be made now; null: none has to be. The first signs at once, the next when
    /// it has been published for some time. One that is to begin later than any that is made now was made while the clock was ahead, and
    /// does not count.
    /// </summary>
    public static DateTimeOffset? NextOf(AppAlgorithm algorithm, IReadOnlyList<SigningKeyDates> keys, DateTimeOffset now)
    {
        var last = keys.Where(key => key.Algorithm == algorithm && key.EndsAt is null && key.SignsFrom <= now + Overlap + Drift)
            .Select(key => (DateTimeOffset?)key.SignsFrom).Max();
        if (last is not { } began) return now;

        return began + Life - Overlap <= now ? now + Overlap : null;
    }

    /// <summary>The one that signs: the youngest that has begun.</summary>
    public static T? Signing<T>(AppAlgorithm algorithm, IEnumerable<T> keys, Func<T, SigningKeyDates> dates, DateTimeOffset now)
        where T : class => keys.Where(key => dates(key) is var of && of.Algorithm == algorithm && of.SignsFrom <= now)
            .MaxBy(key => dates(key).SignsFrom);
}
