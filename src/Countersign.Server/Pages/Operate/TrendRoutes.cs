using Countersign.Server.Operators;
using Countersign.Server.Pages.Operate.Accounts;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Operate;

/// <summary>How the service was used over time.</summary>
public static class TrendRoutes
{
    public static async Task<IResult> Show(PageCall call, ShowTrends show, CancellationToken ct) =>
        call.Show<TrendsPage>(await show.Run(Find(call.Query("span")) ?? TrendSpan.Month, ct));

    /// <summary>The address that shows this span.</summary>
    public static string PathOf(TrendSpan span) => $"{PagePaths.OperateActivity}?span={Word(span)}";

    /// <summary>From what happened to the list of whom it happened to, where there is one.</summary>
    public static string? PathFrom(TrendStory story) => story switch
    {
        TrendStory.Locks => AccountLinks.Of(new(Filter: AccountFilter.Locked)),
        TrendStory.CodesSent => PagePaths.OperateMessages,
        TrendStory.SignIns or TrendStory.WrongPasswords or TrendStory.RefusedCodes => null,
    };

    private static TrendSpan? Find(string word) =>
        Enum.GetValues<TrendSpan>().Where(span => Word(span) == word).Select(span => (TrendSpan?)span).FirstOrDefault();

    private static string Word(TrendSpan span) => span.ToString().ToLowerInvariant();
}
