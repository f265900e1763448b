using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Whoever was told that 2FA will be required is told once that it will not, and nobody else is.</summary>
public sealed class CallOffNewsTests
{
    private const int People = 130;

    [Fact]
    public async Task The_mail_says_that_there_is_nothing_to_do()
    {
        await using var server = await TestServer.Start();
        await server.Plant(1);
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        await Order(server, admin, grace);
        await server.Inbox.Next("person0@example.net", Ct);

        Assert.Contains("told by e-mail that it is off, once", (await admin.Open(EnforcementSteps.CallOff)).Text, StringComparison.Ordinal);
        await admin.Decides(EnforcementSteps.CallOff, grace);
        await server.TellNow();

        var mail = await server.Inbox.Next("person0@example.net", Ct);
        Assert.Contains("Two-factor authentication is not required", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("That is called off: there is nothing you have to do.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("If this was you", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_those_who_were_told_hear_of_it_and_those_who_turned_it_on_because_of_it_do()
    {
        await using var server = await TestServer.Start();
        await server.Plant(3);
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        await Order(server, admin, grace);
        await server.Plant(1, "late");
        await server.Change(tx => tx.Execute($"UPDATE accounts SET disabled_at = 1 WHERE username = 'person1'"));
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_legacy = 1 WHERE username = 'person2'"));
        await admin.Decides(EnforcementSteps.CallOff, grace);
        Assert.Contains("4 people were told of the order by e-mail; the e-mail that it is off is on its way.",
            (await admin.Open(PagePaths.OperateEnforcement)).Text, StringComparison.Ordinal);

        await server.TellNow();

        Assert.Equal(["person0", "person0", "person1", "person2", "person2"], (await Names(server)).Order());
        Assert.DoesNotContain("told of the order", (await admin.Open(PagePaths.OperateEnforcement)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_hears_once_although_many_tell_at_once()
    {
        await using var server = await TestServer.Start();
        await server.Plant(People);
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        await Order(server, admin, grace);
        await AllTold(server, People);
        await admin.Decides(EnforcementSteps.CallOff, grace);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(server.TellNow)));
        await server.TellNow();

        await EverybodyTwice(server);
    }

    [Fact]
    public async Task Of_many_who_call_it_off_at_once_one_does_and_everybody_hears_once_over_a_restart()
    {
        await using var server = await TestServer.Start([.. Crowd.WithRoom]);
        await server.Plant(People);
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        await Order(server, admin, grace);
        await AllTold(server, People);
        var page = await admin.Open($"{EnforcementSteps.CallOff}?way=recovery");

        var answers = await Task.WhenAll(grace.BackupCodes.Select(code => Task.Run(async () =>
        {
            var answer = await admin.Copy().Submit(page, EnforcementSteps.CallOff, ("way", "recovery"), ("code", code));
            await server.TellNow();
            return answer;
        })));
        await server.Restart();
        await server.TellNow();

        Assert.Single(answers, answer => answer.Location?.EndsWith("said=requirementcalledoff", StringComparison.Ordinal) is true);
        await EverybodyTwice(server);
    }

    [Fact]
    public async Task Whoever_orders_it_again_before_people_heard_tells_them_the_new_date_instead()
    {
        await using var server = await TestServer.Start();
        await server.Plant(2);
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        await Order(server, admin, grace);
        await server.Change(async tx =>
        {
            Assert.True(await RequirementStore.TryCallOff(tx, (await RequirementStore.Find(tx))!));
            Assert.True(await RequirementStore.TryOrder(tx, new(1), tx.Now.AddDays(21)));
        });

        await server.TellNow();
        Assert.Equal(4, (await server.Told()).Count);
        await admin.Decides(EnforcementSteps.CallOff, grace);
        await server.TellNow();

        Assert.Equal(6, (await server.Told()).Count);
    }

    private static async Task Order(TestServer server, PageVisitor admin, TestPerson person)
    {
        await admin.Decides(EnforcementSteps.Require, person);
        await server.TellNow();
    }

    // Once that it will be required, and once that it will not.
    private static async Task EverybodyTwice(TestServer server)
    {
        await AllTold(server, 2 * People);
        Assert.Equal(
            Enumerable.Range(0, People).SelectMany(n => Enumerable.Repeat($"person{n}", 2)).Order(), (await Names(server)).Order());
    }

    // Only so many are told while messages wait to be sent.
    private static async Task AllTold(TestServer server, int mails)
    {
        while ((await server.Told()).Count < mails)
        {
            await Task.Delay(20, Ct);
            await server.TellNow();
        }
    }

    private static async Task<IEnumerable<string>> Names(TestServer server) =>
        (await server.Told()).Select(address => address.Split('@')[0]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
