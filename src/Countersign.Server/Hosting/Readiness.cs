using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>One thing that must be so before we may be asked anything.</summary>
/// <param name="Name">For the log.</param>
/// <param name="Passes">False or an exception: it is not so.</param>
public sealed record ReadyCheck(string Name, Func<CancellationToken, Task<bool>> Passes);

/// <summary>Whether the server can do its work. Looked at no more often than every few seconds: strangers may ask.</summary>
public sealed partial class Readiness(IReadOnlyList<ReadyCheck> checks, TimeProvider clock, ILogger<Readiness> log) : IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim looking = new(1, 1);
    private (string Lacks, long SeenAt)? last;
    private (string Checks, long At) told = ("", 0);

    /// <summary>
    /// The names of the checks that do not pass, as seen at most a few seconds ago; empty when the server can do its work.
    /// </summary>
    public async Task<string> Lacks(CancellationToken ct)
    {
        await looking.WaitAsync(ct);
        try
        {
            if (last is not { } seen || clock.GetElapsedTime(seen.SeenAt) >= Keep) last = (await Look(), clock.GetTimestamp());
            return last.Value.Lacks;
        }
        finally
        {
            looking.Release();
        }
    }

    public void Dispose() => looking.Dispose();

    private async Task<string> Look()
    {
        var failed = new List<(string Name, Exception? Why)>();
        foreach (var check in checks)
        {
            var (passes, why) = await Passes(check);
            if (!passes) failed.Add((check.Name, why));
        }

        Tell(failed);
        return string.Join(", ", failed.Select(check => check.Name));
    }

    // Once a minute while it stays the same: whoever asks every second is answered, and fills no log.
    private void Tell(List<(string Name, Exception? Why)> failed)
    {
        var now = string.Join(", ", failed.Select(check => check.Name));
        if (now == told.Checks && (failed.Count == 0 || clock.GetElapsedTime(told.At) < BetweenWords)) return;

        if (failed.Count == 0) Log.ReadyAgain(log);
        else Log.NotReady(log, now);
        foreach (var (name, why) in failed)
            if (why is not (null or StoreUnavailableException)) Log.CheckFailed(log, name, why);
        told = (now, clock.GetTimestamp());
    }

    private static async Task<(bool Passes, Exception? Why)> Passes(ReadyCheck check)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return (await check.Passes(patience.Token).WaitAsync(patience.Token), null);
        }
#pragma warning disable CA1031 // Whatever went wrong, the answer is that it does not pass; the log has the rest.
        catch (Exception wrong)
#pragma warning restore CA1031
        {
            return (false, wrong);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Not ready: {Checks} failed")]
        public static partial void NotReady(ILogger log, string checks);

        [LoggerMessage(2, LogLevel.Error, "The check {Check} broke")]
        public static partial void CheckFailed(ILogger log, string check, Exception wrong);

        [LoggerMessage(3, LogLevel.Information, "Ready again")]
        public static partial void ReadyAgain(ILogger log);
    }
}
