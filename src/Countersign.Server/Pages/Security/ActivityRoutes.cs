using Countersign.Server.Accounts;
using Countersign.Server.Pages.Keys;

namespace Countersign.Server.Pages.Security;

/// <summary>What the page behind "this wasn't me" shows.</summary>
/// <param name="FrozenUntil">Until when changes are frozen; null when they are not.</param>
public sealed record NotMeView(DateTimeOffset? FrozenUntil, KeyChoiceView Keys);

/// <summary>What happened on the account, and "this wasn't me".</summary>
public static class ActivityRoutes
{
    private const int Most = 100;

    public static async Task<IResult> Show(PageCall call, ShowActivity show, CancellationToken ct) =>
        call.Show<ActivityPage>(await show.Tell(call.Caller, Most, ct));

    public static async Task<IResult> ShowNotMe(PageCall call, ShowSecurity show, ShowApiKeys keys, CancellationToken ct) =>
        call.Show<NotMePage>(
            new NotMeView((await show.Run(call.Caller, ct)).FrozenUntil, new(await keys.Run(call.Caller, ct))));

    public static async Task<IResult> Freeze(PageCall call, FreezeChanges freeze, CancellationToken ct)
    {
        call.Renew((await freeze.Run(call.Caller, KeyChoiceView.KeptIn(call), ct)).NewKey);
        return call.GoTo(PagePaths.NotMe, Said.Frozen);
    }
}
