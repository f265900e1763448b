using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Composition;

/// <summary>
/// The database and the keys of one installation, opened by an operator's command, perhaps beside a running server.
/// What it writes into the outbox is carried out by that server.
/// </summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private Installation(ServerSettings settings, Custody custody, TimeProvider clock, string? systemLog)
    {
        services = new ServiceCollection()
            .AddLogging(logging =>
            {
                if (systemLog is not null) logging.AddProvider(new SystemLog(systemLog, clock));
            })
            .AddHouse(settings, new(clock, HashCosts.Default, IsDevelopment: false), custody.Keys, custody.Db)
            .BuildServiceProvider();
        Ground = Part<Ground>();
        Witness = custody.Witness;
    }

    /// <summary>What the operator decided.</summary>
    public ServerSettings Settings => Part<ServerSettings>();

    /// <summary>What the verbs stand on.</summary>
    public Ground Ground { get; }

    /// <summary>The database.</summary>
    public Db Db => Ground.Db;

    /// <summary>What knows how old the database is.</summary>
    public DatabaseWitness Witness { get; }

    /// <summary>The root keys.</summary>
    public KeyRing Keys => Part<KeyRing>();

    /// <summary>Hashes passwords.</summary>
    public PasswordHash Passwords => Part<PasswordHash>();

    /// <summary>Hashes API keys.</summary>
    public TokenHash Tokens => Part<TokenHash>();

    /// <summary>Opens and seals.</summary>
    public SecretBox Box => Part<SecretBox>();

    /// <summary>Writes down what was done.</summary>
    public AuditLog Audit => Part<AuditLog>();

    /// <summary>Any part of the house: the same verbs as the server's.</summary>
    public T Part<T>()
        where T : class => services.GetRequiredService<T>();

    /// <summary>
    /// Opens an installation. Where there is none it makes none: whoever types a command in a shell that names another folder than the
    /// server's would work on an empty one, and believe it. A database of another version is refused, since a server may be running on it.
    /// </summary>
    /// <param name="systemLog">Where the machine takes lines for its log; null: nothing is told there.</param>
    /// <exception cref="KeyFileException">The key file is missing beside a database, or cannot be used.</exception>
    public static async Task<Answer<Installation>> Open(
        ServerSettings settings, TimeProvider clock, Restored restored, string? systemLog, CancellationToken ct)
    {
        if (restored is Restored.Refused && UnfinishedRestore.IsAt(settings)) return Refused.Because(UnfinishedRestore.Sentence(settings));
        if (await IsMissing(settings, clock, ct)) return Refused.Because(NoneHere(settings));

        var custody = await Custody.Open(settings, restored, clock, ct);
        try
        {
            if (await Refuse(custody, restored, ct) is not { } refusal) return new Installation(settings, custody, clock, systemLog);

            await custody.DisposeAsync();
            return Refused.Because(refusal);
        }
        catch
        {
            await custody.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>
    /// Whether there is none. An empty database counts as none. A key file alone does not count: it may be the copy that the next server
    /// begins with.
    /// </summary>
    /// <exception cref="KeyFileException">The key file is missing beside a database.</exception>
    public static async Task<bool> IsMissing(ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        if (!Databases.MayExist(settings)) return true;

        await using var db = Databases.Open(settings, clock);
        if ((await Migrator.Missing(db, ct)).Count == Migrator.All.Count) return true;

        if (!KeyRing.IsAt(settings.KeyFile)) _ = KeyRing.Open(settings.KeyFile);
        return false;
    }

    /// <summary>Where it was looked for, and how to name the right one.</summary>
    public static string NoneHere(ServerSettings settings) => Custody.LostDatabase(settings) ??
        (settings.Database is null
            ? $"There is no installation here: {settings.DatabaseFile} " +
              (File.Exists(settings.DatabaseFile) ? "is empty. " : "does not exist. ")
            : $"There is no installation here: the database {DatabaseFault.PlaceOf(settings)} is empty. ") +
        "If yours is elsewhere, give this shell the settings that the server has: COUNTERSIGN_DATA with its data folder (for example " +
        "COUNTERSIGN_DATA=/var/lib/countersign), or --settings with its file. `serve` and `migrate` make a new one.";

    private static async Task<string?> Refuse(Custody custody, Restored restored, CancellationToken ct)
    {
        var missing = await Migrator.Missing(custody.Db, ct);
        if (missing.Count > 0)
            return $"The database is older than this program: it lacks {string.Join(", ", missing)}. Run `migrate`, or start the server, " +
            $"which does it too.";

        var faults = await custody.Faults(restored, ct);
        return faults.Count == 0 ? null : string.Join(Environment.NewLine, faults);
    }
}
