using Countersign.Core;
using Countersign.Server.Hosting;
using Countersign.Server.Operators;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>Each decision is one event of the log: who, from where, by what, how it ended; and nothing that was typed.</summary>
public sealed class EventTests
{
    private const string TypedInTheWrongField = "hunter2-typed-where-the-name-belongs";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_is_told_by_the_account_the_address_the_factor_and_its_end()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var id = $"{await server.IdOf(grace)}";

        await server.Stranger().Post("/users/login/", new { email = grace.Email, password = "wrong" });
        await server.As(grace).Post("/tfa/", new { code = grace.Phone.WrongCode() });
        await server.LoggedIn(grace);

        var told = Told(server).Where(one => one["Account"] == id).ToList();
        Assert.Equal(
            [
                ("authn_login_fail", "wrong_password", "", LogLevel.Warning), ("authn_login_fail", "wrong_code", "totp", LogLevel.Warning),
                ("authn_login_success", "success", "totp", LogLevel.Information),
            ],
            told.Select(one => (one.Name, one["Outcome"], one["Factor"], one.Level)));
        Assert.All(told, one => Assert.Equal(("127.0.0.1", "1"), (one["From"], one["Tries"])));
        Assert.StartsWith("key:", told[^1]["By"], StringComparison.Ordinal);
        Assert.Equal("POST /api/v0/tfa/", told[^1]["Route"]);
    }

    [Fact]
    public async Task Every_entry_of_the_audit_log_is_one_event()
    {
        await using var server = await TestServer.Start();
        var (grace, ada) = (server.People.Grace, await server.Admin());
        while ((await server.As(grace).Post("/tfa/", new { code = grace.Phone.WrongCode() })).Body.GetProperty("fail_count").GetInt32() < 5)
        {
            // One more, until it locks.
        }

        await (await server.Browser(ada)).Act(await server.IdOf(grace), "unlock", ada, "she called");

        // What is only counted is told at its own times: all of it now, so that none comes between the two lists.
        await server.Services.GetServices<IHostedService>().OfType<LastEntries>().Single().StopAsync(Ct);

        // On PostgreSQL the numbers follow the commits.
        await server.Db.Write(server.Verb<AuditLog>().Binder.Run, Ct);
        var written = await server.Db.Read(
            sql => AuditLog.Page(sql, 0, server.Clock.GetUtcNow() - TimeSpan.FromHours(1), 1000), Ct);
        Assert.Contains(written, row => row.Event == "admin_acted");
        Assert.Equal(
            written.Select(row => (row.Event, row.Outcome, $"{row.AccountId}")).Order(),
            Told(server).Select(one => (one.Name, one["Outcome"], one["Account"])).Order());
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("she called", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_is_nobodys_is_told_without_the_name()
    {
        await using var server = await TestServer.Start();

        await server.Stranger().Post("/users/login/", new { email = TypedInTheWrongField, password = TypedInTheWrongField });

        var told = Assert.Single(Told(server));
        Assert.Equal(("authn_login_fail", "wrong_password", "", "127.0.0.1"), (told.Name, told["Outcome"], told["Account"], told["From"]));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(TypedInTheWrongField, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_undone_is_told_to_nobody()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;

        await server.Db.Write(tx => TestSql.Break(tx, "INSERT ON sessions"), Ct);
        Assert.Equal(503, (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Status);
        Assert.DoesNotContain(Told(server), IsSignIn);

        await server.Db.Write(tx => TestSql.Mend(tx, "sessions"), Ct);
        await server.LoggedIn(grace);
        Assert.Single(Told(server), IsSignIn);

        // That the key was used is told by the tally, in its own time.
        static bool IsSignIn(LoggedEvent told) => told.Name == "authn_login_success";
    }

    [Fact]
    public async Task What_is_decided_again_is_told_once()
    {
        await using var server = await TestServer.Start();
        var (audit, rounds) = (server.Verb<AuditLog>(), 0);

        await server.Db.Write(async tx =>
        {
            await audit.Append(tx, new(AuditEvent.KeyRotated, new("local", "local", "", "test"), Account: null));
            OvertakenException.Unless(++rounds == 3);
        }, Ct);

        Assert.Single(Told(server));
    }

    [Fact]
    public async Task Tries_that_were_turned_away_are_told_together_with_their_number()
    {
        await using var server = await TestServer.Start(("PASSWORD_PER_ADDRESS", "1/5m"));
        for (var n = 0; n < 4; n++) await server.Stranger().Post("/users/login/", new { email = $"nobody{n}", password = "wrong" });
        Assert.Single(Told(server));

        server.Clock.Advance(TimeSpan.FromSeconds(61));
        while (await server.Db.Write(server.Verb<TurnedAway>().Tell, Ct) > 0)
        {
            // To the end.
        }

        var told = Told(server).Single(one => one["Outcome"] == "turned_away");
        Assert.Equal(("3", "127.0.0.1"), (told["Tries"], told["From"]));
    }

    // The shell is another process: what it tells its own log is not in the server's.
    [Fact]
    public async Task What_was_done_in_a_shell_is_told_once_by_one_of_the_servers()
    {
        await using var server = await TestServer.Start();
        await using var other = TestDatabases.ArePostgres ? await server.StartBeside() : null;
        var grace = new AccountId(await server.IdOf(server.People.Grace));
        var shell = new AuditLog(server.Verb<KeyRing>(), NullLogger<AuditLog>.Instance);

        await server.Db.Write(tx => shell.Append(tx, new(AuditEvent.AdminUnlocked, ShellOperator.SourceOf("account unlock"), grace)
        {
            Credential = Credential.OfShell("olga"),
        }), Ct);
        await server.Db.WhenClosed();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? server : other ?? server).Verb<ShellActs>().Tell(Ct)));

        // The server's own look may be the one that has it, and tell it a moment later.
        while (!Told(server).Concat(other is null ? [] : Told(other)).Any(one => one.Name == "admin_unlocked")) await Task.Delay(10, Ct);
        var told = Assert.Single(Told(server).Concat(other is null ? [] : Told(other)), one => one.Name == "admin_unlocked");
        Assert.Equal(
            ("shell:olga", "account unlock", "success", "local", $"{grace.Value}"),
            (told["By"], told["Route"], told["Outcome"], told["From"], told["Account"]));
    }

    [Fact]
    public async Task A_message_is_told_by_its_id_its_channel_and_what_became_of_it()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;

        await server.As(linus).Post("/tfa/sms/");
        await server.NextCode(linus.Number!);
        await server.Log.Line("Sent ", Ct);

        var told = server.Log.Events.Single(one => one.Name == "message_sent");
        Assert.Equal(("sms", "sent", "change_code"), (told["Channel"], told["Result"], told["Kind"]));
        Assert.NotEmpty(told["Message"]);
        Assert.Equal($"{await server.IdOf(linus)}", told["Account"]);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(linus.Number![^4..], StringComparison.Ordinal));
    }

    // The events of the audit log, and of nothing else.
    private static List<LoggedEvent> Told(TestServer server) =>
        [.. server.Log.Events.Where(one => one.Facts.ContainsKey("From") && one.Facts.ContainsKey("Tries"))];
}
