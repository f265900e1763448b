using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Whoever waits for a text in vain reads by what else they get in.</summary>
public sealed class LateTextStories
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Linus_reads_the_names_of_his_other_ways_until_the_text_is_there()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;
        var browser = server.Browser();
        await browser.Submit(await browser.Open("/sign-in"), "/sign-in", ("name", linus.Email), ("password", TestPerson.Password));
        await server.NextCode(linus.Number!);

        Assert.Matches("You can also use: .*[Rr]ecovery code", (await browser.Open("/sign-in/code")).Text);

        await server.Db.Write(
            tx => tx.Execute($"UPDATE outbox SET reported = {Countersign.Core.ReportedState.Delivered}, reported_at = {tx.Now}"), Ct);
        Assert.DoesNotContain("You can also use", (await browser.Open("/sign-in/code")).Text, StringComparison.Ordinal);
    }
}
