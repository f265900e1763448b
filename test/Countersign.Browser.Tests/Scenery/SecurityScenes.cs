using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.Server.Storage;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The account's own pages.</summary>
public static class SecurityScenes
{
    private const string LongAddress = "maximiliane-theodora.von-und-zu-hohenstein@mail.departments-of-engineering.example.org";
    // What a command line puts into the address that it opens.
    private const string Asked =
        $"{PagePaths.Program}?port=51234&state=vQbEWJo3yDqTvVhq1cZbqDnJ0fGm0uO0fO1q3m2Vh5k" +
        "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    private const string LongLabel = "Xoloitzcuintlephonewithoutgaps";

    public static IReadOnlyList<Scene> All { get; } =
    [
        new("security-off", PagePaths.Security, visitor => visitor.SignIn(visitor.Server.People.Ada)),
        new("security-unconfirmed", PagePaths.Security, BeUnconfirmed),
        new("security-app", PagePaths.Security, visitor => visitor.SignIn(visitor.Server.People.Grace)),
        new("security-text", PagePaths.Security, visitor => visitor.SignIn(visitor.Server.People.Linus)),
        new("security-full", PagePaths.Security, HaveEverything),
        new("security-long", PagePaths.Security, HaveLongNames),
        new("security-frozen", PagePaths.Security, visitor => Freeze(visitor, PagePaths.Security)),
        new("security-begun", PagePaths.Security, LeaveWizard),
        new("security-going", PagePaths.Security, BeGoing),
        new("export-code", PagePaths.Export, visitor => See(visitor, PagePaths.Export)),
        new("export-password", PagePaths.Export, visitor => SeeWithoutFactor(visitor, PagePaths.Export)),
        new("delete-code", PagePaths.Delete, visitor => See(visitor, PagePaths.Delete)),
        new("delete-password", PagePaths.Delete, visitor => SeeWithoutFactor(visitor, PagePaths.Delete)),
        new("activity", PagePaths.Activity, SeeActivity),
        new("not-me", PagePaths.NotMe, NotMe),
        new("not-me-frozen", PagePaths.NotMe, visitor => Freeze(visitor, PagePaths.NotMe)),
        new("command-line", PagePaths.Program, visitor => See(visitor, Asked)),
        new("command-line-not-whole", PagePaths.Program, visitor => See(visitor, $"{PagePaths.Program}?port=80")),
        new("command-line-frozen", PagePaths.Program, visitor => Freeze(visitor, Asked)),
        new("api-keys", PagePaths.ApiKeys, visitor => See(visitor, PagePaths.ApiKeys)),
        new("api-keys-none", PagePaths.ApiKeys, HaveNoKeys),
        new("api-keys-made", PagePaths.ApiKeys, visitor =>
            MakeKey(visitor, "a key with quite a long name that says what the nightly backup script of the archive does")),
        new("api-keys-refused", PagePaths.ApiKeys, visitor => MakeKey(visitor, " ")),
    ];

    private static async Task See(Visitor visitor, string path)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Open(path);
    }

    private static async Task SeeWithoutFactor(Visitor visitor, string path)
    {
        // The last admin stays.
        await visitor.Server.Db.Write(tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = 'grace'"), CancellationToken.None);
        await visitor.SignIn(visitor.Server.People.Ada);
        await visitor.Open(path);
    }

    private static async Task BeGoing(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Server.Db.Write(
            async tx =>
            {
                var grace = (await AccountStore.FindByName(tx, "grace"))!.Id;
                await DeletionStore.TryAsk(tx, new(grace, tx.Now, tx.Now + TimeSpan.FromDays(3), "192.0.2.1", "Browser"));
            },
            CancellationToken.None);
        await visitor.Open(PagePaths.Security);
    }

    private static async Task BeUnconfirmed(Visitor visitor)
    {
        await visitor.MakeAccount("mary@example.org", "mary");
        await visitor.SignInAs("mary");
    }

    // Two methods of which one is locked, few codes, two sessions, a remembered browser.
    private static async Task HaveEverything(Visitor visitor)
    {
        var barbara = visitor.Server.People.Barbara;
        await visitor.GivePassword(barbara);
        await visitor.Page.Locator("[name=remember]").CheckAsync();
        await visitor.GiveCode(barbara.Phone.NextCode());
        await visitor.Page.Context.ClearCookiesAsync();
        visitor.Server.Clock.Advance(TimeSpan.FromDays(1));
        await visitor.SignIn(barbara);
        await visitor.Page.Context.ClearCookiesAsync();
        visitor.Server.Clock.Advance(TimeSpan.FromMinutes(30));
        await visitor.GivePassword(barbara);
        for (var guess = 0; guess < 5; guess++) await visitor.GiveCode(barbara.Phone.WrongCode());
        await visitor.Leave(() => visitor.Page.Locator("form[action$='/send'] button.way").First.ClickAsync());
        await visitor.GiveCode(await visitor.CodeTo(barbara.Number!));
    }

    private static async Task HaveLongNames(Visitor visitor)
    {
        await visitor.SignUp(LongAddress, "a-user-name-that-is-as-long-as-they-get_");
        await visitor.ConfirmAddress(LongAddress);
        await visitor.SignInAs(LongAddress);
        await visitor.BeginAddingByMail(LongAddress);
        var phone = await visitor.ChooseApp();
        await visitor.Activate(phone.NextCode(), LongLabel);
        await visitor.KeepCodes();
        await visitor.Open(PagePaths.Security);
    }

    private static async Task NotMe(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Open(PagePaths.NotMe);
    }

    private static async Task Freeze(Visitor visitor, string path)
    {
        await NotMe(visitor);
        await visitor.Send(PagePaths.NotMe);
        if (path != PagePaths.NotMe) await visitor.Open(path);
    }

    private static async Task LeaveWizard(Visitor visitor)
    {
        var ada = visitor.Server.People.Ada;
        await visitor.SignIn(ada);
        await visitor.BeginAddingByMail(ada.Email);
        await visitor.Open(PagePaths.Security);
    }

    private static async Task SeeActivity(Visitor visitor)
    {
        var grace = visitor.Server.People.Grace;
        await visitor.GivePassword(grace, "not-her-password");
        await visitor.GivePassword(grace);
        await visitor.GiveCode(grace.Phone.WrongCode());
        await visitor.GiveCode(grace.Phone.NextCode());
        await visitor.Open(PagePaths.Activity);
    }

    private static async Task HaveNoKeys(Visitor visitor)
    {
        await visitor.SignUp("mary@example.org", "mary");
        await visitor.ConfirmAddress("mary@example.org");
        await visitor.SignInAs("mary");
        await visitor.Open(PagePaths.ApiKeys);
    }

    private static async Task MakeKey(Visitor visitor, string name)
    {
        await See(visitor, PagePaths.ApiKeys);
        await visitor.Fill("name", name);
        await visitor.Submit();
    }
}
