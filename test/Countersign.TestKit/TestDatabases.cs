using System.Globalization;
using Npgsql;

namespace Countersign.TestKit;

/// <summary>
/// The databases of the tests on PostgreSQL, where <c>COUNTERSIGN_TEST_POSTGRES</c> names a server (tools/postgres starts one); without it
/// every test has a SQLite file in its folder.
/// </summary>
public static class TestDatabases
{
    private static readonly string? Server = Environment.GetEnvironmentVariable("COUNTERSIGN_TEST_POSTGRES");

    private static readonly Lazy<NpgsqlDataSource> Beside = new(() => Source("postgres", isPooled: true));

    private static int made;

    /// <summary>Whether the tests run on PostgreSQL.</summary>
    public static bool ArePostgres => Server is not null;

    /// <summary>
    /// How many nodes each test server is: one, or on PostgreSQL two, where <c>COUNTERSIGN_TEST_NODES</c> says so. Then every story and
    /// every
    /// race is one over both.
    /// </summary>
    public static int Nodes =>
        ArePostgres && Environment.GetEnvironmentVariable("COUNTERSIGN_TEST_NODES") == "2" ? 2 : 1;

    /// <summary>Makes a database, and answers its address for the settings; null: a file will do.</summary>
    /// <param name="like">The address of one to begin with, which nobody has open; null: an empty one.</param>
    public static async Task<string?> Make(string? like = null)
    {
        if (Server is null) return null;

        var number = Interlocked.Increment(ref made);
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{number}");
        await Run($"CREATE DATABASE {name} TEMPLATE {(like is null ? "template0" : NameOf(like))}");
        return $"{Server}/{name}";
    }

    /// <summary>Throws one away, whoever has it open.</summary>
    public static Task Drop(string? address) =>
        address is null ? Task.CompletedTask : Run($"DROP DATABASE IF EXISTS {NameOf(address)} WITH (FORCE)");

    /// <summary>Does something in one, such as what a dump says.</summary>
    public static async Task Do(string address, string statements)
    {
        await using var source = Source(NameOf(address), isPooled: false);
        await using var command = source.CreateCommand(statements);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Waits, for two seconds at the most, until so many nodes listen in one: what another node tells before that is heard by a look at the
    /// clock, and a test's clock stands still.
    /// </summary>
    public static async Task Heard(string address, int nodes)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            await using var question = Beside.Value.CreateCommand(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'LISTEN%'");
            question.Parameters.Add(new() { Value = NameOf(address) });
            if ((long)(await question.ExecuteScalarAsync())! >= nodes) return;

            await Task.Delay(10);
        }
    }

    /// <summary>How many statements in one wait for what another transaction holds.</summary>
    public static async Task<long> WaitForLocks(string database)
    {
        await using var question = Beside.Value.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = $1 AND wait_event_type = 'Lock'");
        question.Parameters.Add(new() { Value = database });
        return (long)(await question.ExecuteScalarAsync())!;
    }

    private static string NameOf(string address) => address[(address.LastIndexOf('/') + 1)..];

#pragma warning disable CA2100 // The names are our own.
    private static async Task Run(string sql)
    {
        try
        {
            await using var command = Beside.Value.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException broken) when (broken is not PostgresException)
        {
            // The server was started anew since this connection was last used.
            await using var command = Beside.Value.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static NpgsqlDataSource Source(string database, bool isPooled)
    {
        var server = new Uri(Server!);
        var user = server.UserInfo.Split(':');
        return new NpgsqlDataSourceBuilder(
                $"Host={server.Host};Port={server.Port};Username={user[0]};Password={user[^1]};Database={database};Pooling={isPooled}")
            .ConfigureTypeLoading(types => types.EnableTypeLoading(false))
            .Build();
    }
#pragma warning restore CA2100
}
