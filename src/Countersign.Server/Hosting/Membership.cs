using System.Security.Cryptography;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>
/// This server among those that run on the same database. Whoever joins must share what all of them share
/// (<see cref="SharedSettings"/>); where nobody else is alive, the settings of the first who comes stand. Each says every few seconds that
/// it
/// is still there; one that was silent for too long is taken for dead, and joins anew.
/// </summary>
public sealed class Membership(Db db, Func<Sql, Task<SharedSettings>> own, NodePlace place, NodeState state) : IAsyncDisposable
{
    /// <summary>How often a server says that it is there.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    /// <summary>How long one may be silent before it is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly string name = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private bool hasJoined;
    private string told = "";

    /// <summary>All servers that are alive.</summary>
    public static Task<IReadOnlyList<StoredNode>> Alive(Sql sql) => NodeStore.Seen(sql, sql.Now - Silence);

    /// <summary>
    /// Holds back whoever would join, or would ask who is alive, before what is decided about those who are is committed.
    /// </summary>
    public static Task OneByOne(Tx tx) => tx.OneByOne("nodes");

    /// <summary>How this server differs from those that are alive; nothing is changed.</summary>
    public Task<IReadOnlyList<Difference>> Look(CancellationToken ct) => db.Read(async sql => await Compare(sql, await own(sql)), ct);

    /// <summary>Joins the others if it shares what they share; answers what is in the way.</summary>
    public async Task<IReadOnlyList<Difference>> Join(CancellationToken ct)
    {
        state.Differences = await db.Write(async tx =>
        {
            await OneByOne(tx);
            await NodeStore.Forget(tx, tx.Now - Silence);
            var settings = await own(tx);
            var differences = await Compare(tx, settings);
            told = settings.ToString();
            if (differences.Count == 0) await NodeStore.Add(tx, name, place, told);
            return differences;
        }, ct);
        hasJoined = state.Differences.Count == 0;
        return state.Differences;
    }

    /// <summary>Is still there; whoever was taken for dead joins anew, if the others still share what it has.</summary>
    public async Task<IReadOnlyList<Difference>> Renew(CancellationToken ct) =>
        hasJoined && await db.Write(See, ct) ? [] : await Join(ct);

    /// <summary>Leaves the others, so that nobody need wait until it is taken for dead.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!hasJoined) return;

        hasJoined = false;
        try
        {
            await db.Write(tx => NodeStore.Remove(tx, name), CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // It is taken for dead by and by.
        }
    }

    private async Task<bool> See(Tx tx)
    {
        try
        {
            told = (await own(tx)).ToString();
        }
        catch (KeyFileException)
        {
            // It goes on with the keys in its memory, so it is alive, and holds no others than it said.
        }

        return await NodeStore.TrySee(tx, name, told);
    }

    private async Task<IReadOnlyList<Difference>> Compare(Sql sql, SharedSettings settings) =>
        settings.From(await NodeStore.Others(sql, name, sql.Now - Silence));
}
