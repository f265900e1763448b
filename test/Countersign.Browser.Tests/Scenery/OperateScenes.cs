using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The pages for the people who run the service, and those who develop it.</summary>
public static class OperateScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("operate-admins-only", PagePaths.Operate, BeNobody),
        new("operate-messages", PagePaths.OperateMessages, SeeMessages),
        new("operate-messages-none", PagePaths.OperateMessages, visitor => Operate(visitor, PagePaths.OperateMessages)),
        new("operate-enforcement", PagePaths.OperateEnforcement, visitor => Operate(visitor, PagePaths.OperateEnforcement)),
        new("operate-require", Require, visitor => Operate(visitor, Require)),
        new("operate-call-off", CallOff, visitor => BeOrdered(visitor, CallOff)),
        new("dev-inbox-empty", PagePaths.Inbox, visitor => visitor.Open(PagePaths.Inbox)) { IsDevelopment = true },
        new("dev-inbox", PagePaths.Inbox, FillInbox) { IsDevelopment = true },
    ];

    private const string Require = $"{PagePaths.OperateEnforcement}/require";
    private const string CallOff = $"{PagePaths.OperateEnforcement}/call-off";

    /// <summary>Signs in as grace, who is an admin from now on, and goes to a page.</summary>
    internal static async Task Operate(Visitor visitor, string path)
    {
        var grace = visitor.Server.People.Grace;
        await visitor.Server.Db.Write(tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = {grace.Name}"), CancellationToken.None);
        await visitor.SignIn(grace);
        await visitor.Open(path);
    }

    // One message came, one was refused, and one is tried again.
    private static async Task SeeMessages(Visitor visitor)
    {
        var (sms, mail) = (visitor.Server.Inbox.Sms, visitor.Server.Inbox.Smtp);
        await visitor.GivePassword(visitor.Server.People.Linus);
        visitor.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        sms.Feel(GatewayMood.Refuse);
        await visitor.GivePassword(visitor.Server.People.Linus);
        mail.Feel(MailMood.PutOffRecipient);
        await visitor.Open(PagePaths.Forgot);
        await visitor.Fill("email", visitor.Server.People.Linus.Email);
        await visitor.Submit();
        await Operate(visitor, PagePaths.OperateMessages);
    }

    private static async Task FillInbox(Visitor visitor)
    {
        await visitor.GivePassword(visitor.Server.People.Linus);
        await visitor.Open(PagePaths.Forgot);
        await visitor.Fill("email", visitor.Server.People.Grace.Email);
        await visitor.Submit();
        await visitor.Open(PagePaths.Inbox);
    }

    private static async Task BeOrdered(Visitor visitor, string path)
    {
        var now = visitor.Server.Clock.GetUtcNow();
        await visitor.Server.Db.Write(
            tx => tx.Execute($"INSERT INTO requirement_orders (standing, ordered_at, begins_at, ordered_by, last_account) VALUES (1, {now}, {now.AddDays(14)}, 1, 1)"), CancellationToken.None);
        await Operate(visitor, path);
    }

    private static async Task BeNobody(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Open(PagePaths.Operate);
    }
}
