using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Everybody without 2FA is told of the date by mail, once: over restarts, and whoever presses the button how often.</summary>
public sealed class EnforcementNewsTests
{
    private const int People = 130;

    [Fact]
    public async Task The_mail_says_the_date_and_what_to_do()
    {
        await using var server = await TestServer.Start();
        await server.Plant(1);
        var grace = await server.AlsoAdmin(server.People.Grace);
        await (await server.Browser(grace)).Decides(EnforcementSteps.Require, grace);
        await server.TellNow();

        var mail = await server.Inbox.Next("person0@example.net", TestContext.Current.CancellationToken);
        Assert.Contains("Two-factor authentication will be required", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("From 16 March 2026, 09:00 UTC on", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("If this was you", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Inbox.All, message => message.To.StartsWith("linus", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Everybody_is_told_once_although_the_server_restarts_in_the_middle()
    {
        await using var server = await TestServer.Start();
        await server.Plant(People);
        await Fill(server, 480);
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        await admin.Decides(EnforcementSteps.Require, grace);
        await server.TellNow();
        var told = (await server.Told()).Count;
        Assert.InRange(told, 1, People); // Where mails leave as fast as they are written, there is room for all.
        if (told < People)
            Assert.Contains("the others follow", (await admin.Open(PagePaths.OperateEnforcement)).Text, StringComparison.Ordinal);

        await server.Restart();
        await server.Change(tx => tx.Execute($"DELETE FROM outbox WHERE message_id LIKE 'fill%'"));
        for (var i = 0; i < 5; i++) await server.TellNow();

        await EverybodyOnce(server);
        Assert.Contains(
            $"{People + 1} people were told by e-mail.", (await admin.Open(PagePaths.OperateEnforcement)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_is_told_once_although_many_tell_at_once()
    {
        await using var server = await TestServer.Start();
        await server.Plant(People);
        var grace = await server.AlsoAdmin(server.People.Grace);
        await (await server.Browser(grace)).Decides(EnforcementSteps.Require, grace);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(server.TellNow)));

        // The server's own sweep may be at some of them.
        var ct = TestContext.Current.CancellationToken;
        while (await server.Db.Read(RequirementStore.Find, ct) is { IsTold: false }) await server.TellNow();

        await EverybodyOnce(server);
    }

    [Fact]
    public async Task Whoever_turned_it_on_or_was_shut_meanwhile_is_not_told()
    {
        await using var server = await TestServer.Start();
        await server.Plant(3);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET disabled_at = 1 WHERE username = 'person1'"));
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_legacy = 1 WHERE username = 'person2'"));
        var grace = await server.AlsoAdmin(server.People.Grace);
        await (await server.Browser(grace)).Decides(EnforcementSteps.Require, grace);
        await server.TellNow();

        Assert.Equal(["person0@example.net"], await server.Told());
    }

    [Fact]
    public async Task Of_many_who_press_the_button_at_once_one_orders_it()
    {
        await using var server = await TestServer.Start([.. Crowd.WithRoom]);
        await server.Plant(People);
        var grace = await server.AlsoAdmin(server.People.Grace);
        var admin = await server.Browser(grace);
        var page = await admin.Open($"{EnforcementSteps.Require}?way=recovery");

        // Each with a proof of its own that is good.
        var answers = await Task.WhenAll(grace.BackupCodes.Select(code =>
            Task.Run(() => admin.Copy().Submit(page, EnforcementSteps.Require, ("way", "recovery"), ("code", code)))));
        await server.TellNow();

        Assert.Single(answers, answer => answer.Location?.EndsWith("said=requirementordered", StringComparison.Ordinal) is true);
        Assert.Equal(answers.Length - 1, answers.Count(
            answer => answer.Location?.EndsWith("said=alreadyrequired", StringComparison.Ordinal) is true));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM requirement_orders"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'requirement_ordered'"));
        Assert.Equal(1, await server.Number(
            $"SELECT count(*) FROM backup_codes JOIN accounts ON accounts.id = account_id WHERE username = 'grace' AND used_at IS NOT " +
            $"NULL"));
        await EverybodyOnce(server);
    }

    private static async Task EverybodyOnce(TestServer server) =>
        Assert.Equal(Enumerable.Range(0, People).Select(n => $"person{n}@example.net").Order(), (await server.Told()).Order());

    // Messages that wait and are not due, so that the outbox has little room.
    private static Task Fill(TestServer server, int messages)
    {
        return server.Change(async tx =>
        {
            for (var i = 0; i < messages; i++)
            {
                var name = $"fill{i}";
                await tx.Execute($"""
                    INSERT INTO outbox (message_id, channel, kind, destination, state, next_attempt_at, expires_at, created_at)
                    VALUES ({name}, 'email', 'notice', {"fill@example.com"}, 'waiting', {tx.Now.AddDays(1)}, {tx.Now.AddDays(2)}, {tx.Now})
                    """);
            }
        });
    }
}
