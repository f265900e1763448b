using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The pages of changes that ask for a proof or the password.</summary>
public static class ChangeScenes
{
    private const string RemoveRoute = $"{PagePaths.Remove}/{{id:long}}";

    public static IReadOnlyList<Scene> All { get; } =
    [
        new("remove", RemoveRoute, visitor => Remove(visitor, way: null)),
        new("remove-by-text", RemoveRoute, visitor => Remove(visitor, way: 1)),
        new("remove-last", RemoveRoute, RemoveLast),
        new("codes-ask", PagePaths.Codes, AskForCodes),
        new("codes-wrong", PagePaths.Codes, MissCodes),
        new("codes-fresh", PagePaths.Codes, MakeCodes),
        new("password", PagePaths.PasswordChange, OpenPassword),
        new("password-wrong", PagePaths.PasswordChange, MissPassword),
        new("password-changed", PagePaths.Security, ChangePassword),
    ];

    private static async Task Remove(Visitor visitor, int? way)
    {
        await visitor.SignIn(visitor.Server.People.Barbara);
        var address = await visitor.Page.Locator($"a[href^='{PagePaths.Remove}/']").First.GetAttributeAsync("href");
        await visitor.Open(address!);
        if (way is null) return;

        await visitor.Unfold();
        await visitor.Leave(() => visitor.Page.Locator("form[action$='/send'] button.way").First.ClickAsync());
    }

    private static async Task RemoveLast(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        var address = await visitor.Page.Locator($"a[href^='{PagePaths.Remove}/']").First.GetAttributeAsync("href");
        await visitor.Open(address!);
    }

    private static async Task AskForCodes(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Open(PagePaths.Codes);
    }

    private static async Task MissCodes(Visitor visitor)
    {
        await AskForCodes(visitor);
        await visitor.GiveCode(visitor.Server.People.Grace.Phone.WrongCode());
    }

    private static async Task MakeCodes(Visitor visitor)
    {
        await AskForCodes(visitor);
        await visitor.GiveCode(visitor.Server.People.Grace.Phone.NextCode());
    }

    private static async Task OpenPassword(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Open(PagePaths.PasswordChange);
    }

    private static async Task MissPassword(Visitor visitor)
    {
        await OpenPassword(visitor);
        await visitor.Fill("old", "not-her-password");
        await visitor.Fill("password", "quite another sesame");
        await visitor.Submit();
    }

    private static async Task ChangePassword(Visitor visitor)
    {
        await OpenPassword(visitor);
        await visitor.Fill("old", TestKit.TestPerson.Password);
        await visitor.Fill("password", "quite another sesame");
        await visitor.Submit();
    }
}
