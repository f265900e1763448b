using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Prompt;

/// <summary>What the prompt shows.</summary>
/// <param name="Chosen">The way asked for now; null when the account has none left.</param>
/// <param name="Delivery">How the code that was sent that way is getting on; null: none was.</param>
public sealed record PromptView(PendingSignIn Waiting, IReadOnlyList<Way> Ways, Way? Chosen, DeliveryState? Delivery);

/// <summary>The second step of signing in.</summary>
public static class PromptRoutes
{
    public static async Task<IResult> Show(
        PageCall call, ShowPendingSignIn show, ShowDelivery delivery, Policy policy, CancellationToken ct)
    {
        if ((await show.Run(call.Pending, ct)).Given is not { } waiting) return Over(call);

        var ways = Ways.Of(waiting.Factors, ChallengePurpose.LogIn, policy, call.Now);
        var chosen = Ways.Pick(ways, call.Query("way"));
        var sent = chosen?.HasCode(waiting.Challenge) is true ? await delivery.OfCode(call.Pending, ct) : null;
        return call.Show<PromptPage>(new PromptView(waiting, ways, chosen, sent));
    }

    public static async Task<IResult> Send(
        PageCall call, ShowPendingSignIn show, SendCode send, CallInstead callInstead, Policy policy, CancellationToken ct)
    {
        if ((await show.Run(call.Pending, ct)).Given is not { } waiting) return Over(call);

        var way = Ways.Find(Ways.Of(waiting.Factors, ChallengePurpose.LogIn, policy, call.Now), call.Field("way"));
        if (way?.Channel is not { } channel) return call.GoTo(PagePaths.Prompt, Said.BeginAgain);

        if (ProofWays.WantsCall(call))
            return call.GoTo(PathOf(way), ProofSaid.OfCall(await callInstead.Run(null, call.Pending, call.Source, ct)));

        var sent = await send.Run(new(channel, Method: way.Method?.Id, Secret: call.Pending), call.Source, ct);
        return call.GoTo(PathOf(way), sent.Refused is { } refused ? ProofSaid.Of(refused) : Said.CodeSent);
    }

    public static async Task<IResult> Submit(
        PageCall call, ShowPendingSignIn show, LogIn logIn, RememberBrowser remember, Policy policy, CancellationToken ct)
    {
        if ((await show.Run(call.Pending, ct)).Given is not { } waiting) return Over(call);
        var way = Ways.Find(Ways.Of(waiting.Factors, ChallengePurpose.LogIn, policy, call.Now), call.Field("way"));
        if (way is null) return call.GoTo(PagePaths.Prompt, Said.BeginAgain);

        var answer = await logIn.Run(way.ProofOf(call, call.Pending), SessionKind.Browser, call.Source, ct);
        if (answer.Given is not { } login)
            return answer.Refused!.Why is Refusal.ChallengeNotFound or Refusal.ChallengeExpired ? Over(call) : call.GoTo(
                PathOf(way), ProofSaid.Of(answer.Refused));

        call.Cookies.Take(call.Http.Response, PageCookie.Pending);
        call.Renew(login.NewKey);
        if (call.Field("remember").Length > 0 && (await remember.Run(login.NewKey!, call.Source, ct)).Given is { } browser)
            call.Cookies.Give(call.Http.Response, PageCookie.Browser, browser.Token.Reveal());
        return login.BackupCodesLeft is null ? call.GoToWanted() : call.GoTo(PagePaths.Recovered);
    }

    /// <summary>After a recovery code: how many are left, and the way to new ones.</summary>
    public static async Task<IResult> ShowRecovered(PageCall call, ShowSecurity show, CancellationToken ct) =>
        call.Show<RecoveredPage>(await show.Run(call.Caller, ct));

    public static async Task<IResult> Cancel(PageCall call, CancelSignIn cancel, CancellationToken ct)
    {
        if (call.Cookies.ReadToken(call.Http.Request, PageCookie.Pending) is { } pending) await cancel.Run(pending, ct);
        call.Cookies.Take(call.Http.Response, PageCookie.Pending);
        return call.GoTo(PagePaths.SignIn);
    }

    private static IResult Over(PageCall call)
    {
        call.Cookies.Take(call.Http.Response, PageCookie.Pending);
        return call.GoTo(PagePaths.SignIn, Said.SignInOver);
    }

    private static string PathOf(Way way) => $"{PagePaths.Prompt}?way={way.Key}";
}
