using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The second step of signing in.</summary>
public static class PromptScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("prompt-passkey", PagePaths.Prompt, AskForPasskey) { Settings = [TestServer.Named] },
        new("prompt-app", PagePaths.Prompt, visitor => visitor.GivePassword(visitor.Server.People.Grace)),
        new("prompt-text", PagePaths.Prompt, visitor => visitor.GivePassword(visitor.Server.People.Linus)),
        new("prompt-text-late", PagePaths.Prompt, WaitInVain) { Settings = Callers },
        new("prompt-called", PagePaths.Prompt, visitor => BeCalled(visitor, null)) { Settings = Callers },
        new("prompt-call-answered", PagePaths.Prompt, visitor => BeCalled(visitor, "delivered")) { Settings = Callers },
        new("prompt-call-missed", PagePaths.Prompt, visitor => BeCalled(visitor, "failed")) { Settings = Callers },
        new("prompt-both", PagePaths.Prompt, visitor => visitor.GivePassword(visitor.Server.People.Barbara)),
        new("prompt-mail", PagePaths.Prompt, visitor => Choose(visitor, "email")),
        new("prompt-mail-sent", PagePaths.Prompt, SendMail),
        new("prompt-recovery", PagePaths.Prompt, visitor => Choose(visitor, "recovery")),
        new("prompt-wrong", PagePaths.Prompt, visitor => Miss(visitor, visitor.Server.People.Grace)),
        new("prompt-used", PagePaths.Prompt, UseTwice),
        new("prompt-clock-off", PagePaths.Prompt, BeLate),
        new("prompt-recovery-wrong", PagePaths.Prompt, MissRecovery),
        new("prompt-locked", PagePaths.Prompt, visitor => visitor.GivePassword(visitor.Server.People.Kurt)),
        new("prompt-just-locked", PagePaths.Prompt, LockByGuessing),
        new("recovered", PagePaths.Recovered, visitor => Recover(visitor, visitor.Server.People.Grace)),
        new("recovered-few", PagePaths.Recovered, visitor => Recover(visitor, visitor.Server.People.Barbara)),
    ];

    /// <summary>A gateway that calls, where nobody listens.</summary>
    internal static (string Name, string Value)[] Callers => [("SMS_2", "twilio-call://AC1:s3cret@%2B15005550006?api=http://127.0.0.1:9")];

    private static async Task WaitInVain(Visitor visitor)
    {
        await visitor.GivePassword(visitor.Server.People.Linus);
        visitor.Server.Clock.Advance(TimeSpan.FromSeconds(31));
        await visitor.Open(PagePaths.Prompt);
    }

    /// <summary>Asks for a call, which a gateway has by now, and perhaps told of.</summary>
    internal static async Task BeCalled(Visitor visitor, string? reported)
    {
        await WaitInVain(visitor);
        await visitor.Leave(() => visitor.Page.Locator("#delivery button").ClickAsync());
        await visitor.Server.Db.Write(
            tx => tx.Execute($"""
                UPDATE outbox
                SET state = 'sent', gateway = 2, handed_at = {tx.Now}, done_at = {tx.Now}, claimed_until = NULL, last_error = NULL,
                    is_our_fault = 0, reported = {reported}, reported_at = {(reported is null ? (DateTimeOffset?)null : tx.Now)}
                WHERE id = (SELECT max(id) FROM outbox)
                """), CancellationToken.None);
        await visitor.Open(PagePaths.Prompt);
    }

    private static async Task Choose(Visitor visitor, string way)
    {
        await visitor.GivePassword(visitor.Server.People.Grace);
        await visitor.Open($"{PagePaths.Prompt}?way={way}");
    }

    private static async Task SendMail(Visitor visitor)
    {
        await Choose(visitor, "email");
        await visitor.Submit();
    }

    private static async Task Miss(Visitor visitor, TestPerson person)
    {
        await visitor.GivePassword(person);
        await visitor.GiveCode(person.Phone.WrongCode());
    }

    private static async Task UseTwice(Visitor visitor)
    {
        var grace = visitor.Server.People.Grace;
        await visitor.SignIn(grace);
        await visitor.Send(PagePaths.SignOut);
        await visitor.GivePassword(grace);
        await visitor.GiveCode(grace.Phone.Code());
    }

    private static async Task BeLate(Visitor visitor)
    {
        var grace = visitor.Server.People.Grace;
        await visitor.GivePassword(grace);
        await visitor.GiveCode(grace.Phone.Code(stepsOff: -4));
    }

    private static async Task MissRecovery(Visitor visitor)
    {
        await Choose(visitor, "recovery");
        await visitor.GiveCode("AAAA-BBBB-CCCC");
    }

    private static async Task LockByGuessing(Visitor visitor)
    {
        var barbara = visitor.Server.People.Barbara;
        await visitor.GivePassword(barbara);
        for (var guess = 0; guess < 5; guess++) await visitor.GiveCode(barbara.Phone.WrongCode());
    }

    private static async Task Recover(Visitor visitor, TestPerson person)
    {
        await visitor.GivePassword(person);
        await visitor.Open($"{PagePaths.Prompt}?way=recovery");
        await visitor.GiveCode(person.BackupCodes[0]);
    }

    private static async Task AskForPasskey(Visitor visitor)
    {
        var grace = visitor.Server.People.Grace;
        var device = await visitor.HasDevice();
        await visitor.SignIn(grace);
        await visitor.AddPasskey(grace, "Laptop");
        await device.Touch(isTouched: false);
        await visitor.Follow("Sign out");
        await visitor.GivePassword(grace);
        await visitor.Open($"{PagePaths.Prompt}?way=passkey");
    }
}
