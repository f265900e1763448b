using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>Adding a method, step by step.</summary>
public static class WizardScenes
{
    private const string Number = "202 555 0123";

    public static IReadOnlyList<Scene> All { get; } =
    [
        new("wizard-prove-first", PagePaths.AddProve, BeginFirst),
        new("wizard-prove-first-sent", PagePaths.AddProve, SendFirst),
        new("wizard-prove-later", PagePaths.AddProve, BeginLater),
        new("wizard-choose", PagePaths.AddChoose, Choose),
        new("wizard-choose-later", PagePaths.AddChoose, ChooseLater),
        new("wizard-app", PagePaths.AddApp, ShowApp),
        new("wizard-app-wrong", PagePaths.AddApp, MissApp),
        new("wizard-passkey", PagePaths.AddPasskey, OpenPasskey) { Settings = [TestServer.Named] },
        new("wizard-choose-named", PagePaths.AddChoose, Choose) { Settings = [TestServer.Named] },
        new("wizard-phone", PagePaths.AddPhone, visitor => AskForNumber(visitor)),
        new("wizard-phone-refused", PagePaths.AddPhone, visitor => GiveNumber(visitor, "12")),
        new("wizard-phone-code", PagePaths.AddPhoneCode, visitor => GiveNumber(visitor, Number)),
        new("wizard-phone-code-wrong", PagePaths.AddPhoneCode, MissPhone),
        new("wizard-codes", PagePaths.Codes, ActivateApp),
        new("wizard-done", PagePaths.AddDone, Finish),
        new("wizard-replace", PagePaths.AddProve, Replace),
        new("wizard-required", PagePaths.AddProve, visitor =>
            visitor.GivePassword(visitor.Server.People.Ada)) { Settings = [("REQUIRE_2FA", "on")] },
    ];

    private static TestPerson Ada(Visitor visitor) => visitor.Server.People.Ada;

    private static async Task BeginFirst(Visitor visitor)
    {
        await visitor.SignIn(Ada(visitor));
        await visitor.Open(PagePaths.AddProve);
    }

    private static async Task SendFirst(Visitor visitor)
    {
        await visitor.SignIn(Ada(visitor));
        await visitor.BeginAdding();
    }

    private static async Task BeginLater(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Barbara);
        await visitor.BeginAdding();
    }

    private static async Task Choose(Visitor visitor)
    {
        await visitor.SignIn(Ada(visitor));
        await visitor.BeginAddingByMail(Ada(visitor).Email);
    }

    private static async Task ChooseLater(Visitor visitor)
    {
        await BeginLater(visitor);
        await visitor.GiveCode(visitor.Server.People.Barbara.Phone.NextCode());
    }

    private static async Task OpenPasskey(Visitor visitor)
    {
        await visitor.HasDevice();
        await Choose(visitor);
        await visitor.Follow("Passkey");
    }

    private static async Task<Phone> ShowApp(Visitor visitor)
    {
        await Choose(visitor);
        return await visitor.ChooseApp();
    }

    private static async Task MissApp(Visitor visitor) => await visitor.Activate((await ShowApp(visitor)).WrongCode(), "Pixel");

    private static async Task AskForNumber(Visitor visitor)
    {
        await Choose(visitor);
        await visitor.Open(PagePaths.AddPhone);
    }

    private static async Task GiveNumber(Visitor visitor, string number)
    {
        await Choose(visitor);
        await visitor.GiveNumber(number);
    }

    private static async Task MissPhone(Visitor visitor)
    {
        await GiveNumber(visitor, Number);
        await visitor.GiveCode(await visitor.CodeTo("+12025550123") == "000000" ? "111111" : "000000");
    }

    private static async Task ActivateApp(Visitor visitor) => await visitor.Activate((await ShowApp(visitor)).NextCode(), "Pixel");

    private static async Task Finish(Visitor visitor)
    {
        await ActivateApp(visitor);
        await visitor.KeepCodes();
    }

    private static async Task Replace(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Unfold();
        await visitor.Leave(
            () => visitor.Page.Locator($"form[action='{PagePaths.AddStart}']:has([name=replaces]) button").First.ClickAsync());
    }
}
