using System.Text;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>Operators add applications, renew their secrets and remove them at the machine's own shell.</summary>
public sealed class AppCommandTests : IDisposable
{
    private const string Back = "https://wiki.example.org/back";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_secret_is_shown_once_and_the_database_and_the_audit_log_have_none_of_it()
    {
        var added = await office.Run("app", "add", "wiki", "--return", Back, "--title", "The wiki", "--fresh", "30");
        var secret = added.Output.Trim();
        Assert.Equal(0, added.Exit);
        Assert.True(Token.TryParse(secret, out var token) && token.Kind is TokenKind.App);

        var shown = await office.Run("app", "show", "wiki");
        Assert.Contains($"back to  {Back}", shown.Output, StringComparison.Ordinal);
        Assert.Contains("demands  second-factor, proven 30 minutes ago at the most", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[4..20], shown.Output, StringComparison.Ordinal);
        Assert.True(AppSecret.Holds(secret, (await Find("wiki"))!.SecretHashes));
        Assert.False(AppSecret.Holds(secret + "x", (await Find("wiki"))!.SecretHashes));
        Assert.Equal(1, await office.Count($"""
            SELECT count(*) FROM audit_log WHERE event = 'app_added' AND credential = 'shell:olga' AND args LIKE '%"app":"wiki"%'
            """));
    }

    [Fact]
    public async Task The_secret_of_before_is_good_for_a_day_or_over_at_once()
    {
        var first = (await office.Run("app", "add", "wiki", "--return", Back, "--json")).Json.GetProperty("secret").GetString()!;
        var second = (await office.Run("app", "rotate", "wiki")).Output.Trim();

        Assert.NotEqual(first, second);
        Assert.All([first, second], each => Assert.True(AppSecret.Holds(each, Find("wiki").Result!.SecretHashes)));
        office.Clock.Advance(TimeSpan.FromHours(24));
        Assert.False(AppSecret.Holds(first, (await Find("wiki"))!.SecretHashes));
        Assert.True(AppSecret.Holds(second, (await Find("wiki"))!.SecretHashes));

        await office.Run("app", "rotate", "wiki", "--at-once");
        Assert.False(AppSecret.Holds(second, (await Find("wiki"))!.SecretHashes));
    }

    [Fact]
    public async Task A_public_one_has_no_secret_and_can_be_given_none()
    {
        var added = await office.Run("app", "add", "desk", "--kind", "public", "--return", "org.example.desk:/back");
        var rotated = await office.Run("app", "rotate", "desk");

        Assert.Equal((0, ""), (added.Exit, added.Output.Trim()));
        Assert.Equal(1, rotated.Exit);
        Assert.Contains("desk is public and has no secret", rotated.Errors, StringComparison.Ordinal);
        Assert.Empty((await Find("desk"))!.SecretHashes);
        Assert.False(AppSecret.Holds("", []));
        Assert.False(AppSecret.Holds(null, []));
    }

