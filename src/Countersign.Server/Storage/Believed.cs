namespace Countersign.Server.Storage;

/// <summary>
/// What is believed of the instants that rows keep. A clock that was ahead for a moment has written instants that lie far in the future
/// once it is right again: what it let last that long is over, what it put off that long is due, and what it says was proven then is not.
/// </summary>
internal static class Believed
{
    /// <summary>So much two clocks may differ without anybody's fault.</summary>
    public static readonly TimeSpan Drift = TimeSpan.FromMinutes(1);

    /// <summary>Whether an end is still to come, and no later than that of what begins now.</summary>
    /// <param name="longest">How long it lasts at most.</param>
    public static SqlPart IsAhead(Sql sql, string column, TimeSpan longest) =>
        new($"{SqlPart.Of(column)} BETWEEN {sql.Now + Tick} AND {sql.Now + longest + Drift}");

    /// <summary>Whether what waits has waited long enough, or waits longer than anything that begins to wait now.</summary>
    /// <param name="longest">How long it waits at most.</param>
    public static SqlPart IsDue(Sql sql, string column, TimeSpan longest) =>
        new($"{SqlPart.Of(column)} NOT BETWEEN {sql.Now + Tick} AND {sql.Now + longest + Drift}");

    /// <inheritdoc cref="IsAhead(Sql, string, TimeSpan)"/>
    public static bool IsAhead(DateTimeOffset end, DateTimeOffset now, TimeSpan longest) => end > now && end <= now + longest + Drift;

    /// <summary>Whether it can have happened by now.</summary>
    public static bool HasBeen(DateTimeOffset at, DateTimeOffset now) => at <= now + Drift;

    private static TimeSpan Tick { get; } = TimeSpan.FromSeconds(1);
}
