using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Shows the people who run the service the applications that sign people in here.</summary>
public sealed class ShowApps(Ground ground)
{
    /// <summary>All of them, by name.</summary>
    public Task<IReadOnlyList<App>> Run(CancellationToken ct) => ground.Db.Ask(AppStore.List, ct);

    /// <summary>How many people one has that it keeps itself.</summary>
    public Task<long> CountPeople(App app, CancellationToken ct) => ground.Db.Ask(sql => KeptPersonStore.Count(sql, app.Id), ct);

    /// <summary>The one of this name, or null.</summary>
    public Task<App?> Run(string name, CancellationToken ct) => ground.Db.Ask(sql => AppStore.Find(sql, name), ct);
}
