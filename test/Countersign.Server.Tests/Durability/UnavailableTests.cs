using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Durability;

/// <summary>What cannot be written is refused with 503, and grants nothing.</summary>
public sealed class UnavailableTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_write_that_breaks_after_the_code_was_spent_spends_no_code_and_grants_nothing()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var code = grace.Phone.NextCode();

        // The audit row is the last that every verb writes.
        await server.Db.Write(
            tx => TestSql.Break(tx, "INSERT ON audit_log"), Ct);
        var answers = new[]
        {
            await server.As(grace).Post("/tfa/", new { code }),
            await server.As(grace).Post("/tfa/", new { code = grace.Phone.WrongCode() }),
            await server.As(grace).Post("/tfa/", new { backup_code = grace.BackupCodes[0] }),
            await server.As(grace).Post("/tfa/email/"),
            await server.Stranger().Post("/users/login/", new { email = grace.Email, password = TestPerson.Password }),
        };

        Assert.All(answers, answer =>
        {
            Assert.Equal((503, "service_unavailable"), (answer.Status, answer.Error));
            Assert.True(answer.Headers.Contains("Retry-After"));
        });
        Assert.Equal(0, await Number(server, $"SELECT count(*) FROM sessions"));
        Assert.Equal(0, await Number(server, $"SELECT count(*) FROM outbox"));

        await server.Db.Write(tx => TestSql.Mend(tx, "audit_log"), Ct);
        (await server.As(grace).Post("/tfa/", new { code })).Ok();
        (await server.As(grace).Post("/tfa/", new { backup_code = grace.BackupCodes[0] })).Ok();
    }

    // A folder that was given to somebody else, a disk that is gone.
    [Fact]
    public async Task A_password_that_could_not_be_checked_is_not_counted_and_why_is_told_once_a_minute()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        var keys = Path.Combine(server.Folder, "keys");
        File.Move(keys, keys + ".away");

        for (var n = 0; n < 12; n++)
        {
            var refused = await server.Stranger().Post("/users/login/", new { email = ada.Email, password = TestPerson.Password });
            Assert.Equal((503, "service_unavailable"), (refused.Status, refused.Error));
        }

        var told = server.Log.Events.Where(each => each.Name is "Closed" or "Unexpected").ToList();
        Assert.Equal(TestDatabases.Nodes, told.Count);
        File.Move(keys + ".away", keys);
        (await server.Stranger().Post("/users/login/", new { email = ada.Email, password = TestPerson.Password })).Ok();
    }

    [Theory]
    [InlineData(GatewayMood.TakeAndFail)]
    [InlineData(GatewayMood.TakeAndBreak)]
    [InlineData(GatewayMood.Fail)]
    [InlineData(GatewayMood.Refuse)]
    public async Task A_message_of_unknown_fate_stays_charged(GatewayMood mood)
    {
        await using var server = await TestServer.Start(("SMS_PER_ACCOUNT_SHORT", "1/10m"));
        server.Inbox.Sms.Feel(mood);
        var linus = server.As(server.People.Linus);
        await linus.Post("/tfa/sms/");
        Assert.NotEmpty(server.Inbox.Sms.Requests);

        server.Clock.Advance(TimeSpan.FromMinutes(9));
        var again = await linus.Post("/tfa/sms/");
        Assert.Equal((429, "sms_rate_limited"), (again.Status, again.Error));
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task On_a_full_disk_what_is_granted_is_stored_and_what_is_refused_is_not()
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(
            async tx => await tx.Query<long>(Pragma($"PRAGMA max_page_count = {await tx.Number($"PRAGMA page_count")}")), Ct);

        var answers = new List<VastAnswer>();
        for (var n = 0; n < 200; n++)
            answers.Add(await server.Stranger().Post("/users/login/", new { email = "ada", password = TestPerson.Password }));

        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 429, 503 }));
        Assert.Contains(answers, answer => answer.Status == 503);
        var granted = answers.Count(answer => answer.Status == 200);
        Assert.Equal(granted, await Number(server, $"SELECT count(*) FROM sessions"));
        Assert.Equal(granted, await Number(server, $"SELECT count(*) FROM audit_log WHERE event = 'authn_login_success'"));

        await server.Db.Write(tx => tx.Query<long>($"PRAGMA max_page_count = 1000000"), Ct);
        server.Clock.Advance(TimeSpan.FromMinutes(15));
        (await server.Stranger().Post("/users/login/", new { email = "ada", password = TestPerson.Password })).Ok();
    }

    private static Statement Pragma(string text)
    {
        var statement = new Statement(text.Length, 0);
        statement.AppendLiteral(text);
        return statement;
    }

    private static Task<long> Number(TestServer server, Statement question) => server.Db.Read(sql => sql.Number(question), Ct);
}
