using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Nodes;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Upgrades;

/// <summary>
/// Data that each landed state of the migrations has made by itself, and this version goes on with. On PostgreSQL it is upgraded and
/// then moved there, as an operator does it.
/// </summary>
public sealed class UpgradeTests : IDisposable
{
    private const string Bob = "bob@example.org";

    private readonly Office office = new() { BeginsWithNothing = true };

    public static TheoryData<string> Versions => [.. OldInstallation.Names.Order(StringComparer.Ordinal)];

    public static TheoryData<string> VersionsOnPostgres => [.. OldInstallation.NamesOnPostgres.Order(StringComparer.Ordinal)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => office.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task What_an_older_version_left_goes_on_in_this_one(string name)
    {
        var old = await OldInstallation.MoveInto(office, name);
        await MoveToServer();
        await GoesOn(old);
    }

    [Theory]
    [MemberData(nameof(VersionsOnPostgres))]
    public async Task What_an_older_version_left_on_PostgreSQL_goes_on_in_this_one(string name)
    {
        TwoNodes.SkipOnFile();
        await GoesOn(await OldInstallation.MoveInto(office, name));
    }

    // Before sign-ups had a mark, the log alone tells them from the accounts that an operator made.
    [Fact]
    public async Task An_account_that_an_operator_made_keeps_its_password()
    {
        var old = await OldInstallation.MoveInto(office, "0009");
        await OldInstallation.Do(
            "UPDATE audit_log SET credential = 'shell:olga' WHERE event = 'user_created' AND account_id = " +
                $"(SELECT id FROM accounts WHERE email = '{Bob}')", office.DatabaseFile);
        await MoveToServer();

        await using var app = await office.OpenServer();
        await app.StartAsync(Ct);
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(app.Urls.First()) };
        (await SignIn(http, old, Bob)).Ok();
        await app.StopAsync(Ct);
    }

    private async Task GoesOn(OldInstallation old)
    {
        await using (var app = await office.OpenServer())
        {
            await app.StartAsync(Ct);
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(app.Urls.First()) };
            await EveryMigrationRan();
            await WhatWaitedGoesOn(http, old);
            await AppsAndCodesWork(http, old);
            await KeysDoWhatTheyMay(http, old);
            await SignUpsGoOn(http, old);
            await app.StopAsync(Ct);
        }

        await NothingIsWrong();
    }

    private async Task MoveToServer()
    {
        if (!office.Environment.Remove("COUNTERSIGN_DATABASE", out var database)) return;

        Good(await office.Run("migrate"));
        Good(await office.Run("copy", "--from", office.Data, "--to", database));
        office.Environment["COUNTERSIGN_DATABASE"] = database;
    }

    private async Task EveryMigrationRan()
    {
        await using var db = office.OpenDb();
        Assert.Empty(await Migrator.Missing(db, Ct));
    }

    // The sign-in that had its password before, the session that was open, and the lock that was on.
    private async Task WhatWaitedGoesOn(HttpClient http, OldInstallation old)
    {
        (await new VastCaller(http).Post("/tfa/", new { tfa_method = "totp", code = CodeOf(old.Ada.SetupKey), secret = old.Ada.Waiting })).Ok();
        (await new VastCaller(http, old.Ada.SessionKey).Post("/auth/apikeys/", new { name = "made later" })).Ok();

        var (browser, secret) = await Password(http, old, "kurt");
        (await browser.Post("/tfa/", new { tfa_method = "totp", code = "000000", secret })).IsRefused(429, "tfa_locked");
    }

    private async Task AppsAndCodesWork(HttpClient http, OldInstallation old)
    {
        foreach (var (name, key) in new[] { ("grace", old.Grace.SetupKey!), ("barbara", old.Barbara.SetupKey!) })
        {
            var (browser, secret) = await Password(http, old, name);
            (await browser.Post("/tfa/", new { tfa_method = "totp", code = CodeOf(key), secret })).Ok();
        }

        foreach (var (name, code) in new[] { ("ada", old.Ada.Codes[0]), ("linus", old.Linus.Codes[0]), ("barbara", old.Barbara.Codes[1]) })
        {
            (await Recover(http, old, name, code)).Ok();
            (await Recover(http, old, name, code)).IsRefused(401, "invalid_backup_code");
        }

        (await Recover(http, old, "ada", old.Ada.Spent[0])).IsRefused(401, "invalid_backup_code");
    }

    private static async Task KeysDoWhatTheyMay(HttpClient http, OldInstallation old)
    {
        foreach (var key in (string[])[old.Ada.ApiKey, old.Ada.MadeKey])
        {
            var program = new VastCaller(http, key);
            var methods = (await program.Get("/tfa/status/")).Ok()["methods"].EnumerateArray().ToList();
            Assert.Equal(["totp", "sms"], methods.Select(method => method.GetProperty("method").GetString()));
            Assert.Equal(["Ada's phone", "Second phone"], methods.Select(method => method.GetProperty("label").GetString()));
            Assert.Contains("\"method_added\"", (await program.Get("/audit_logs/")).Ok().Raw, StringComparison.Ordinal);

            var refused = await program.Post("/auth/apikeys/", new { name = "one more" });
            Assert.Equal(401, refused.Status);
            Assert.Contains("Two Factor Authentication", refused.Msg, StringComparison.Ordinal);
        }
    }

    // Carol had pressed her link, and Bob had not. A link from before links named sign-ups proves whose the mailbox is, and nothing else:
    // the password may be a stranger's, and a mail leads to choosing one.
    private async Task SignUpsGoOn(HttpClient http, OldInstallation old)
    {
        (await SignIn(http, old, "carol")).Ok();

        Assert.Equal(403, (await SignIn(http, old, Bob)).Status);
        (await new VastCaller(http).Post("/users/verify-email/", new { token = old.Bob.Link })).Ok();
        var answer = await SignIn(http, old, Bob);
        if (old.Migrations.Contains("0024_sign_ups"))
        {
            Assert.Equal("bob", answer.Ok().Text("username"));
            return;
        }

        Assert.Equal(403, answer.Status);
        Assert.Equal(1, await office.Count($"SELECT count(*) FROM outbox WHERE kind = 'reset_password' AND destination = {Bob}"));
    }

    private async Task NothingIsWrong()
    {
        Assert.DoesNotContain("FAIL", Good(await office.Run("doctor")).Output, StringComparison.Ordinal);
        Assert.Contains("is whole", Good(await office.Run("audit", "verify")).Output, StringComparison.Ordinal);
    }

    private static Task<VastAnswer> SignIn(HttpClient http, OldInstallation old, string name) =>
        new VastCaller(http).Post("/users/login/", new { email = name, password = old.Password });

    private static async Task<(VastCaller Browser, string Secret)> Password(HttpClient http, OldInstallation old, string name)
    {
        var browser = new VastCaller(http);
        var answer = await browser.Post("/users/login/", new { email = $"{name}@example.org", password = old.Password });
        return (browser, answer.Ok().Secret);
    }

    private static async Task<VastAnswer> Recover(HttpClient http, OldInstallation old, string name, string code)
    {
        var (browser, secret) = await Password(http, old, name);
        return await browser.Post("/tfa/", new { backup_code = code, secret });
    }

    private string CodeOf(string key) => Phone.Type(key, office.Clock).Code();

    private static Told Good(Told told)
    {
        Assert.True(told.Exit == 0, told.Errors + told.Output);
        return told;
    }
}
