using Countersign.Server.ApiDocs;
using Countersign.Server.Pages.Applications;
using Countersign.Server.Pages.Entry;
using Countersign.Server.Pages.Frame;
using Countersign.Server.Pages.Keys;
using Countersign.Server.Pages.Mailbox;
using Countersign.Server.Pages.Manual;
using Countersign.Server.Pages.Operate;
using Countersign.Server.Pages.Programs;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Proxies;
using Countersign.Server.Pages.Security;
using Countersign.Server.Pages.Wizard;

namespace Countersign.Server.Pages;

/// <summary>The door for people: every page, with who may see it. A page that changes something is posted to, and leads on.</summary>
public static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        app.MapGet(PagePaths.Start, (PageCall call) => call.GoTo(PagePaths.Account)).For(PageAccess.Anybody);
        app.MapGet(PagePaths.Account, (PageCall call) => call.GoTo(PagePaths.Security)).For(PageAccess.Anybody);

        // Where password managers look for it (W3C, a well-known URL for changing passwords).
        app.MapGet(PagePaths.WellKnownPassword, (PageCall call) => call.GoTo(PagePaths.PasswordChange)).For(PageAccess.Anybody);
        app.MapPost(PagePaths.Language, LanguageRoute.Choose).For(PageAccess.Anybody);
        MapEntry(app);
        MapPrompt(app);
        MapSecurity(app);
        MapWizard(app);
        app.MapOperate();
        app.MapApplications();
        app.MapProxied();
    }

    /// <summary>Only for a server in development: whoever reaches this page reads everybody's codes.</summary>
    public static void MapInbox(this IEndpointRouteBuilder app) => app.MapGet(PagePaths.Inbox, InboxRoutes.Show).For(PageAccess.Anybody);

    /// <summary>The description of the interfaces, for tools and to read; a server in use has it in its documents.</summary>
    public static void MapApiDocs(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi(ApiDescription.Path);
        app.MapGet(PagePaths.Interfaces, ApiRoutes.Show).For(PageAccess.Anybody);
    }

    private static void MapEntry(IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.SignUp, SignUpRoutes.Show).For(PageAccess.Visitor);
        app.MapPost(PagePaths.SignUp, SignUpRoutes.Submit).For(PageAccess.Visitor);
        app.MapGet(PagePaths.VerifyEmail, VerifyRoutes.Show).For(PageAccess.Anybody);
        app.MapPost(PagePaths.VerifyEmail, VerifyRoutes.Submit).For(PageAccess.Anybody);
        app.MapPost($"{PagePaths.VerifyEmail}/again", VerifyRoutes.Again).For(PageAccess.Anybody);
        app.MapGet(PagePaths.SignIn, SignInRoutes.Show).For(PageAccess.Visitor);
        app.MapPost(PagePaths.SignIn, SignInRoutes.Submit).For(PageAccess.Visitor);
        app.MapPost(PagePaths.EnterByPasskey, SignInRoutes.EnterByPasskey).For(PageAccess.Visitor);
        app.MapPost(PagePaths.SignOut, SignInRoutes.Leave).For(PageAccess.Anybody);
        app.MapGet(PagePaths.Forgot, ResetRoutes.Ask).For(PageAccess.Anybody);
        app.MapPost(PagePaths.Forgot, ResetRoutes.Send).For(PageAccess.Anybody);
        app.MapGet($"{PagePaths.Forgot}/sent", ResetRoutes.Sent).For(PageAccess.Anybody);
        app.MapGet(PagePaths.Reset, ResetRoutes.Show).For(PageAccess.Anybody);
        app.MapPost(PagePaths.Reset, ResetRoutes.Submit).For(PageAccess.Anybody);
        app.MapPost(PagePaths.KeepPassword, ResetRoutes.Keep).For(PageAccess.Anybody);
        app.MapGet(PagePaths.DisableLink, DisableRoutes.Show).For(PageAccess.Anybody);
        app.MapPost(PagePaths.Disable, DisableRoutes.Submit).For(PageAccess.Anybody);
        app.MapGet(PagePaths.ConfirmFactorLink, ConfirmFactorRoutes.Show).For(PageAccess.Anybody);
        app.MapPost(PagePaths.ConfirmFactorLink, ConfirmFactorRoutes.Submit).For(PageAccess.Anybody);
        app.MapGet(PagePaths.NotMeLink, NotMeRoutes.Show).For(PageAccess.Anybody);
        app.MapPost(PagePaths.NotMeLink, NotMeRoutes.Submit).For(PageAccess.Anybody);
    }

    private static void MapPrompt(IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.Prompt, PromptRoutes.Show).For(PageAccess.Pending);
        app.MapPost(PagePaths.Prompt, PromptRoutes.Submit).For(PageAccess.Pending);
        app.MapPost($"{PagePaths.Prompt}/send", PromptRoutes.Send).For(PageAccess.Pending);
        app.MapPost($"{PagePaths.Prompt}/cancel", PromptRoutes.Cancel).For(PageAccess.Anybody);
        app.MapGet(PagePaths.Recovered, PromptRoutes.ShowRecovered).For(PageAccess.Person);
    }

    private static void MapSecurity(IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.Security, SecurityRoutes.Show).For(PageAccess.Person);
        app.MapGet(PagePaths.ConfirmFactor, ConfirmFactorRoutes.ShowAsk).For(PageAccess.Person);
        app.MapPost(PagePaths.ConfirmFactor, ConfirmFactorRoutes.Ask).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Methods}/{{id:long}}/rename", SecurityRoutes.Rename).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Methods}/{{id:long}}/primary", SecurityRoutes.MakePrimary).For(PageAccess.Person);
        app.MapGet($"{PagePaths.Remove}/{{id:long}}", RemoveRoutes.Show).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Remove}/{{id:long}}", RemoveRoutes.Submit).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Remove}/{{id:long}}/send", RemoveRoutes.Send).For(PageAccess.Person);
        app.MapGet(PagePaths.ProveAgain, ProveAgainRoutes.Show).For(PageAccess.Person);
        app.MapPost(PagePaths.ProveAgain, ProveAgainRoutes.Submit).For(PageAccess.Person);
        app.MapPost($"{PagePaths.ProveAgain}/send", ProveAgainRoutes.Send).For(PageAccess.Person);
        app.MapGet(PagePaths.ProvePasskey, ProveAgainRoutes.ShowPasskey).For(PageAccess.Person);
        app.MapPost(PagePaths.ProvePasskey, ProveAgainRoutes.SubmitPasskey).For(PageAccess.Person);
        app.MapGet(PagePaths.Codes, CodeRoutes.Show).For(PageAccess.Person);
        app.MapPost(PagePaths.Codes, CodeRoutes.Submit).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Codes}/send", CodeRoutes.Send).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Codes}/download", CodeRoutes.Download).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Codes}/kept", CodeRoutes.Keep).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Codes}/check", CodeRoutes.Check).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Sessions}/{{id:long}}/end", SecurityRoutes.EndSession).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Sessions}/others", SecurityRoutes.EndOthers).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Browsers}/{{id:long}}/forget", SecurityRoutes.ForgetBrowser).For(PageAccess.Person);
        app.MapPost(PagePaths.Reminders, SecurityRoutes.TurnReminders).For(PageAccess.Person);
        app.MapGet(PagePaths.PasswordChange, SecurityRoutes.ShowPassword).For(PageAccess.Person);
        app.MapPost(PagePaths.PasswordChange, SecurityRoutes.SetPassword).For(PageAccess.Person);
        app.MapGet(PagePaths.Export, OwnerPageRoutes.ShowExport).For(PageAccess.Person);
        app.MapPost(PagePaths.Export, OwnerPageRoutes.Export).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Export}/send", OwnerPageRoutes.SendForExport).For(PageAccess.Person);
        app.MapGet(PagePaths.Delete, OwnerPageRoutes.ShowDelete).For(PageAccess.Person);
        app.MapPost(PagePaths.Delete, OwnerPageRoutes.Delete).For(PageAccess.Person);
        app.MapPost($"{PagePaths.Delete}/call-off", OwnerPageRoutes.CallOff).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.Activity, ActivityRoutes.Show).For(PageAccess.Person);
        app.MapGet(PagePaths.NotMe, ActivityRoutes.ShowNotMe).For(PageAccess.Person);
        app.MapPost(PagePaths.NotMe, ActivityRoutes.Freeze).For(PageAccess.Person);
        app.MapGet(PagePaths.Program, ProgramRoutes.Show).For(PageAccess.Person);
        app.MapPost(PagePaths.Program, ProgramRoutes.Submit).For(PageAccess.Person);
        app.MapGet(PagePaths.ApiKeys, KeyPageRoutes.Show).For(PageAccess.Person);
        app.MapPost(PagePaths.ApiKeys, KeyPageRoutes.Create).For(PageAccess.Person);
        app.MapPost($"{PagePaths.ApiKeys}/{{id:long}}/delete", KeyPageRoutes.Delete).For(PageAccess.Person);
    }

    private static void MapWizard(IEndpointRouteBuilder app)
    {
        app.MapPost(PagePaths.AddStart, WizardRoutes.Start).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.Add, WizardRoutes.Resume).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.AddProve, WizardRoutes.ShowProve).For(PageAccess.Newcomer);
        app.MapPost(PagePaths.AddProve, WizardRoutes.Prove).For(PageAccess.Newcomer);
        app.MapPost($"{PagePaths.AddProve}/send", WizardRoutes.SendProof).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.AddChoose, WizardRoutes.ShowChoose).For(PageAccess.Newcomer);
        app.MapPost(PagePaths.AddApp, AppRoutes.Make).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.AddApp, AppRoutes.Show).For(PageAccess.Newcomer);
        app.MapPost($"{PagePaths.AddApp}/confirm", AppRoutes.Confirm).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.AddPasskey, PasskeyRoutes.Show).For(PageAccess.Newcomer);
        app.MapPost(PagePaths.AddPasskey, PasskeyRoutes.Confirm).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.AddPhone, PhoneRoutes.Show).For(PageAccess.Newcomer);
        app.MapPost(PagePaths.AddPhone, PhoneRoutes.Send).For(PageAccess.Newcomer);
        app.MapPost($"{PagePaths.AddPhone}/other", PhoneRoutes.Change).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.AddPhoneCode, PhoneRoutes.ShowCode).For(PageAccess.Newcomer);
        app.MapPost(PagePaths.AddPhoneCode, PhoneRoutes.Confirm).For(PageAccess.Newcomer);
        app.MapPost($"{PagePaths.AddPhoneCode}/again", PhoneRoutes.Again).For(PageAccess.Newcomer);
        app.MapGet(PagePaths.AddDone, WizardRoutes.ShowDone).For(PageAccess.Person);
    }

    internal static void For(this RouteHandlerBuilder route, PageAccess access) => route.WithMetadata(new PageAccessNeeded(access));
}