    [Fact]
    public async Task One_that_keeps_its_own_people_has_a_secret_and_no_address()
    {
        var added = await office.Run("app", "add", "shop", "--kind", "api", "--title", "The shop");
        Assert.Equal(0, added.Exit);
        Assert.True(AppSecret.Holds(added.Output.Trim(), (await Find("shop"))!.SecretHashes));
        Assert.Contains("docs/apps.md", added.Errors, StringComparison.Ordinal);

        var shown = (await office.Run("app", "show", "shop")).Output;
        Assert.Contains("api", shown, StringComparison.Ordinal);
        Assert.Contains("people   0\n", shown, StringComparison.Ordinal);
        foreach (var strange in (string[])["demands", "back to", "signed", "may ask for"])
            Assert.DoesNotContain(strange, shown, StringComparison.Ordinal);

        var refused = await office.Run("app", "add", "other", "--kind", "api", "--return", Back);
        Assert.NotEqual(0, refused.Exit);
        Assert.Contains("it has no addresses", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await office.Run("app", "rotate", "shop")).Exit);
        Assert.Equal(0, (await office.Run("app", "remove", "shop", "--yes")).Exit);
    }

    [Fact]
    public async Task One_behind_a_proxy_has_its_hosts_and_the_demands_of_its_paths_and_no_two_have_the_same_host()
    {
        var added = await office.Run(
            "app", "add", "intra", "--kind", "proxy", "--at", "https://Intra.example.org:443/", "--at", "https://xn--bcher-kva.example",
            "--path", "/admin=second-factor:10", "--path", "/public=open", "--fresh", "60");
        Assert.Equal((0, ""), (added.Exit, added.Output.Trim()));

        var shown = (await office.Run("app", "show", "intra")).Output;
        foreach (var line in (string[])
            ["at       https://intra.example.org\n", "at       https://xn--bcher-kva.example\n", "below    /admin=second-factor:10\n",
             "below    /public=open\n", "demands  second-factor, proven 60 minutes ago at the most"])
            Assert.Contains(line, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("signed", shown, StringComparison.Ordinal);
        Assert.Contains("behind a proxy and has no secret", (await office.Run("app", "rotate", "intra")).Errors, StringComparison.Ordinal);
        var again = await office.Run(
            "app", "add", "other", "--kind", "proxy", "--at", "https://other.example", "--at", "https://intra.example.org");
        Assert.Equal(1, again.Exit);
        Assert.Contains("or one at its address", again.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await office.Run("app", "remove", "intra", "--yes")).Exit);
    }

    [Fact]
    public async Task What_one_demands_can_be_changed_and_the_log_says_to_what()
    {
        await office.Run("app", "add", "wiki", "--return", Back, "--title", "The wiki", "--fresh", "30");
        await office.Run("app", "add", "intra", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/public=open");
        await office.Run("app", "add", "vpn", "--kind", "radius", "--from", "192.0.2.7");

        var changed = await office.Run("app", "change", "wiki", "--level", "password", "--fresh", "session");
        Assert.Equal(0, changed.Exit);
        Assert.StartsWith("wiki demands password now. What it was given before is over", changed.Output, StringComparison.Ordinal);
        Assert.Contains("demands  password\n", (await office.Run("app", "show", "wiki")).Output, StringComparison.Ordinal);
        Assert.Equal("wiki is changed.", (await office.Run("app", "change", "wiki", "--title", "The handbook")).Output.Trim());
        await office.Run("app", "change", "intra", "--path", "/admin=second-factor:10");
        var shown = (await office.Run("app", "show", "intra")).Output;
        Assert.Contains("below    /admin=second-factor:10\n", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("/public", shown, StringComparison.Ordinal);
        await office.Run("app", "change", "intra", "--path", "none");
        Assert.DoesNotContain("below", (await office.Run("app", "show", "intra")).Output, StringComparison.Ordinal);

        foreach (var (why, words) in (IEnumerable<(string, string[])>)
            [
                ("Say what is to be different", ["wiki"]), ("isn't one of", ["wiki", "--level", "much"]),
                ("1 to 1440 minutes", ["wiki", "--fresh", "0"]), ("behind a proxy", ["wiki", "--path", "/a=open"]),
                ("There is no application wikki. Did you mean wiki?", ["wikki", "--title", "X"]),
                ("no proof that could be too old", ["vpn", "--fresh", "5"]),
                ("codes and no passkeys", ["vpn", "--level", "phishing-resistant"]),
                ("Passkeys need a base URL", ["wiki", "--level", "phishing-resistant"]),
            ])
        {
            var refused = await office.Run(["app", "change", .. words]);
            Assert.NotEqual(0, refused.Exit);
            Assert.Contains(why, refused.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(4, await office.Count($"SELECT count(*) FROM audit_log WHERE event = 'app_changed' AND credential = 'shell:olga'"));
        Assert.Equal(1, await office.Count($"""
            SELECT count(*) FROM audit_log WHERE event = 'app_changed' AND args LIKE '%"app":"wiki"%' AND args LIKE '%"demands":"password"%'
            """));
    }

    [Fact]
    public async Task One_that_asks_by_radius_has_its_networks_and_a_secret_that_is_shown_once_and_stored_sealed()
    {
        var added = await office.Run("app", "add", "vpn", "--kind", "radius", "--from", "192.0.2.7/32,10.1.0.0/16", "--from", "2001:DB8::1");
        var first = added.Output.Trim();
        Assert.Equal(0, added.Exit);
        Assert.True(first.Length >= 32);

        var shown = (await office.Run("app", "show", "vpn")).Output;
        foreach (var line in (string[])["from     192.0.2.7\n", "from     10.1.0.0/16\n", "from     2001:db8::1\n", "demands  second-factor\n"])
            Assert.Contains(line, shown, StringComparison.Ordinal);
        foreach (var none in (string[])["signed", "may ask for", first[4..20]]) Assert.DoesNotContain(none, shown, StringComparison.Ordinal);
        Assert.Empty((await Find("vpn"))!.SecretHashes);
        Assert.Equal([first], await Shared());

        var taken = await office.Run("app", "add", "other", "--kind", "radius", "--from", "10.1.0.0/16");
        Assert.Contains("or one at its address", taken.Errors, StringComparison.Ordinal);

        var second = (await office.Run("app", "rotate", "vpn")).Output.Trim();
        Assert.Equal([second, first], await Shared());
        Assert.Contains("its secret of before is good until", (await office.Run("app", "show", "vpn")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await office.Run("key", "rotate")).Exit);
        Assert.Equal([second, first], await Shared());
        office.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal([second], await Shared());

        var third = (await office.Run("app", "rotate", "vpn", "--at-once")).Output.Trim();
        Assert.Equal([third], await Shared());
        Assert.Equal(1, await office.Count($"SELECT count(*) FROM app_secrets"));
        Assert.Equal(0, (await office.Run("app", "remove", "vpn", "--yes")).Exit);
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM app_secrets"));
    }

    [Theory]
    [InlineData("Say where it asks from", "--kind", "radius")]
    [InlineData("is too wide", "--kind", "radius", "--from", "0.0.0.0/0")]
    [InlineData("isn't a network", "--kind", "radius", "--from", "vpn.example.org")]
    [InlineData("isn't a network", "--kind", "radius", "--from", "192.0.2.7/24")]
    [InlineData("--kind radius", "--from", "192.0.2.7")]
    [InlineData("goes with --title and --level alone", "--kind", "radius", "--from", "192.0.2.7", "--fresh", "5")]
    [InlineData("goes with --title and --level alone", "--kind", "radius", "--from", "192.0.2.7", "--return", Back)]
    [InlineData("goes with --title and --level alone", "--kind", "radius", "--from", "192.0.2.7", "--at", "https://intra.example.org")]
    public async Task What_is_typed_wrong_of_one_that_asks_by_radius_is_told_and_nothing_is_added(string says, params string[] words)
    {
        var told = await office.Run(["app", "add", "vpn", .. words]);

        Assert.Equal(2, told.Exit);
        Assert.Contains(says, told.Errors, StringComparison.Ordinal);
        Assert.Contains("There are none", (await office.Run("app", "list")).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Say where it is", "--kind", "proxy")]
    [InlineData("Say where it is", "--kind", "proxy", "--return", Back)]
    [InlineData("has a path", "--kind", "proxy", "--at", "https://intra.example.org/wiki")]
    [InlineData("has a * in it", "--kind", "proxy", "--at", "https://*.example.org")]
    [InlineData("has a name or password", "--kind", "proxy", "--at", "https://grace@intra.example.org")]
    [InlineData("by http to another machine", "--kind", "proxy", "--at", "http://intra.example.org")]
    [InlineData("xn--", "--kind", "proxy", "--at", "https://bücher.example")]
    [InlineData("are for what is behind a proxy", "--path", "/admin=open")]
    [InlineData("are for what is behind a proxy", "--at", "https://intra.example.org")]
    [InlineData("go without --return", "--kind", "proxy", "--at", "https://intra.example.org", "--return", Back)]
    [InlineData("go without --return", "--kind", "proxy", "--at", "https://intra.example.org", "--consent")]
    [InlineData("doesn't say what holds there", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/admin")]
    [InlineData("isn't a path", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "admin=open")]
    [InlineData("isn't a path", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/a/../b=open")]
    [InlineData("isn't a path", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/a%20b=open")]
    [InlineData("is ours", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/.Countersign/start=open")]
    [InlineData("is there twice", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/a=open", "--path", "/a/=password")]
    [InlineData("Did you mean open?", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/a=opne")]
    [InlineData("1 to 1440 minutes", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/a=password:0")]
    [InlineData("demands no proof", "--kind", "proxy", "--at", "https://intra.example.org", "--path", "/a=open:5")]
    public async Task What_is_typed_wrong_of_one_behind_a_proxy_is_told_and_nothing_is_added(string says, params string[] words)
    {
        var told = await office.Run(["app", "add", "intra", .. words]);

        Assert.Equal(2, told.Exit);
        Assert.Contains(says, told.Errors, StringComparison.Ordinal);
        Assert.Contains("There are none", (await office.Run("app", "list")).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("small letters", "Wiki", "--return", Back)]
    [InlineData("--return", "wiki")]
    [InlineData("by http to another machine", "wiki", "--return", "http://wiki.example.org/")]
    [InlineData("must begin with https", "wiki", "--return", "org.example.desk:/back")]
    [InlineData("Did you mean public?", "wiki", "--return", Back, "--kind", "pubic")]
    [InlineData("Did you mean second-factor?", "wiki", "--return", Back, "--level", "second-fator")]
    [InlineData("isn't a thing that an application may", "wiki", "--return", Back, "--may", "everything")]
    [InlineData("1 to 1440 minutes", "wiki", "--return", Back, "--fresh", "0")]
    [InlineData("1 to 1440 minutes", "wiki", "--return", Back, "--fresh", "1441")]
    [InlineData("1 to 1440 minutes", "wiki", "--return", Back, "--fresh", "soon")]
    [InlineData("Did you mean --return?", "wiki", "--retrun", Back)]
    public async Task What_is_typed_wrong_is_told_with_the_nearest_word_and_nothing_is_added(string says, params string[] words)
    {
        var told = await office.Run(["app", "add", .. words]);

        Assert.Equal(2, told.Exit);
        Assert.Contains(says, told.Errors, StringComparison.Ordinal);
        Assert.Contains("There are none", (await office.Run("app", "list")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_given_once_removing_asks_and_one_that_is_not_there_is_told()
    {
        await office.Run("app", "add", "wiki", "--return", Back);

        Assert.Equal(1, (await office.Run("app", "add", "wiki", "--return", Back)).Exit);
        Assert.Contains("Did you mean wiki?", (await office.Run("app", "show", "wikki")).Errors, StringComparison.Ordinal);
        Assert.Equal(1, (await office.Run("app", "remove", "wiki")).Exit);
        Assert.Equal(0, (await office.Run("app", "remove", "wiki", "--yes")).Exit);
        foreach (var verb in (string[])["show", "rotate", "remove"])
        {
            var told = await office.Run("app", verb, "wiki");
            Assert.Equal(1, told.Exit);
            Assert.Contains("There is no application wiki", told.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(1, await office.Count($"SELECT count(*) FROM audit_log WHERE event = 'app_removed'"));
    }

    private async Task<IReadOnlyList<string>> Shared()
    {
        await using var db = office.OpenDb();
        var secrets = new SharedSecrets(new SecretBox(office.OpenKeys()));
        var id = (await Find("vpn"))!.Id;
        return [.. (await db.Ask(sql => secrets.Live(sql, id), TestContext.Current.CancellationToken)).Select(Encoding.ASCII.GetString)];
    }

    private async Task<App?> Find(string name)
    {
        await using var db = office.OpenDb();
        return await db.Ask(sql => AppStore.Find(sql, name), TestContext.Current.CancellationToken);
    }
}
