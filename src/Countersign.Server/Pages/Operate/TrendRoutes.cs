using Countersign.Server.Operators;

namespace Countersign.Server.Pages.Operate;

/// <summary>How the service was used over time.</summary>
public static class TrendRoutes
{
    public static async Task<IResult> Show(PageCall call, ShowTrends show, CancellationToken ct) =>
        call.Show<TrendsPage>(await show.Run(Find(call.Query("span")) ?? TrendSpan.Month, ct));

    /// <summary>The address that shows this span.</summary>
    public static string PathOf(TrendSpan span) => $"{PagePaths.OperateActivity}?span={Word(span)}";

    private static TrendSpan? Find(string word) =>
        Enum.GetValues<TrendSpan>().Where(span => Word(span) == word).Select(span => (TrendSpan?)span).FirstOrDefault();

    private static string Word(TrendSpan span) => span.ToString().ToLowerInvariant();
}
