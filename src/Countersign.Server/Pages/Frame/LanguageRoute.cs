namespace Countersign.Server.Pages.Frame;

/// <summary>The switch at the foot of every page.</summary>
public static class LanguageRoute
{
    public static IResult Choose(PageCall call)
    {
        if (Languages.Find(call.Field("language")) is { } language)
            call.Cookies.Give(call.Http.Response, PageCookie.Language, language.Code());
        return call.GoTo(Local(call.Field("to")));
    }

    /// <summary>Only ever a page of ours: "//other.example" and "/\other.example" lead away.</summary>
    public static string Local(string path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}
