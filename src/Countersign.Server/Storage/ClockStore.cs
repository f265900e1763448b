using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>A jump of the clock of the machine.</summary>
/// <param name="At">What the clock said after it.</param>
/// <param name="Seconds">By how much; less than zero: back.</param>
public sealed record ClockJump(DateTimeOffset At, long Seconds);

/// <summary>What is known of a step of the clock.</summary>
public enum ClockStepKind
{
    /// <summary>A running server has measured it.</summary>
    Measured = 0,

    /// <summary>A server found it when it began, and it counts as a jump.</summary>
    FoundAtStart = 1,

    /// <summary>A server found it when it began, and it counts as a time without servers.</summary>
    Pause = 2,
}

/// <summary>The last jumps of the clock.</summary>
public static class ClockStore
{
    // More than a clock that is wrong each hour makes in any wait.
    private const int Kept = 1000;

    /// <summary>Notes a step; those before the last thousand are forgotten.</summary>
    public static async Task Note(Tx tx, TimeSpan by, ClockStepKind kind = ClockStepKind.Measured)
    {
        await tx.Execute($"INSERT INTO clock_jumps (at, seconds, at_start) VALUES ({tx.Now}, {(long)by.TotalSeconds}, {(int)kind})");
        await tx.Execute($"DELETE FROM clock_jumps WHERE id <= (SELECT max(id) FROM clock_jumps) - {Kept}");
    }

    /// <summary>The number of the last step that was noted; 0 where there is none.</summary>
    public static Task<long> Newest(Sql sql) => sql.Number($"SELECT coalesce(max(id), 0) FROM clock_jumps");

    /// <summary>The jumps since an instant that a running server saw, the last one first.</summary>
    public static Task<IReadOnlyList<ClockJump>> Since(Sql sql, DateTimeOffset since) => Of(
        sql, $"SELECT at, seconds FROM clock_jumps WHERE at >= {since} AND at_start = {(int)ClockStepKind.Measured} ORDER BY id DESC");

    /// <summary>
    /// When a wait is over that people are to have whole: what the clock jumped ahead meanwhile, or went on without any server, is time
    /// that nobody had.
    /// </summary>
    /// <param name="since">When it began.</param>
    /// <param name="end">When it would be over by the clock.</param>
    public static async Task<DateTimeOffset> EndOf(Sql sql, DateTimeOffset since, DateTimeOffset end)
    {
        var rows = await sql.Query<Row>($"SELECT at, seconds, at_start FROM clock_jumps ORDER BY id");
        return WaitRules.EndOf(since, end, [.. rows.Select(row => row.ToStep())], sql.Now);
    }

    /// <summary>By how much the clock has jumped in all since the step with this number, as far as any server has told of it.</summary>
    public static async Task<TimeSpan> JumpedSince(Sql sql, long after) => TimeSpan.FromSeconds(await sql.Number(
        $"SELECT coalesce(sum(seconds), 0) FROM clock_jumps WHERE id > {after} AND at_start <> {(int)ClockStepKind.Pause}"));

    /// <summary>The last jump back that is known, whoever saw it; null: there was none.</summary>
    public static async Task<ClockJump?> LastBack(Sql sql) =>
        (await Of(sql, $"SELECT at, seconds FROM clock_jumps WHERE seconds < 0 ORDER BY id DESC LIMIT 1")) is [var last] ? last : null;

    private static async Task<IReadOnlyList<ClockJump>> Of(Sql sql, Statement selection) =>
        [.. (await sql.Query<JumpRow>(selection)).Select(row => new ClockJump(Stored.Instant(row.At), row.Seconds))];

    private sealed record JumpRow(long At, long Seconds);

    private sealed record Row(long At, long Seconds, long AtStart)
    {
        public ClockStep ToStep()
        {
            var at = Stored.Instant(At);
            return new(at - TimeSpan.FromSeconds(Seconds), at, AtStart == (long)ClockStepKind.Pause);
        }
    }
}
