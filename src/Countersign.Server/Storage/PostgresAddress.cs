using Countersign.Server.Settings;
using Npgsql;

namespace Countersign.Server.Storage;

/// <summary>How a PostgreSQL is reached, for the driver. It does not print: there is a password in it.</summary>
public sealed class PostgresAddress
{
    private PostgresAddress(string connectionString) => ConnectionString = connectionString;

    /// <summary>A secret.</summary>
    internal string ConnectionString { get; }

    /// <summary>The connections that requests use.</summary>
    internal NpgsqlDataSourceBuilder ForRequests() => Builder(new(ConnectionString));

    /// <summary>
    /// The same for what a node does alone: a pool of its own, so that no request waits for it, and it for none. What nobody used for ten
    /// seconds is closed.
    /// </summary>
    internal NpgsqlDataSource ForWhatIsAlone() => Builder(new(ConnectionString) { MaxPoolSize = 100, ConnectionIdleLifetime = 10 }).Build();

    /// <summary>The same for one connection that waits for hours: it asks now and then whether the server is there.</summary>
    internal NpgsqlDataSource ForListening() => Builder(new(ConnectionString) { Pooling = false, KeepAlive = 10 }).Build();

    /// <summary>As the operator named it. Off this machine the connection is encrypted, and the server's certificate is checked.</summary>
    /// <param name="pool">The most connections of this node.</param>
    /// <param name="caFile">The certificates that may vouch for the server; null: those that this machine trusts.</param>
    public static PostgresAddress Of(DatabaseServer server, int pool, string? caFile) => new(new NpgsqlConnectionStringBuilder
    {
        Host = server.Host,
        Port = server.Port,
        Username = server.User,
        Password = server.Password?.Reveal(),
        Database = server.Database,
        SslMode = server.IsHere && caFile is null ? SslMode.Prefer : SslMode.VerifyFull,
        RootCertificate = caFile,
        ApplicationName = "countersign",
        MaxPoolSize = pool,
        MaxAutoPrepare = 200,
        AutoPrepareMinUsages = 2,

        // A connection is given back as it was lent: what is set or locked is so for one transaction.
        NoResetOnClose = true,
        Timeout = 5,
        CommandTimeout = 15,

        // An answer means the disk, and nothing waits for ever.
        Options = "-c synchronous_commit=on -c statement_timeout=10s -c lock_timeout=5s -c idle_in_transaction_session_timeout=10s",
    }.ConnectionString);

    /// <inheritdoc/>
    public override string ToString() => "PostgreSQL";

    // Numbers, texts and bytes are all that we keep: the driver knows them, and need not read the database's list of types first.
    private static NpgsqlDataSourceBuilder Builder(NpgsqlConnectionStringBuilder connection) =>
        new NpgsqlDataSourceBuilder(connection.ConnectionString).ConfigureTypeLoading(types => types.EnableTypeLoading(false));
}
