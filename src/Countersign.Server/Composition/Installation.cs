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

    private Installation(ServerSettings settings, Custody custody, TimeProvider clock)
    {
        services = new ServiceCollection()
            .AddLogging()
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
    /// Opens an installation, or makes a new one where there is nothing. A database of another version is refused, since
    /// a server may be running on it.
    /// </summary>
    public static async Task<Answer<Installation>> Open(
        ServerSettings settings, TimeProvider clock, Restored restored, CancellationToken ct)
    {
        var custody = await Custody.Open(settings, clock, ct);
        try
        {
            if (await Refuse(custody, restored, ct) is not { } refusal) return new Installation(settings, custody, clock);

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

    private static async Task<string?> Refuse(Custody custody, Restored restored, CancellationToken ct)
    {
        var missing = await Migrator.Missing(custody.Db, ct);
        if (missing.Count == Migrator.All.Count) await Migrator.Run(custody.Db, ct);
        else if (missing.Count > 0)
            return $"The database is older than this program: it lacks {string.Join(", ", missing)}. Run `migrate`, or start the server, " +
            $"which does it too.";

        var faults = await custody.Faults(restored, ct);
        return faults.Count == 0 ? null : string.Join(Environment.NewLine, faults);
    }
}
