using Countersign.Core;
using Countersign.Server.Operators;

namespace Countersign.Server.Pages.Operate;

/// <summary>What the page of a trial shows.</summary>
/// <param name="Now">As things are.</param>
/// <param name="Wrong">The fields that cannot be read.</param>
/// <param name="Outcome">Null while nothing was tried.</param>
public sealed record TrialView(BudgetTrial Now, IReadOnlyList<TrialField> Wrong, TrialOutcome? Outcome);

/// <summary>A day of the past under other limits.</summary>
public static class TrialRoutes
{
    /// <summary>The address of the form, which changes nothing and so is asked for.</summary>
    public const string Path = $"{PagePaths.OperateBudgets}/simulate";

    public static void MapTrials(this IEndpointRouteBuilder app) => app.MapGet(Path, Show).For(PageAccess.Admin);

    /// <summary>The name of a field.</summary>
    public static string NameOf(TrialField field) => field switch
    {
        TrialField.Day => "day",
        TrialField.InAll => "in-all",
        TrialField.PerCountry => "per-country",
        TrialField.PerPrefix => "per-prefix",
        TrialField.PerNumber => "per-number",
        TrialField.Countries => "countries",
        TrialField.Price => "price",
    };

    private static async Task<IResult> Show(PageCall call, SendLimits limits, TryLimits trial, CancellationToken ct)
    {
        var now = new BudgetTrial(BudgetTrial.DayBefore(call.Now), limits, 0);
        if (!call.Http.Request.QueryString.HasValue || call.Query(NameOf(TrialField.Day)).Length == 0)
            return call.Show<TrialPage>(new TrialView(now, [], null));

        var (read, wrong) = BudgetTrial.Read(field => call.Query(NameOf(field)), limits, call.Now);
        return read is null
            ? call.Show<TrialPage>(new TrialView(now, wrong, null), StatusCodes.Status422UnprocessableEntity)
            : call.Show<TrialPage>(new TrialView(now, [], await trial.Run(read, ct)));
    }
}
