using System.Collections.Concurrent;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// Who is at applications behind a proxy. A page of an application is a hundred requests of one person: what was found for one of them is
/// good for the next as long as nothing at all was changed in the database meanwhile, where that can be told; else each is a question.
/// </summary>
public sealed class AppPassages(Ground ground)
{
    // Of so many people it is remembered at the most; then it begins anew.
    private const int Most = 4096;

    private readonly ConcurrentDictionary<(long App, long Account, long Grant), Seen> seen = new();
    private int kept;

    /// <summary>What stands behind a grant of this application, now; null when it is gone.</summary>
    public async Task<AppPassage?> Find(AppId app, AppPass pass, CancellationToken ct)
    {
        // Told before the question: what is committed in between makes it another one for the next.
        var (version, key) = (ground.Db.Version(), (app.Value, pass.Account.Value, pass.Grant));
        if (version is not null && seen.TryGetValue(key, out var there) && there.Version == version) return there.Passage;

        var found = await ground.Db.Ask(sql => AppPassStore.Find(sql, app, pass.Account, pass.Grant), ct);
        if (version is { } told && found is not null) Keep(key, new(told, found));
        return found;
    }

    private void Keep((long App, long Account, long Grant) key, Seen found)
    {
        if (Interlocked.Increment(ref kept) > Most)
        {
            seen.Clear();
            Interlocked.Exchange(ref kept, 0);
        }

        seen[key] = found;
    }

    private sealed record Seen(long Version, AppPassage Passage);
}
