namespace Countersign.Server.Storage;

/// <summary>A jump of the clock of the machine.</summary>
/// <param name="At">What the clock said after it.</param>
/// <param name="Seconds">By how much; less than zero: back.</param>
public sealed record ClockJump(DateTimeOffset At, long Seconds);

/// <summary>What is known of a jump.</summary>
public enum ClockStepKind
{
    /// <summary>A running server has measured it.</summary>
    Measured = 0,

    /// <summary>A server found it when it began.</summary>
    FoundAtStart = 1,
}

/// <summary>The last jumps of the clock, for those who look into what it did.</summary>
public static class ClockStore
{
    private const int Kept = 1000;

    /// <summary>Notes a jump; those before the last thousand are forgotten.</summary>
    public static async Task Note(Tx tx, TimeSpan by, ClockStepKind kind = ClockStepKind.Measured)
    {
        await tx.Execute($"INSERT INTO clock_jumps (at, seconds, at_start) VALUES ({tx.Now}, {(long)Math.Round(by.TotalSeconds)}, {(int)kind})");
        await tx.Execute($"DELETE FROM clock_jumps WHERE id <= (SELECT max(id) FROM clock_jumps) - {Kept}");
    }

    /// <summary>The jumps since an instant that a running server saw, the last one first.</summary>
    public static Task<IReadOnlyList<ClockJump>> Since(Sql sql, DateTimeOffset since) => Of(
        sql, $"SELECT at, seconds FROM clock_jumps WHERE at >= {since} AND at_start = {(int)ClockStepKind.Measured} ORDER BY id DESC");

    /// <summary>The last jump back that is known, whoever saw it; null: there was none.</summary>
    public static async Task<ClockJump?> LastBack(Sql sql) =>
        (await Of(sql, $"SELECT at, seconds FROM clock_jumps WHERE seconds < 0 ORDER BY id DESC LIMIT 1")) is [var last] ? last : null;

    private static async Task<IReadOnlyList<ClockJump>> Of(Sql sql, Statement selection) =>
        [.. (await sql.Query<JumpRow>(selection)).Select(row => new ClockJump(Stored.Instant(row.At), row.Seconds))];

    private sealed record JumpRow(long At, long Seconds);
}
