using Countersign.Core;
using Countersign.Server.Accounts;

namespace Countersign.Server.Pages.Frame;

/// <summary>The switch at the foot of every page. Whoever is signed in gets their mails in that language, too.</summary>
public static class LanguageRoute
{
    public static async Task<IResult> Choose(PageCall call, ChooseLanguage choose, CancellationToken ct)
    {
        if (Languages.Find(call.Field("language")) is { } language)
        {
            if (call.SignedIn is { } caller) await choose.Run(caller, language, ct);
            call.Cookies.Give(call.Http.Response, PageCookie.Language, language.Code());
        }

        return call.GoTo(Local(call.Field("to")));
    }

    /// <summary>Only ever a page of ours: "//other.example" and "/\other.example" lead away.</summary>
    public static string Local(string path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}
