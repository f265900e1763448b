using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>The list of accounts: what is found, page by page, and how the database finds it.</summary>
public sealed class AccountListTests
{
    [Theory]
    [InlineData("/operate/accounts", "ada grace linus barbara kurt")]
    [InlineData("/operate/accounts?q=a", "ada grace linus barbara kurt")]
    [InlineData("/operate/accounts?q=RA", "grace barbara")]
    [InlineData("/operate/accounts?q=+barbara@Example.org+", "barbara")]
    [InlineData("/operate/accounts?q=ada@example.org&show=locked", "")]
    [InlineData("/operate/accounts?q=3", "linus")]
    [InlineData("/operate/accounts?q=3&show=locked", "")]
    [InlineData("/operate/accounts?q=%25", "")]
    [InlineData("/operate/accounts?q=_", "")]
    [InlineData("/operate/accounts?q='+OR+1=1--", "")]
    [InlineData("/operate/accounts?show=without-2fa", "zoe")]
    [InlineData("/operate/accounts?show=locked", "kurt")]
    [InlineData("/operate/accounts?show=disabled", "linus")]
    [InlineData("/operate/accounts?show=admins", "ada")]
    [InlineData("/operate/accounts?show=admins&q=kurt", "")]
    [InlineData("/operate/accounts?show=nonsense&after=x&before=", "ada grace linus barbara kurt")]
    public async Task A_search_and_a_filter_find_whom_they_say(string address, string names)
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());
        if (names == "zoe") await Add(server, "zoe", 1);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET disabled_at = 1 WHERE username = 'linus'"));

        Assert.Equal(names, string.Join(' ', Names(await browser.Open(address))));
    }

    [Theory]
    [InlineData("Ülkü Çağlar")]
    [InlineData("ÜLKÜ")]
    [InlineData("ü ç")]
    [InlineData("u\u0308lk")]
    public async Task Somebody_is_found_by_a_part_of_the_name_they_say_at_the_desk(string said)
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());
        await Add(server, "uc12", 1, "Ülkü Çağlar");

        var page = await browser.Open($"/operate/accounts?q={Uri.EscapeDataString(said)}");

        Assert.Equal(["uc12"], Names(page));
        Assert.Contains("uc12 Ülkü Çağlar no sign-in", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_says_what_an_operator_looks_for()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());
        var signedIn = server.Clock.GetUtcNow();
        await server.Change(async tx =>
        {
            await tx.Execute($"UPDATE accounts SET disabled_at = 1, email_verified_at = NULL WHERE username = 'linus'");
            await tx.Execute($"UPDATE accounts SET is_legacy = 1 WHERE username = 'grace'");
            await tx.Execute($"DELETE FROM methods WHERE account_id = (SELECT id FROM accounts WHERE username = 'grace')");
        });

        var page = (await browser.Open("/operate/accounts")).Text;

        Assert.Contains(string.Create(CultureInfo.InvariantCulture,
            $"ada@example.org ada last sign-in {signedIn:d MMM yyyy, HH:mm} UTC 2FA: 1 method admin grace@example.org"),
            page, StringComparison.Ordinal);
        Assert.Contains("grace no sign-in in the last 90 days 2FA: number on file linus", page, StringComparison.Ordinal);
        Assert.Contains("2FA: 1 method disabled address not confirmed barbara", page, StringComparison.Ordinal);
        Assert.Contains("2FA: 2 methods kurt@example.org", page, StringComparison.Ordinal);
        Assert.Contains("2FA: 1 method locked", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_spent_its_budget_is_locked_until_it_has_one_again()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());
        var failures = string.Join(
            ',', Enumerable.Repeat(server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), 20));
        await server.Change(tx =>
            tx.Execute($"UPDATE budgets SET failures = {failures} WHERE account_id = (SELECT id FROM accounts WHERE username = 'grace')"));

        Assert.Equal(["grace", "kurt"], Names(await browser.Open("/operate/accounts?show=locked")));
        Assert.Contains("All codes locked for",
            (await browser.Open($"/operate/accounts/{await server.IdOf(server.People.Grace)}")).Text, StringComparison.Ordinal);

        server.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(["grace"], Names(await browser.Open("/operate/accounts?show=locked")));
    }

    [Fact]
    public async Task Pages_follow_one_another_forth_and_back_without_gap_or_repetition()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());
        await Add(server, "many", 120);

        var forth = new List<IReadOnlyList<string>>();
        var page = await browser.Open("/operate/accounts?q=many&show=without-2fa");
        for (; ; page = await browser.Open(Link(page, "after")!))
        {
            forth.Add(Names(page));
            if (Link(page, "after") is null) break;
        }

        var back = new List<IReadOnlyList<string>> { Names(page) };
        while (Link(page, "before") is { } before) back.Add(Names(page = await browser.Open(before)));

        Assert.Equal([50, 50, 20], forth.Select(names => names.Count));
        Assert.Equal(120, forth.SelectMany(names => names).Distinct().Count());
        Assert.Equal(forth, Enumerable.Reverse(back));
    }

    [Fact]
    public async Task An_empty_list_says_so_and_repeats_a_search_harmlessly()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());

        var nobody = await browser.Open("/operate/accounts?q=%3Cscript%3Ealert(1)%3C/script%3E");
        var nothing = await browser.Open("/operate/accounts?show=disabled");

        Assert.Contains("&lt;script&gt;alert(1)", nobody.Html, StringComparison.Ordinal);
        Assert.Contains("in its address or user name", nobody.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", nobody.Html, StringComparison.Ordinal);
        Assert.Contains("No account matches that now", nothing.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_whole_name_it_is_comes_first_however_many_have_it_in_theirs()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());
        await Add(server, "annabel", 60);
        await Add(server, "ann", 1);

        var first = await browser.Open("/operate/accounts?q=Ann");
        var second = await browser.Open(Link(first, "after")!);

        Assert.Equal("ann", Names(first)[0]);
        Assert.Equal(61, Names(first).Concat(Names(second)).Distinct().Count());
        Assert.Equal(61, Names(first).Count + Names(second).Count);
    }

    [Fact]
    public async Task A_search_looks_through_so_many_accounts_at_once_says_so_and_goes_on_both_ways()
    {
        await using var server = await TestServer.Start();
        var browser = await server.Browser(await server.Admin());
        await Add(server, "near", 1);
        await server.Change(tx => TestSql.SkipAccounts(tx, 2 * AccountIndex.Reach + 10));
        await Add(server, "nearly", 1);

        var first = await browser.Open("/operate/accounts?q=nea");
        var second = await browser.Open(Link(first, "after")!);
        var third = await browser.Open(Link(second, "after")!);

        Assert.Equal(["near"], Names(first));
        Assert.Contains("250,000 accounts were looked through. There are more", first.Text, StringComparison.Ordinal);
        Assert.Empty(Names(second));
        Assert.Contains("None of them is like that.", second.Text, StringComparison.Ordinal);
        Assert.Equal(["nearly"], Names(third));
        Assert.DoesNotContain("were looked through", third.Text, StringComparison.Ordinal);
        Assert.Equal(["nearly"], Names(await browser.Open("/operate/accounts?q=nearly")));

        var back = await browser.Open(Link(third, "before")!);
        Assert.Contains("were looked through", back.Text, StringComparison.Ordinal);
        while (Names(back).Count == 0) back = await browser.Open(Link(back, "before")!);
        Assert.Equal(["near"], Names(back));
        Assert.Null(Link(back, "before"));
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task A_whole_name_is_found_by_an_index()
    {
        await using var server = await TestServer.Start();
        Statement question = AccountIndex.Exactly(new("ada@example.org"), server.Clock.GetUtcNow(), new());
        var plan = (await server.Db.Read(sql => sql.Query<Step>($"EXPLAIN QUERY PLAN {new SqlPart(question)}"), Ct)).Select(
            step => step.Detail).ToList();

        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
    }

    /// <summary>Few accounts pass these filters, so none but those are read.</summary>
    [Trait("Store", "file")]
    [Theory]
    [InlineData(AccountFilter.Disabled, "accounts_disabled")]
    [InlineData(AccountFilter.Admins, "accounts_admins")]
    [InlineData(AccountFilter.Locked, "methods_locked guards_locked budgets_used")]
    [InlineData(AccountFilter.WithoutSecondFactor, "methods_of_account")]
    public async Task Filters_are_answered_by_an_index(AccountFilter filter, string indexes)
    {
        await using var server = await TestServer.Start();
        Statement question = AccountIndex.Selection(new("", filter, After: 3), server.Clock.GetUtcNow(), new(), 51);
        var plan = (await server.Db.Read(sql => sql.Query<Step>($"EXPLAIN QUERY PLAN {new SqlPart(question)}"), Ct)).Select(
            step => step.Detail).ToList();

        Assert.All(indexes.Split(' '), index => Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal)));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal)
            && !step.Contains("INDEX", StringComparison.Ordinal) && !step.Contains("SUBQUERY", StringComparison.Ordinal));
    }

    private static Task Add(TestServer server, string name, int count, string fullName = "") => server.Change(async tx =>
    {
        for (var n = 0; n < count; n++)
        {
            var unique = count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{n:D3}");
            Assert.True(EmailAddress.TryParse($"{unique}@example.org", out var email));
            Assert.NotNull(await AccountStore.TryAdd(tx, new(email, unique, fullName)));
        }
    });

    private static IReadOnlyList<string> Names(PageAnswer page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page.Html, "/operate/accounts/[0-9]+\">([^@<]+)@").Select(
            link => link.Groups[1].Value)];

    private static string? Link(PageAnswer page, string way) =>
        page.Links.FirstOrDefault(link => link.Contains($"{way}=", StringComparison.Ordinal));

    private sealed record Step(long Id, long Parent, long Notused, string Detail);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
