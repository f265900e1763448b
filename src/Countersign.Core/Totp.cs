namespace Countersign.Core;

/// <summary>One-time passwords from time (RFC 6238): an HOTP whose counter is the number of 30-second steps since 1970.</summary>
public static class Totp
{
    /// <summary>How long one code is shown (RFC 6238 §5.2 recommends 30 seconds).</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromSeconds(SecondsPerStep);

    private const int SecondsPerStep = 30;
    /// <summary>The farthest a step may be looked for, in steps either way.</summary>
    public const int WidestSkew = 10;

    /// <summary>The step an instant lies in; negative before 1970.</summary>
    public static long StepAt(DateTimeOffset instant)
    {
        var (step, rest) = Math.DivRem(instant.ToUnixTimeSeconds(), SecondsPerStep);
        return rest < 0 ? step - 1 : step;
    }

    /// <summary>The code an authenticator app shows during a step (0 or more).</summary>
    public static Code CodeAt(ReadOnlySpan<byte> key, long step) => Hotp.Compute(key, step);

    /// <summary>
    /// The step whose code was given, among those at most <paramref name="skew"/> (0 to 10) steps away from <paramref name="now"/>.
    /// Of several the lowest one later than <paramref name="after"/>; if all are used up, the highest, so that the caller
    /// sees a replay as a step that is not later than <paramref name="after"/>; null when no step has this code.
    /// </summary>
    public static long? FindStep(ReadOnlySpan<byte> key, Code code, DateTimeOffset now, int skew, long after)
    {
        long? fresh = null, highest = null;
        foreach (var step in FindSteps(key, code, now, skew))
        {
            highest = step;
            fresh ??= step > after ? step : null;
        }

        return fresh ?? highest;
    }

    /// <summary>
    /// All steps at most <paramref name="skew"/> (0 to 10) away from <paramref name="now"/> whose code was given, the lowest first.
    /// </summary>
    public static IReadOnlyList<long> FindSteps(ReadOnlySpan<byte> key, Code code, DateTimeOffset now, int skew)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skew);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skew, WidestSkew);

        var found = new List<long>();
        var current = StepAt(now);
        // Every step is computed and compared, so that the time taken does not tell which one matched.
        for (var step = Math.Max(0, current - skew); step <= current + skew; step++)
            if (CodeAt(key, step).EqualsInConstantTime(code)) found.Add(step);
        return found;
    }
}
