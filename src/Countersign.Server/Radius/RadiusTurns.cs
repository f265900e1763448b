using System.Collections.Concurrent;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Radius;

/// <summary>
/// How many questions about one name, however it is spelled, an application may have under way: wrong passwords of one name wait for each
/// other, and whoever sends many must not fill the places of everybody else. It holds as many names as there are places.
/// </summary>
public sealed class RadiusTurns
{
    /// <summary>How many at once: more than one person has, however often a client repeats itself.</summary>
    public const int Most = 16;

    private readonly ConcurrentDictionary<(AppId App, string Name), int> underWay = new();

    /// <summary>Takes a place; false when there is none.</summary>
    public bool TryTake(AppId app, string name)
    {
        if (underWay.AddOrUpdate(Of(app, name), 1, (_, count) => count + 1) <= Most) return true;

        GiveBack(app, name);
        return false;
    }

    /// <summary>Gives it back.</summary>
    public void GiveBack(AppId app, string name)
    {
        var mark = Of(app, name);
        var left = underWay.AddOrUpdate(mark, 0, (_, count) => count - 1);
        if (left == 0) underWay.TryRemove(new(mark, 0));
    }

    private static (AppId, string) Of(AppId app, string name) => (app, AccountStore.Canonical(name));
}
