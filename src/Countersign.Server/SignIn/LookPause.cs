using Countersign.Server.Secrets;

namespace Countersign.Server.SignIn;

/// <summary>
/// What is turned away takes as long as the last that was looked at, and one after the other as hashes of a place do: or its time would
/// tell which places the account knows.
/// </summary>
internal sealed class LookPause(HashTurnstile turnstile)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private readonly HashLines lines = turnstile.LinesOf(1);
    private long last;

    /// <summary>So long a look took that ended with a refusal.</summary>
    public void Note(TimeSpan look) => Interlocked.Exchange(ref last, look.Ticks);

    /// <summary>Waits as long, once those before it in the line have.</summary>
    public async Task Take(string line, CancellationToken ct)
    {
        await lines.Take(line, ct);
        try
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Min(Interlocked.Read(ref last), Longest.Ticks)), ct);
        }
        finally
        {
            lines.GiveBack(line);
        }
    }
}
