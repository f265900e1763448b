using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Accounts;

/// <summary>The security page says one thing to do next, the most urgent, and none where something is amiss.</summary>
public sealed class NextStepTests
{
    private const string FewCodes = "Make new recovery codes before they run out";
    private const string SecondMethod = "Add a second method, so that a lost phone does not lock you out.";
    private const string Unchecked = "Do you still have your recovery codes?";
    private const string UnusedKey = "An API key was not used for a year.";
    private const string OldSession = "You are signed in somewhere that you have not used for a week.";

    private static readonly string[] All = [FewCodes, SecondMethod, Unchecked, UnusedKey, OldSession];

    [Fact]
    public async Task Everything_amiss_is_said_one_after_the_other_the_most_urgent_first()
    {
        await using var server = await TestServer.Start(("SESSION_LIFE", "30d"), ("SESSION_IDLE", "30d"));
        var away = await server.Browser(server.People.Barbara);
        server.Clock.Advance(TimeSpan.FromDays(8));
        var barbara = await server.Browser(server.People.Barbara);
        await Change(server, $"UPDATE backup_codes SET created_at = 1");
        await Change(server, $"UPDATE api_keys SET created_at = 1, last_used_at = NULL");

        await Says(barbara, FewCodes);
        await Change(server, $"UPDATE backup_codes SET used_at = NULL");
        await Says(barbara, Unchecked);
        await Change(server, $"UPDATE backup_codes SET created_at = {server.Clock.GetUtcNow()}");
        await Says(barbara, UnusedKey);
        await Change(server, $"UPDATE api_keys SET last_used_at = {server.Clock.GetUtcNow()}");
        await Says(barbara, OldSession);
        await away.Open(PagePaths.Security);
        await Says(barbara, null);
    }

    [Fact]
    public async Task Whoever_has_one_method_is_to_add_another()
    {
        await using var server = await TestServer.Start();
        await Says(await server.Browser(server.People.Grace), SecondMethod);
    }

    [Fact]
    public async Task Without_a_second_factor_there_is_only_turning_it_on()
    {
        await using var server = await TestServer.Start();
        await Says(await server.Browser(server.People.Ada), null);
    }

    [Fact]
    public async Task While_changes_are_frozen_the_page_says_that_alone()
    {
        await using var server = await TestServer.Start();
        var grace = await server.Browser(server.People.Grace);
        await grace.Submit(await grace.Open(PagePaths.NotMe), PagePaths.NotMe);
        await Says(grace, null);
    }

    private static Task<int> Change(TestServer server, Statement statement) =>
        server.Db.Write(tx => tx.Execute(statement), TestContext.Current.CancellationToken);

    private static async Task Says(PageVisitor person, string? said)
    {
        var page = await person.Open(PagePaths.Security);
        Assert.Equal(said is null ? [] : [said], All.Where(each => page.Text.Contains(each, StringComparison.Ordinal)));
    }
}
