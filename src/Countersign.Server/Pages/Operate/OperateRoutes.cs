using Countersign.Server.Pages.Operate.Accounts;

namespace Countersign.Server.Pages.Operate;

/// <summary>
/// The pages for the people who run the service. All of them are an admin's; whatever changes something asks for a proof.
/// </summary>
public static class OperateRoutes
{
    public static void MapOperate(this IEndpointRouteBuilder app)
    {
        app.MapGet(PagePaths.Operate, (PageCall call) => call.GoTo(PagePaths.OperateAccounts)).For(PageAccess.Admin);
        app.MapGet(PagePaths.OperateMessages, MessageRoutes.Show).For(PageAccess.Admin);
        app.MapGet(PagePaths.OperateActivity, TrendRoutes.Show).For(PageAccess.Admin);
        app.MapAccounts();
        app.MapEnforcement();
        app.MapRanges();
        app.MapBudgets();
        app.MapTrials();
        app.MapHooks();
        app.MapApps();
    }
}
