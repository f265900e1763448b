using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What is said of an application when it is added.</summary>
/// <param name="Name">By which operators call it and it calls itself (<c>client_id</c>).</param>
/// <param name="Title">What people are shown.</param>
/// <param name="ReturnAddresses">
/// Where people are sent back to, exactly; of one behind a proxy where it is (<see cref="AppAddress.Origin"/>), of one that asks by RADIUS
/// the networks that it asks from (<see cref="AppNetwork"/>).
/// </param>
/// <param name="SignedOutAddresses">Where they may be sent after signing out.</param>
/// <param name="May">What it may ask for beside who somebody is, in the words of <see cref="AppScopes"/>.</param>
/// <param name="FreshFor">How young the proof must be; null: as young as the session is.</param>
/// <param name="AsksConsent">Whether people are asked before it learns about them: it isn't the operator's own.</param>
public sealed record NewApp(
    string Name, string Title, AppKind Kind, IReadOnlyList<string> ReturnAddresses, IReadOnlyList<string> SignedOutAddresses,
    IReadOnlyList<string> May, AppLevel Level, TimeSpan? FreshFor, AppAlgorithm Algorithm, bool AsksConsent)
{
    /// <summary>What it demands below some paths, where it is behind a proxy.</summary>
    public IReadOnlyList<AppPath> Paths { get; init; } = [];

    /// <summary>What holds at an address of it.</summary>
    public AppPath At(string target) => AppPathRules.At(Paths, new("/", Level, FreshFor), target);

    /// <summary>Whether it demands the same as another: what was given under that is good under this.</summary>
    public bool DemandsAsMuchAs(NewApp other) =>
        Level == other.Level && FreshFor == other.FreshFor && Paths.SequenceEqual(other.Paths);
}

/// <summary>An application that signs people in here; its secret is stored as a hash only.</summary>
/// <param name="UsedAt">When somebody went to it last, to some minutes; null: nobody yet.</param>
/// <param name="PastSecretUntil">Until when the secret of before is good, too; null: there is none.</param>
public sealed record App(AppId Id, NewApp Said, DateTimeOffset CreatedAt, DateTimeOffset? UsedAt, DateTimeOffset? PastSecretUntil)
{
    /// <inheritdoc cref="NewApp.Name"/>
    public string Name => Said.Name;

    /// <summary>How often what it demands was changed: what it was given is good under the demand that it was given under.</summary>
    public required long DemandVersion { get; init; }

    /// <summary>The hashes of its secrets that are good now.</summary>
    internal IReadOnlyList<byte[]> SecretHashes { get; init; } = [];
}

/// <summary>The table of applications.</summary>
public static class AppStore
{
    private static SqlPart Columns { get; } = new($"""
        id, name, title, kind, return_addresses, signed_out_addresses, may, level, fresh_for, algorithm, asks_consent, secret_hash,
        past_secret_hash, past_secret_until, created_at, used_at, paths, demand_version
        """);

    /// <summary>Adds one.</summary>
    /// <param name="secret">The hash of its secret; null for one that can keep none.</param>
    public static async Task<AppId> Add(Tx tx, NewApp app, byte[]? secret) => new(await tx.Insert($"""
        INSERT INTO applications (name, title, kind, return_addresses, signed_out_addresses, may, level, fresh_for, algorithm, asks_consent,
                                  secret_hash, created_at, paths)
        VALUES ({app.Name}, {app.Title}, {app.Kind}, {Lines(app.ReturnAddresses)}, {Lines(app.SignedOutAddresses)},
                {string.Join(' ', app.May)}, {app.Level}, {(long?)app.FreshFor?.TotalSeconds}, {app.Algorithm}, {app.AsksConsent},
                {secret}, {tx.Now}, {AppPathText.Of(app.Paths)})
        RETURNING id
        """));

    /// <summary>How many there are.</summary>
    public static Task<long> Count(Sql sql) => sql.Number($"SELECT count(*) FROM applications");

    /// <summary>All of them, by name.</summary>
    public static async Task<IReadOnlyList<App>> List(Sql sql) =>
        [.. (await sql.Query<Row>($"SELECT {Columns} FROM applications ORDER BY name")).Select(row => row.ToApp(sql.Now))];

    /// <summary>Those behind a proxy.</summary>
    public static async Task<IReadOnlyList<App>> ListProxied(Sql sql) =>
        [.. (await sql.Query<Row>($"SELECT {Columns} FROM applications WHERE kind = {AppKind.Proxy}")).Select(row => row.ToApp(sql.Now))];

    /// <summary>Those that ask by RADIUS.</summary>
    public static async Task<IReadOnlyList<App>> ListAsking(Sql sql) =>
        [.. (await sql.Query<Row>($"SELECT {Columns} FROM applications WHERE kind = {AppKind.Radius}")).Select(row => row.ToApp(sql.Now))];

    /// <summary>Those that keep their own people.</summary>
    public static async Task<IReadOnlyList<App>> ListKeepers(Sql sql) =>
        [.. (await sql.Query<Row>($"SELECT {Columns} FROM applications WHERE kind = {AppKind.Api}")).Select(row => row.ToApp(sql.Now))];

