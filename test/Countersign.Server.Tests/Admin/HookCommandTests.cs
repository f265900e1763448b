using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>Operators add webhooks, try them and send again at the machine's own shell.</summary>
public sealed class HookCommandTests : IDisposable
{
    private const string Url = "https://siem.example.org/events";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_secret_is_shown_once_and_the_audit_log_names_who_the_host_and_no_more()
    {
        var added = await office.Run("hook", "add", Url);
        Assert.Equal(0, added.Exit);
        Assert.Matches("^whsec_[A-Za-z0-9+/]{43}=$", added.Output.Trim());
        Assert.Contains("message,security", added.Errors, StringComparison.Ordinal);

        var listed = await office.Run("hook", "list");
        Assert.Contains($"well           0 wait  {Url}", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", listed.Output, StringComparison.Ordinal);
        Assert.Equal(1, await office.Count($"""
            SELECT count(*) FROM audit_log WHERE event = 'hook_added' AND credential = 'shell:olga' AND args LIKE '%siem.example.org%'
              AND args NOT LIKE '%events%'
            """));

        var rotated = await office.Run("hook", "rotate", "1", "--json");
        Assert.NotEqual(added.Output.Trim(), rotated.Json.GetProperty("secret").GetString());
        Assert.Equal(2, await office.Count($"SELECT count(*) FROM hook_secrets WHERE sealed_secret IS NOT NULL"));
    }

    [Theory]
    [InlineData(1, "https://", "http://siem.example.org/")]
    [InlineData(1, "COUNTERSIGN_HOOK_HOSTS", "https://169.254.169.254/latest")]
    [InlineData(1, "COUNTERSIGN_HOOK_HOSTS", "https://[::1]/")]
    [InlineData(2, "https://", "siem.example.org")]
    [InlineData(2, "must not have a user, a password", "https://u:p@example.org/")]
    [InlineData(2, "https:// address", "ftp://example.org/")]
    [InlineData(2, "'security.nothing' isn't a type of event", Url, "--events", "security.nothing")]
    public async Task What_cannot_be_told_is_refused_and_nothing_is_added(int exit, string says, params string[] words)
    {
        var told = await office.Run(["hook", "add", .. words]);

        Assert.Equal(exit, told.Exit);
        Assert.Contains(says, told.Errors, StringComparison.Ordinal);
        Assert.Contains("There are none", (await office.Run("hook", "list")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_is_sent_at_once_and_says_how_it_went()
    {
        await using var catcher = await HookCatcher.Start();
        office.Environment["COUNTERSIGN_HOOK_HOSTS"] = "127.0.0.1";
        var secret = (await office.Run("hook", "add", catcher.Url.AbsoluteUri)).Output.Trim();

        Assert.Contains("It took the test (HTTP 200)", (await office.Run("hook", "test", "1")).Output, StringComparison.Ordinal);
        catcher.Answer = _ => 401;
        var failed = await office.Run("hook", "test", "1");

        Assert.Equal(1, failed.Exit);
        Assert.Contains("it answered HTTP 401. Its answer begins: not b now /b", failed.Errors, StringComparison.Ordinal);
        Assert.All(catcher.All, told => Assert.True(told.IsSignedBy(secret)));
        var listed = await office.Run("hook", "deliveries", "1");
        Assert.Contains("given_up  hook.test", listed.Output, StringComparison.Ordinal);
        Assert.Contains("taken     hook.test", listed.Output, StringComparison.Ordinal);
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM hooks WHERE disabled_at IS NOT NULL"));
        Assert.Equal(0, (await office.Run("hook", "replay", "1", "--delivery", "2")).Exit);
        Assert.Contains("0 are sent", (await office.Run("hook", "replay", "1", "--since", "2030-01-01T00:00Z")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await office.Run("hook", "replay", "1")).Exit);
    }

    [Fact]
    public async Task Removing_asks_and_one_that_is_not_there_is_told()
    {
        await office.Run("hook", "add", Url);

        Assert.Equal(1, (await office.Run("hook", "remove", "1")).Exit);
        Assert.Equal(0, (await office.Run("hook", "remove", "1", "--yes")).Exit);
        foreach (var verb in (string[])["show", "test", "rotate", "enable", "deliveries"])
        {
            var told = await office.Run("hook", verb, "1");
            Assert.Equal(1, told.Exit);
            Assert.Contains("There is no webhook 1", told.Errors, StringComparison.Ordinal);
        }

        Assert.Equal(0, await office.Count($"SELECT count(*) FROM hook_secrets"));
    }

    [Fact]
    public async Task Doctor_connects_and_sends_nothing_and_names_what_is_off()
    {
        await using var catcher = await HookCatcher.Start();
        office.Environment["COUNTERSIGN_HOOK_HOSTS"] = "127.0.0.1";
        await office.Run("hook", "add", catcher.Url.AbsoluteUri);

        Assert.Contains("1 (127.0.0.1) answers", (await office.Run("doctor")).Output, StringComparison.Ordinal);
        Assert.Empty(catcher.All);
        await using (var db = office.OpenDb())
            await db.Write(tx => tx.Execute($"UPDATE hooks SET disabled_at = {tx.Now}, disabled_why = 'it cannot be reached'"),
                TestContext.Current.CancellationToken);
        Assert.Contains("`hook enable 1`", (await office.Run("doctor")).Output, StringComparison.Ordinal);
    }
}
