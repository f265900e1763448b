using Countersign.Server.Secrets;

namespace Countersign.Server.SignIn;

/// <summary>
/// What is turned away takes as long as looks have taken lately, and one after the other as hashes of a place do: or its time would
/// tell which places the account knows. No single look decides how long that is.
/// </summary>
internal sealed class LookPause(HashTurnstile turnstile)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    // What a hash takes on a small machine, until there is something to go by.
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(60);

    // So much of each look goes into what is paused.
    private const int Part = 8;

    private readonly HashLines lines = turnstile.LinesOf(1);
    private readonly Lock noting = new();
    private long usual = First.Ticks;

    /// <summary>So long a look took that hashed, and ended with a refusal.</summary>
    public void Note(TimeSpan look)
    {
        lock (noting) usual += (Math.Min(look.Ticks, Longest.Ticks) - usual) / Part;
    }

    /// <summary>Waits as long, once those before it in the line have.</summary>
    public async Task Take(string line, CancellationToken ct)
    {
        await lines.Take(line, ct);
        try
        {
            await Task.Delay(TimeSpan.FromTicks(Interlocked.Read(ref usual)), ct);
        }
        finally
        {
            lines.GiveBack(line);
        }
    }
}
