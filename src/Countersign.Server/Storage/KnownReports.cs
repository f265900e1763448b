using System.Collections.Immutable;
using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What one gateway has said became of a message.</summary>
public sealed record KnownReport(ReportedState State, DateTimeOffset At);

/// <summary>
/// What each gateway has said became of a message, as its row has it: <c>,2=failed@1772442000,3=under_way@1772442007,</c>.
/// </summary>
public sealed record KnownReports(ImmutableSortedDictionary<int, KnownReport> ByGateway)
{
    /// <summary>Nobody has said anything.</summary>
    public static KnownReports None { get; } = new(ImmutableSortedDictionary<int, KnownReport>.Empty);

    /// <summary>As the column has them; null: nothing.</summary>
    public string? Written => ByGateway.IsEmpty ? null : $",{string.Concat(ByGateway.Select(each => string.Create(
        CultureInfo.InvariantCulture, $"{each.Key}={Words.Of(each.Value.State)}@{each.Value.At.ToUnixTimeSeconds()},")))}";

    /// <summary>Reads them.</summary>
    public static KnownReports In(string? written) => new((written ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => word.Split('=', '@')).ToImmutableSortedDictionary(part => Number(part[0]), part => new KnownReport(
            Words.To<ReportedState>(part[1]), DateTimeOffset.FromUnixTimeSeconds(long.Parse(part[2], CultureInfo.InvariantCulture)))));

    /// <summary>With one more.</summary>
    public KnownReports With(int gateway, KnownReport report) => new(ByGateway.SetItem(gateway, report));

    /// <summary>Without the failure of a gateway that is offered the message anew: what comes of that nobody knows yet.</summary>
    public KnownReports Anew(int gateway) => new(ByGateway.GetValueOrDefault(gateway) is { State: ReportedState.Failed }
        ? ByGateway.Remove(gateway)
        : ByGateway);

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
