using Countersign.Browser.Tests.Driving;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The pages for people who are not signed in yet.</summary>
public static class EntryScenes
{
    // Its page is the same for every token, made up or not.
    // The operator's: colour, name, and where people turn to.
    private static readonly (string Name, string Value)[] Dress =
    [
        ("COLOR", "#00603c"), ("ISSUER", "Example University"), ("SUPPORT", "help@example.org"),
        ("IMPRINT", "https://example.org/imprint"), ("PRIVACY", "https://example.org/privacy"),
    ];

    private const string DisableLink = "/tf/disable/tfd_any";
    private const string Newcomer = "mary@example.org";

    public static IReadOnlyList<Scene> All { get; } =
    [
        new("sign-in", PagePaths.SignIn, visitor => visitor.Open(PagePaths.SignIn)),
        new("sign-in-named", PagePaths.SignIn, visitor => visitor.Open(PagePaths.SignIn)) { Settings = [TestServer.Named] },
        new("sign-in-no-sign-up", PagePaths.SignIn, visitor => visitor.Open(PagePaths.SignIn)) { Settings = [("SIGN_UP", "closed")] },
        new("sign-in-dressed", PagePaths.SignIn, visitor => visitor.Open(PagePaths.SignIn)) { Settings = Dress },
        new("sign-in-wrong", PagePaths.SignIn, visitor => visitor.GivePassword(visitor.Server.People.Ada, "not-her-password")),
        new("sign-in-wait", PagePaths.SignIn, MissTooOften),
        new("sign-in-signed-out", PagePaths.SignIn, SignOut),
        new("sign-in-over", PagePaths.SignIn, WaitTooLong),
        new("sign-up", PagePaths.SignUp, visitor => visitor.Open(PagePaths.SignUp)),
        new("sign-up-closed", PagePaths.SignUp, visitor => visitor.Open(PagePaths.SignUp)) { Settings = [("SIGN_UP", "closed")] },
        new("sign-up-name-taken", PagePaths.SignUp, visitor => visitor.SignUp(Newcomer, "ada")),
        new("verify-sent", PagePaths.VerifyEmail, visitor => visitor.SignUp(Newcomer, "mary")),
        new("verify-sent-again", PagePaths.VerifyEmail, SendAgain),
        new("verify-by-code", PagePaths.VerifyEmail, ConfirmByCode),
        new("verify-link", PagePaths.VerifyEmail, OpenVerifyLink),
        new("verify-done", PagePaths.SignIn, Verify),
        new("verify-over", PagePaths.VerifyEmail, VerifyTooLate),
        new("forgot", PagePaths.Forgot, visitor => visitor.Open(PagePaths.Forgot)),
        new("forgot-sent", $"{PagePaths.Forgot}/sent", Forget),
        new("reset", PagePaths.Reset, OpenResetLink),
        new("reset-weak", PagePaths.Reset, ResetWeakly),
        new("reset-done", PagePaths.SignIn, Reset),
        new("link-over", PagePaths.Reset, visitor => visitor.Open($"{PagePaths.Reset}?token=tfr_over")),
        new("disable-link", PagePaths.DisableLink, visitor => visitor.Open(DisableLink)),
        new("disable-wrong", PagePaths.DisableLink, DisableWrongly),
        new("not-me-link", PagePaths.NotMeLink, OpenNotMeLink),
        new("not-me-done", PagePaths.Forgot, Object),
        new("not-me-wait-link", PagePaths.NotMeLink, OpenWaitLink),
        new("not-me-wait-done", PagePaths.Forgot, WaitAnew),
        new("not-me-over", PagePaths.NotMeLink, visitor => visitor.Open($"{PagePaths.NotMeLink}?token=lnk_over")),
        new("confirm-factor-link", PagePaths.ConfirmFactorLink, OpenConfirmFactorLink),
        new("confirm-factor-over", PagePaths.ConfirmFactorLink, visitor => visitor.Open($"{PagePaths.ConfirmFactorLink}?token=lnk_over")),
        new("confirm-factor-ask", PagePaths.ConfirmFactor, AskToConfirmFactor),
        new("not-found", "/no-such-page", visitor => visitor.Open("/no-such-page")),
        new("stale-form", PagePaths.Start, SendStaleForm),
    ];

