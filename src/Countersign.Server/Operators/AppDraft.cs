using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>What can be wrong with what was said of an application.</summary>
public enum AppPart
{
    Name,
    Title,
    ReturnAddresses,
    SignedOutAddresses,
    May,
    Fresh,
}

/// <summary>What is wrong with it, for an operator at the shell.</summary>
public sealed record AppFault(AppPart Part, string Says);

/// <summary>What somebody typed of an application that is to be added.</summary>
public sealed record AppDraft(string Name, AppKind Kind)
{
    /// <summary>What people are shown; empty: the name.</summary>
    public string Title { get; init; } = "";

    public IReadOnlyList<string> ReturnAddresses { get; init; } = [];

    public IReadOnlyList<string> SignedOutAddresses { get; init; } = [];

    /// <summary>What it may ask for, with commas between.</summary>
    public string May { get; init; } = AppScopes.Usual;

    public AppLevel Level { get; init; } = AppLevel.SecondFactor;

    /// <summary>In minutes; empty: as the session is.</summary>
    public string Fresh { get; init; } = "";

    public AppAlgorithm Algorithm { get; init; } = AppAlgorithm.Es256;

    public bool AsksConsent { get; init; }

    /// <summary>The application; or the first thing that is wrong with it.</summary>
    public (NewApp? App, AppFault? Fault) Read()
    {
        var title = ShownName.Find(Title.Length > 0 ? Title : Name, AppRules.LongestTitle);
        if (!AppRules.IsName(Name))
            return Wrong(AppPart.Name, $"A name has small letters, digits and hyphens, 2 to {AppRules.LongestName}.");
        if (title is null) return Wrong(AppPart.Title, $"A title is one line of at most {AppRules.LongestTitle} characters.");
        if (ReturnAddresses.Count == 0) return Wrong(AppPart.ReturnAddresses, "Say where people are sent back to: --return https://…");
        if (FaultOf(ReturnAddresses) is { } back) return Wrong(AppPart.ReturnAddresses, back);
        if (FaultOf(SignedOutAddresses) is { } gone) return Wrong(AppPart.SignedOutAddresses, gone);

        var may = May.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (may.FirstOrDefault(each => !AppScopes.All.Contains(each)) is { } strange)
            return Wrong(AppPart.May, $"'{strange}' isn't a thing that an application may: {string.Join(", ", AppScopes.All)}.");
        if (!TryFresh(out var fresh)) return Wrong(AppPart.Fresh, FreshSays);

        return (new(Name, title, Kind, ReturnAddresses, SignedOutAddresses, [.. AppScopes.All.Where(may.Contains)], Level, fresh, Algorithm,
            AsksConsent), null);
    }

    private static string FreshSays { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"How old a proof may be is {AppRules.ShortestFresh.TotalMinutes} to {AppRules.LongestFresh.TotalMinutes} minutes.");

    private string? FaultOf(IReadOnlyList<string> addresses) => addresses.Count > AppRules.MostAddresses
        ? $"There may be {AppRules.MostAddresses} addresses at the most."
        : addresses.Select(each => (Address: each, Fault: AppRules.FaultOf(each, Kind))).FirstOrDefault(each => each.Fault is not null) is
        { Fault: { } fault } wrong ? $"{wrong.Address} {fault}." : null;

    private bool TryFresh(out TimeSpan? fresh)
    {
        fresh = long.TryParse(Fresh, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= 100_000
            ? TimeSpan.FromMinutes(minutes)
            : null;
        return Fresh.Length == 0 || (fresh >= AppRules.ShortestFresh && fresh <= AppRules.LongestFresh);
    }

    private static (NewApp?, AppFault?) Wrong(AppPart part, string says) => (null, new(part, says));
}
