using Countersign.Server.Accounts;

namespace Countersign.Server.Pages.Security;

/// <summary>The settings of the second factor.</summary>
public static class SecurityRoutes
{
    public static async Task<IResult> Show(PageCall call, ShowStatus showStatus, CancellationToken ct) =>
        call.Show<SecurityPage>(await showStatus.Run(call.Caller, ct));
}
