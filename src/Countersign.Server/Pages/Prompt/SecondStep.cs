using Countersign.Core;
using Countersign.Server.Challenges;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;

namespace Countersign.Server.Pages.Prompt;

/// <summary>
/// Leads from a right password on: straight in for a remembered browser, else to the prompt. A text message is sent at
/// once when it is the way offered first; a mail never is.
/// </summary>
public sealed class SecondStep(ShowPendingSignIn show, SendCode send, EnterRemembered enter, Policy policy)
{
    public async Task<IResult> Begin(PageCall call, Token pending, CancellationToken ct)
    {
        if (call.Cookies.ReadToken(call.Http.Request, PageCookie.Browser) is { } browser
            && (await enter.Run(pending, browser, call.Source, ct)).Given is { } entered)
        {
            call.Cookies.Give(call.Http.Response, PageCookie.Browser, entered.Browser.Reveal());
            call.Renew(entered.Session);
            return call.GoToWanted();
        }

        call.Cookies.Give(call.Http.Response, PageCookie.Pending, pending.Reveal());
        return await ToPrompt(call, pending, ct);
    }

    private async Task<IResult> ToPrompt(PageCall call, Token pending, CancellationToken ct)
    {
        if ((await show.Run(pending, ct)).Given is not { } waiting) return call.GoTo(PagePaths.SignIn, Said.SignInOver);

        var first = Ways.Pick(Ways.Of(waiting.Factors, ChallengePurpose.LogIn, policy, call.Now), "");
        if (first is not { Kind: ProofKind.Sms, LockedUntil: null }) return call.GoTo(PagePaths.Prompt);

        var sent = await send.Run(new(Channel.Sms, Method: first.Method?.Id, Secret: pending), call.Source, ct);
        return call.GoTo(PagePaths.Prompt, sent.Refused is { } refused ? ProofSaid.Of(refused) : null);
    }
}
