using Countersign.Server.Accounts;

namespace Countersign.Server.Pages.Security;

/// <summary>What happened on the account, and "this wasn't me".</summary>
public static class ActivityRoutes
{
    private const int Most = 100;

    public static async Task<IResult> Show(PageCall call, ShowActivity show, CancellationToken ct) =>
        call.Show<ActivityPage>(await show.Run(call.Caller, Most, ct));

    public static async Task<IResult> ShowNotMe(PageCall call, ShowSecurity show, CancellationToken ct) =>
        call.Show<NotMePage>(await show.Run(call.Caller, ct));

    public static async Task<IResult> Freeze(PageCall call, FreezeChanges freeze, CancellationToken ct)
    {
        call.Renew((await freeze.Run(call.Caller, ct)).NewKey);
        return call.GoTo(PagePaths.NotMe, Said.Frozen);
    }
}
