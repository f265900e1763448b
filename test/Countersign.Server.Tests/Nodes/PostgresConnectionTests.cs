using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Npgsql;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>What every connection to PostgreSQL insists on, whatever the server's own defaults are.</summary>
public sealed class PostgresConnectionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("postgres://u:p@db.example.org/d", null, SslMode.VerifyFull)]
    [InlineData("postgres://u:p@10.0.0.7/d", null, SslMode.VerifyFull)]
    [InlineData("postgres://u:p@localhost.example.org/d", null, SslMode.VerifyFull)]
    [InlineData("postgres://u:p@127.0.0.1/d", null, SslMode.Prefer)]
    [InlineData("postgres://u:p@[::1]/d", null, SslMode.Prefer)]
    [InlineData("postgres://u:p@localhost/d", null, SslMode.Prefer)]
    [InlineData("postgres://u:p@127.0.0.1/d", "/etc/ca.pem", SslMode.VerifyFull)]
    public void Off_this_machine_the_certificate_is_checked(string address, string? caFile, SslMode expected)
    {
        var server = DatabaseServer.Kind.TryRead(address, out var read) ? read! : throw new ArgumentException(address);

        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(PostgresAddress.Of(server, 5, caFile).ConnectionString).SslMode);
    }

    [Fact]
    public async Task A_server_without_a_certificate_is_not_talked_to_where_one_is_asked_for()
    {
        TwoNodes.SkipOnFile();
        var database = await TestDatabases.Make();
        try
        {
            await using var db = new PostgresDb(
                PostgresAddress.Of(DatabaseServer.Of(database!), 2, Path.Combine(Repository.Root, "LICENSE")), TimeProvider.System);

            await Assert.ThrowsAsync<StoreUnavailableException>(() => db.Read(sql => sql.Number($"SELECT 1"), Ct));
        }
        finally
        {
            await TestDatabases.Drop(database);
        }
    }

    [Theory]
    [InlineData("synchronous_commit", "on")]
    [InlineData("statement_timeout", "10s")]
    [InlineData("lock_timeout", "5s")]
    [InlineData("idle_in_transaction_session_timeout", "10s")]
    public async Task A_database_whose_defaults_are_careless_is_used_carefully(string name, string expected)
    {
        TwoNodes.SkipOnFile();
        var database = await TestDatabases.Make();
        try
        {
            await using (var careless = Open(database!))
            {
                await careless.Write(tx => tx.Script($"""
                    ALTER DATABASE {database![(database!.LastIndexOf('/') + 1)..]} SET synchronous_commit = off;
                    ALTER DATABASE {database![(database!.LastIndexOf('/') + 1)..]} SET statement_timeout = 0;
                    ALTER DATABASE {database![(database!.LastIndexOf('/') + 1)..]} SET lock_timeout = 0;
                    """), Ct);
            }

            await using var db = Open(database!);

            Assert.Equal(expected, Assert.Single(await db.Read(sql => sql.Query<string>($"SELECT current_setting({name})"), Ct)));
        }
        finally
        {
            await TestDatabases.Drop(database);
        }
    }

    [Fact]
    public async Task Whoever_waits_too_long_for_a_row_is_told_that_the_store_cannot_answer()
    {
        TwoNodes.SkipOnFile();
        var database = await TestDatabases.Make();
        try
        {
            await using var db = Open(database!);
            await db.Write(tx => tx.Script("CREATE TABLE held (id INTEGER)"), Ct);
            await db.Write(tx => tx.Execute($"INSERT INTO held (id) VALUES (1)"), Ct);

            await db.Write(async tx =>
            {
                await tx.Execute($"UPDATE held SET id = 2");
                await Assert.ThrowsAsync<StoreUnavailableException>(() => db.Write(other => other.Execute($"UPDATE held SET id = 3"), Ct));
            }, Ct);
        }
        finally
        {
            await TestDatabases.Drop(database);
        }
    }

    private static PostgresDb Open(string address) => new(PostgresAddress.Of(DatabaseServer.Of(address), 5, null), TimeProvider.System);
}