    private static async Task MissTooOften(Visitor visitor)
    {
        for (var miss = 0; miss < 9; miss++) await visitor.GivePassword(visitor.Server.People.Ada, "not-her-password");
    }

    private static async Task SignOut(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Ada);
        await visitor.Send(PagePaths.SignOut);
    }

    private static async Task WaitTooLong(Visitor visitor)
    {
        await visitor.GivePassword(visitor.Server.People.Grace);
        visitor.Server.Clock.Advance(TimeSpan.FromMinutes(11));
        await visitor.GiveCode("123456");
    }

    private static async Task SendAgain(Visitor visitor)
    {
        await visitor.SignUp(Newcomer, "mary");
        await visitor.Send($"{PagePaths.VerifyEmail}/again");
    }

    private static async Task ConfirmByCode(Visitor visitor)
    {
        await visitor.MakeAccount(Newcomer, "mary");
        await visitor.SignInAs("mary");
        await visitor.Open(PagePaths.VerifyEmail);
    }

    private static async Task OpenVerifyLink(Visitor visitor)
    {
        await visitor.SignUp(Newcomer, "mary");
        await visitor.OpenLinkTo(Newcomer);
    }

    private static async Task Verify(Visitor visitor)
    {
        await OpenVerifyLink(visitor);
        await visitor.Submit();
    }

    private static async Task VerifyTooLate(Visitor visitor)
    {
        await OpenVerifyLink(visitor);
        visitor.Server.Clock.Advance(TimeSpan.FromMinutes(16));
        await visitor.Submit();
    }

    private static async Task Forget(Visitor visitor)
    {
        await visitor.Open(PagePaths.Forgot);
        await visitor.Fill("email", visitor.Server.People.Grace.Email);
        await visitor.Submit();
    }

    private static async Task OpenResetLink(Visitor visitor)
    {
        await Forget(visitor);
        await visitor.OpenLinkTo(visitor.Server.People.Grace.Email);
    }

    private static async Task ResetWeakly(Visitor visitor)
    {
        await OpenResetLink(visitor);
        await visitor.Fill("password", "password");
        await visitor.Submit();
    }

    private static async Task Reset(Visitor visitor)
    {
        await OpenResetLink(visitor);
        await visitor.Fill("password", "quite another sesame");
        await visitor.Submit();
    }

    private static async Task OpenNotMeLink(Visitor visitor)
    {
        await Reset(visitor);
        await visitor.OpenLinkTo(visitor.Server.People.Grace.Email, PagePaths.NotMeLink);
    }

    private static async Task Object(Visitor visitor)
    {
        await OpenNotMeLink(visitor);
        await visitor.Send(PagePaths.NotMeLink);
    }

    private static async Task OpenWaitLink(Visitor visitor)
    {
        await Reset(visitor);
        var server = visitor.Server;
        var link = await server.Db.Write(async tx => await server.Services.GetRequiredService<NotMeLinks>().Make(
            tx, (await AccountStore.FindByName(tx, server.People.Grace.Name))!, Concern.MailWait), CancellationToken.None);
        await visitor.Open(link.PathAndQuery);
    }

    private static async Task WaitAnew(Visitor visitor)
    {
        await OpenWaitLink(visitor);
        await visitor.Send(PagePaths.NotMeLink);
    }

    private static async Task AskToConfirmFactor(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Open(PagePaths.ConfirmFactor);
    }

    private static async Task OpenConfirmFactorLink(Visitor visitor)
    {
        await AskToConfirmFactor(visitor);
        await visitor.Submit();
        await visitor.OpenLinkTo(visitor.Server.People.Grace.Email, PagePaths.ConfirmFactorLink);
    }

    private static async Task DisableWrongly(Visitor visitor)
    {
        await visitor.Open(DisableLink);
        await visitor.Fill("name", "grace");
        await visitor.Fill("password", "not-her-password");
        await visitor.Send(PagePaths.Disable);
    }

    // As after a restart of the browser that kept the page and lost the cookies.
    private static async Task SendStaleForm(Visitor visitor)
    {
        await visitor.Open(PagePaths.SignIn);
        await visitor.Page.Context.ClearCookiesAsync();
        await visitor.Fill("name", "ada");
        await visitor.Fill("password", "any");
        await visitor.Submit();
    }
}