    /// <summary>Whether one is there; inside a change nobody removes it before that is over.</summary>
    public static async Task<bool> TryHold(Tx tx, AppId id) =>
        await tx.Query<long>($"SELECT id FROM applications WHERE id = {id}{tx.Hold}") is [_];

    /// <summary>Whether one that keeps its own people still has the secret that was presented, and how many methods a person has.</summary>
    public static async Task<Standing> Look(Sql sql, AppId app, AccountId person, IReadOnlyList<byte[]> presented) =>
        (await sql.FindOne<Standing>($"""
            SELECT (SELECT count(*) FROM applications
                    WHERE id = {app} AND kind = {AppKind.Api} AND (secret_hash IN {presented} OR past_secret_hash IN {presented})) AS live,
                   (SELECT count(*) FROM methods WHERE account_id = {person}) AS methods
            """))!;

    /// <summary>The one of this name, or null.</summary>
    public static async Task<App?> Find(Sql sql, string name) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM applications WHERE name = {name}"))?.ToApp(sql.Now);

    /// <summary>The one of this number, or null.</summary>
    public static async Task<App?> Find(Sql sql, AppId id) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM applications WHERE id = {id}"))?.ToApp(sql.Now);

    /// <summary>Removes one with all that it was given; false when it is gone.</summary>
    public static async Task<bool> TryRemove(Tx tx, AppId id) => 1 == await tx.Execute($"DELETE FROM applications WHERE id = {id}");

    /// <summary>
    /// Changes what one is called and demands; false when it is gone, or demands something else than was read. Under another demand
    /// nothing is good that it was given before (<see cref="AppGrantStore.Find"/>).
    /// </summary>
    public static async Task<bool> TryChange(Tx tx, App before, NewApp after) => 1 == await tx.Execute($"""
        UPDATE applications
        SET title = {after.Title}, level = {after.Level}, fresh_for = {(long?)after.FreshFor?.TotalSeconds},
            paths = {AppPathText.Of(after.Paths)}, demand_version = demand_version + {(after.DemandsAsMuchAs(before.Said) ? 0 : 1)}
        WHERE id = {before.Id} AND demand_version = {before.DemandVersion}
        """);

    /// <summary>Gives one another secret; false when it is gone, or can keep none.</summary>
    /// <param name="pastUntil">Until when the secret it has now is good, too; null: no longer.</param>
    public static async Task<bool> TryRotate(Tx tx, AppId id, byte[] secret, DateTimeOffset? pastUntil) => 1 == await tx.Execute($"""
        UPDATE applications
        SET past_secret_hash = CASE WHEN {pastUntil} IS NULL THEN NULL ELSE secret_hash END, past_secret_until = {pastUntil},
            secret_hash = {secret}
        WHERE id = {id} AND secret_hash IS NOT NULL
        """);

    /// <summary>Notes that one shares another secret with us; false when it is gone, or shares none.</summary>
    /// <param name="pastUntil">Until when the secret it has now is good, too; null: no longer.</param>
    public static async Task<bool> TryNoteShared(Tx tx, AppId id, DateTimeOffset? pastUntil) => 1 == await tx.Execute($"""
        UPDATE applications SET past_secret_until = {pastUntil} WHERE id = {id} AND kind = {AppKind.Radius}
        """);

    /// <summary>Notes that somebody went to it; to some minutes, so that many who go there do not wait for each other.</summary>
    public static Task NoteUse(Tx tx, App app) => app.UsedAt is { } used && used > tx.Now - TimeSpan.FromMinutes(5)
        ? Task.CompletedTask
        : tx.Later($"UPDATE applications SET used_at = {tx.Now} WHERE id = {app.Id}");

    private static string Lines(IReadOnlyList<string> addresses) => string.Join('\n', addresses);

    private sealed record Row(
        long Id, string Name, string Title, string Kind, string ReturnAddresses, string SignedOutAddresses, string May, string Level,
        long? FreshFor, string Algorithm, long AsksConsent, byte[]? SecretHash, byte[]? PastSecretHash, long? PastSecretUntil,
        long CreatedAt, long? UsedAt, string Paths, long DemandVersion)
    {
        public App ToApp(DateTimeOffset now)
        {
            var pastUntil = Stored.Instant(PastSecretUntil) is { } until && Believed.IsAhead(until, now, AppRules.Overlap)
                ? until
                : (DateTimeOffset?)null;
            return new(new(Id), Said(), Stored.Instant(CreatedAt), Stored.Instant(UsedAt), pastUntil)
            {
                DemandVersion = DemandVersion,
                SecretHashes = [.. new[] { SecretHash, pastUntil is null ? null : PastSecretHash }.OfType<byte[]>()],
            };
        }

        private NewApp Said() => new(
            Name, Title, Words.To<AppKind>(Kind), Split(ReturnAddresses, '\n'), Split(SignedOutAddresses, '\n'), Split(May, ' '),
            Words.To<AppLevel>(Level), FreshFor is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Words.To<AppAlgorithm>(Algorithm),
            AsksConsent != 0)
        {
            Paths = AppPathText.Read(Paths),
        };

        private static string[] Split(string text, char between) => text.Split(between, StringSplitOptions.RemoveEmptyEntries);
    }
}
