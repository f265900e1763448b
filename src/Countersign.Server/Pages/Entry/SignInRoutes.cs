using Countersign.Server.Accounts;
using Countersign.Server.Pages.Applications;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Entry;

/// <summary>What the sign-in page shows: what was typed, and what is wrong with it.</summary>
/// <param name="Wanted">The application that they are on their way to; null: none.</param>
public sealed record SignInForm(bool MaySignUp, string Name = "", Refused? Refused = null, App? Wanted = null);

/// <summary>The password step, and leaving.</summary>
public static class SignInRoutes
{
    public static async Task<IResult> Show(PageCall call, SignUpPolicy door, EnterApp enter, CancellationToken ct)
    {
        var wanted = await WantedApp.Find(call, enter, ct);
        return call.Show<SignInPage>(new SignInForm(door.IsOpen, wanted?.Hint ?? "", Wanted: wanted?.App));
    }

    public static async Task<IResult> Submit(
        PageCall call, SignUpPolicy door, CheckPassword check, SecondStep second, CancellationToken ct)
    {
        var browser = call.Cookies.ReadToken(call.Http.Request, PageCookie.Browser);
        var answer = await check.Run(call.Field("name"), call.Secret("password"), SessionKind.Browser, browser, call.Source, ct);
        if (answer.Given is not { } accepted)
            return call.Show<SignInPage>(
                new SignInForm(door.IsOpen, call.Field("name"), answer.Refused), StatusCodes.Status422UnprocessableEntity);

        if (accepted.Pending is { } pending) return await second.Begin(call, pending, ct);

        call.Renew(accepted.Session);
        return call.GoToWanted();
    }

    public static async Task<IResult> EnterByPasskey(PageCall call, EnterByPasskey enter, CancellationToken ct)
    {
        if (PasskeyFields.AnswerIn(call) is not { } answer) return call.GoTo(PagePaths.SignIn, Said.PasskeyMissing);

        var entered = await enter.Run(answer, call.Source, ct);
        if (entered.Given is not { } login) return call.GoTo(PagePaths.SignIn, ProofSaid.Of(entered.Refused!));

        call.Cookies.Take(call.Http.Response, PageCookie.Pending);
        call.Renew(login.NewKey);
        return call.GoToWanted();
    }

    public static async Task<IResult> Leave(PageCall call, LogOut logOut, CancellationToken ct)
    {
        if (call.SignedIn is { } caller) await logOut.Run(caller, ct);
        Forget(call);
        return call.GoTo(PagePaths.SignIn, Said.SignedOut);
    }

    /// <summary>Makes the browser forget that somebody was signed in here.</summary>
    internal static void Forget(PageCall call)
    {
        call.Cookies.Session.Take(call.Http.Response);
        foreach (var cookie in (PageCookie[])[PageCookie.Pending, PageCookie.Step, PageCookie.Wizard, PageCookie.Wanted])
            call.Cookies.Take(call.Http.Response, cookie);
        // Not "cookies": that would forget a remembered browser and the language too.
        call.Http.Response.Headers["Clear-Site-Data"] = "\"storage\"";
    }
}
