using Countersign.Server.Pages.Entry;
using Countersign.Server.Pages.Frame;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Pages.Security;

namespace Countersign.Server.Pages;

/// <summary>The door for people: every page, with who may see it. A page that changes something is posted to, and leads on.</summary>
public static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapAssets();
        app.MapGet("/", (PageCall call) => call.GoTo(PagePaths.Account)).For(PageAccess.Anybody);
        app.MapGet(PagePaths.Account, (PageCall call) => call.GoTo(PagePaths.Security)).For(PageAccess.Anybody);
        app.MapPost(PagePaths.Language, LanguageRoute.Choose).For(PageAccess.Anybody);
        MapEntry(app);
        MapPrompt(app);
        MapSecurity(app);
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
        app.MapPost(PagePaths.SignOut, SignInRoutes.Leave).For(PageAccess.Anybody);
    }

    private static void MapPrompt(IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.Prompt, PromptRoutes.Show).For(PageAccess.Pending);
        app.MapPost(PagePaths.Prompt, PromptRoutes.Submit).For(PageAccess.Pending);
        app.MapPost($"{PagePaths.Prompt}/send", PromptRoutes.Send).For(PageAccess.Pending);
        app.MapPost($"{PagePaths.Prompt}/cancel", PromptRoutes.Cancel).For(PageAccess.Anybody);
    }

    private static void MapSecurity(IEndpointRouteBuilder app) =>
        app.MapGet(PagePaths.Security, SecurityRoutes.Show).For(PageAccess.Person);

    private static void For(this RouteHandlerBuilder route, PageAccess access) => route.WithMetadata(new PageAccessNeeded(access));
}
