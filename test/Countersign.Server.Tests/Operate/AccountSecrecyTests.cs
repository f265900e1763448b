using System.Net;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Admins never see what signs somebody in: neither keys nor codes, hashes, tokens or whole numbers.</summary>
public sealed class AccountSecrecyTests
{
    [Fact]
    public async Task No_operator_page_holds_a_secret_or_a_whole_phone_number()
    {
        await using var server = await TestServer.Start();
        var ada = await server.Admin();
        var (browser, barbara) = (await server.Browser(ada), server.People.Barbara);
        await server.SignedIn(barbara);
        var id = await server.IdOf(barbara);
        var pages = new List<string>();
        foreach (var path in (string[])["", "?q=barbara", $"/{id}", $"/{id}/unlock", $"/{id}/reset", $"/{id}/disable"])
            pages.Add(WebUtility.HtmlDecode((await browser.Open($"/operate/accounts{path}")).Html));
        await browser.Act(id, "reset", ada, "came to the desk");
        pages.Add(WebUtility.HtmlDecode((await browser.Open($"/operate/accounts/{id}")).Html));

        var secrets = await SecretsOf(server, barbara);
        Assert.True(secrets.Count > 8, $"{secrets.Count} secrets");
        foreach (var secret in secrets)
            Assert.All(pages, page => Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("•••• 0199", pages[2], StringComparison.Ordinal);
        Assert.Contains(barbara.ApiKey[^4..], pages[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_person_named_cannot_play_tricks_on_the_page()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());
        var id = await server.IdOf(server.People.Grace);
        await server.Change(async tx =>
        {
            await tx.Execute($"UPDATE methods SET label = {"<b>\u202Eappa\u0007"} WHERE account_id = {id}");
            await tx.Execute($"UPDATE api_keys SET name = {"<script>x</script>\n2FA off"} WHERE account_id = {id}");
            await tx.Execute($"UPDATE accounts SET full_name = {"Grace\u2066 Hopper"} WHERE id = {id}");
        });

        foreach (var path in (string[])["", "/reset"])
        {
            var html = (await browser.Open($"/operate/accounts/{id}{path}")).Html;
            Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>x", html, StringComparison.Ordinal);
            Assert.DoesNotMatch("[\u202E\u2066\u0007]|&#x(202E|2066|7);", html);
        }
    }

    // What is stored of them, and what is in their pockets.
    private static async Task<IReadOnlyList<string>> SecretsOf(TestServer server, TestPerson person)
    {
        var stored = await server.Db.Read(async sql => (IReadOnlyList<string>)
        [
            .. await sql.Query<string>($"SELECT password_hash FROM accounts WHERE username = {person.Name}"),
            .. await sql.Query<string>($"SELECT {TestSql.Hex("token_hash")} FROM sessions WHERE ip_address <> ''"),
            .. await sql.Query<string>($"SELECT {TestSql.Hex("token_hash")} FROM api_keys"),
            .. await sql.Query<string>($"SELECT code_hash FROM backup_codes"),
            .. await sql.Query<string>($"SELECT {TestSql.Hex("sealed_key")} FROM methods WHERE sealed_key IS NOT NULL"),
        ], TestContext.Current.CancellationToken);
        return
        [
            .. stored, person.Number!, person.Number![1..], person.Number![2..], person.ApiKey, .. person.BackupCodes,
            .. person.BackupCodes.Select(code => code.Replace("-", "", StringComparison.Ordinal)), person.Phone.Code(), person.Phone.Code(
                1),
        ];
    }
}
