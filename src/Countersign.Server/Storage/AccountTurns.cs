using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// One change of an account at a time on this node. A crowd at one account, which would wait for its row anyway, so holds one connection
/// and not all of them.
/// </summary>
internal sealed class AccountTurns
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Dictionary<AccountId, Line> lines = [];

    /// <summary>Waits for a turn; it is over when the answer is disposed.</summary>
    /// <exception cref="StoreUnavailableException">It did not come in time.</exception>
    public async Task<IDisposable> Take(AccountId account, CancellationToken ct)
    {
        var line = Join(account);
        try
        {
            if (await line.Free.WaitAsync(Longest, ct)) return new Turn(this, account, line);

            throw new StoreUnavailableException();
        }
        catch
        {
            Leave(account, line);
            throw;
        }
    }

    private Line Join(AccountId account)
    {
        lock (lines)
        {
            if (!lines.TryGetValue(account, out var line)) lines[account] = line = new();
            line.Waiting++;
            return line;
        }
    }

    private void Leave(AccountId account, Line line)
    {
        lock (lines)
        {
            if (--line.Waiting > 0) return;

            lines.Remove(account);
            line.Free.Dispose();
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Free { get; } = new(1);

        public int Waiting { get; set; }
    }

    private sealed class Turn(AccountTurns turns, AccountId account, Line line) : IDisposable
    {
        public void Dispose()
        {
            line.Free.Release();
            turns.Leave(account, line);
        }
    }
}
