using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Enrollment;
using Countersign.Server.Pages.Keys;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Security;

/// <summary>The security settings, and the small changes that are made on their page.</summary>
public static class SecurityRoutes
{
    public static async Task<IResult> Show(PageCall call, ShowSecurity show, CancellationToken ct) =>
        call.Show<SecurityPage>(await show.Run(call.Caller, ct));

    public static async Task<IResult> Rename(PageCall call, long id, UpdateMethod update, CancellationToken ct) =>
        Answer(call, await update.Run(call.Caller, new(new MethodId(id), null, call.Field("label"), null), ct), Said.MethodRenamed);

    public static async Task<IResult> MakePrimary(PageCall call, long id, UpdateMethod update, CancellationToken ct) =>
        Answer(call, await update.Run(call.Caller, new(new MethodId(id), null, null, IsPrimary: true), ct), Said.MadePrimary);

    public static async Task<IResult> EndSession(PageCall call, long id, EndSession end, CancellationToken ct) =>
        Answer(call, await end.Run(call.Caller, new SessionId(id), ct), Said.SessionEnded);

    public static async Task<IResult> EndOthers(PageCall call, EndOtherSessions end, CancellationToken ct)
    {
        call.Renew((await end.Run(call.Caller, ct)).NewKey);
        return call.GoTo(PagePaths.Security, Said.OthersSignedOut);
    }

    public static async Task<IResult> ForgetBrowser(PageCall call, long id, ForgetBrowser forget, CancellationToken ct) =>
        Answer(call, await forget.Run(call.Caller, id, ct), Said.BrowserForgotten);

    public static async Task<IResult> TurnReminders(PageCall call, TurnReminders turn, CancellationToken ct)
    {
        var on = call.Field("reminders") != "off";
        await turn.Run(call.Caller, on, ct);
        return call.GoTo(PagePaths.Security, on ? Said.RemindersOn : Said.RemindersOff);
    }

    public static async Task<IResult> ShowPassword(PageCall call, ShowApiKeys keys, CancellationToken ct) =>
        call.Show<PasswordPage>(new PasswordForm(new(await keys.Run(call.Caller, ct))));

    public static async Task<IResult> SetPassword(PageCall call, ChangePassword change, ShowApiKeys keys, CancellationToken ct)
    {
        var answer = await change.Run(call.Caller, call.Secret("old"), call.Secret("password"), KeyChoiceView.KeptIn(call), ct);
        if (answer.Refused is { Why: Refusal.ChangesFrozen }) return call.GoTo(PagePaths.Security, Said.ChangesFrozen);
        if (answer.Given is not { } changed)
        {
            var again = new KeyChoiceView(await keys.Run(call.Caller, ct), KeyChoiceView.TickedIn(call));
            return call.Show<PasswordPage>(new PasswordForm(again, answer.Refused), StatusCodes.Status422UnprocessableEntity);
        }

        call.Renew(changed.NewKey);
        return call.GoTo(PagePaths.Security, Said.PasswordChanged);
    }

    private static IResult Answer<T>(PageCall call, Answer<T> answer, Said done)
        where T : class => call.GoTo(PagePaths.Security,
            answer.Refused?.Why switch
            {
                null => done,
                Refusal.InvalidLabel => Said.LabelBad,
                Refusal.ChangesFrozen => Said.ChangesFrozen,
                _ => Said.NothingThere, // an open list on purpose: whatever else was meant is not there any more
            });
}

/// <summary>What the page for another password shows.</summary>
public sealed record PasswordForm(KeyChoiceView Keys, Refused? Refused = null);
