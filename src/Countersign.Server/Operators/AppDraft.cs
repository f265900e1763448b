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
    Paths,
    May,
    Fresh,
    Level,
}

/// <summary>What is wrong with it, for an operator at the shell.</summary>
public sealed record AppFault(AppPart Part, string Says);

/// <summary>What somebody typed of an application that is to be added.</summary>
public sealed record AppDraft(string Name, AppKind Kind)
{
    /// <summary>What people are shown; empty: the name.</summary>
    public string Title { get; init; } = "";

    /// <summary>Where people are sent back to; of one behind a proxy: where it is; of one that asks by RADIUS: where from.</summary>
    public IReadOnlyList<string> ReturnAddresses { get; init; } = [];

    /// <summary>Of one behind a proxy: what it demands below which paths (<see cref="AppPathWords"/>).</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    public IReadOnlyList<string> SignedOutAddresses { get; init; } = [];

    /// <summary>What it may ask for, with commas between.</summary>
    public string May { get; init; } = AppScopes.Usual;

    public AppLevel Level { get; init; } = AppLevel.SecondFactor;

    /// <summary>In minutes; empty: as the session is.</summary>
    public string Fresh { get; init; } = "";

    public AppAlgorithm Algorithm { get; init; } = AppAlgorithm.Es256;

    public bool AsksConsent { get; init; }

    /// <summary>Whether this server has passkeys (<see cref="Policy.PasskeySite"/>).</summary>
    public required bool HasPasskeys { get; init; }

    /// <summary>The application; or the first thing that is wrong with it.</summary>
    public (NewApp? App, AppFault? Fault) Read()
    {
        var (app, fault) = ReadParts();
        return app is not null && LevelFaultOf(app, HasPasskeys) is { } wrong ? Wrong(AppPart.Level, wrong) : (app, fault);
    }

    /// <summary>What is wrong with what it demands: nobody could prove it; null: nothing.</summary>
    internal static string? LevelFaultOf(NewApp app, bool hasPasskeys) =>
        app.Level is not AppLevel.PhishingResistant && app.Paths.All(path => path.Level is not AppLevel.PhishingResistant) ? null
        : app.Kind is AppKind.Radius ? "By RADIUS there are codes and no passkeys: the level is second-factor or password."
        : !hasPasskeys ? "Passkeys need a base URL that is a name over https, or localhost: nobody could prove that level here."
        : null;

    private (NewApp? App, AppFault? Fault) ReadParts()
    {
        var title = ShownName.Find(Title.Length > 0 ? Title : Name, AppRules.LongestTitle);
        if (!AppRules.IsName(Name))
            return Wrong(AppPart.Name, $"A name has small letters, digits and hyphens, 2 to {AppRules.LongestName}.");
        if (title is null) return Wrong(AppPart.Title, TitleSays);
        if (Kind is AppKind.Proxy) return ReadProxied(title);
        if (Kind is AppKind.Radius) return ReadAsking(title);
        if (Kind is AppKind.Api) return ReadKeeping(title);
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

    /// <summary>What is wrong with a title that is wrong.</summary>
    internal static string KeepsItsOwn =>
        "It keeps its own people, and asks itself for what they have to prove: nothing is demanded of them here.";

    internal static string TitleSays { get; } = $"A title is one line of at most {AppRules.LongestTitle} characters.";

    /// <summary>What is wrong with an age that is wrong.</summary>
    internal static string FreshSays { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"How old a proof may be is {AppRules.ShortestFresh.TotalMinutes} to {AppRules.LongestFresh.TotalMinutes} minutes.");

    private string? FaultOf(IReadOnlyList<string> addresses) => addresses.Count > AppRules.MostAddresses
        ? $"There may be {AppRules.MostAddresses} addresses at the most."
        : addresses.Select(each => (Address: each, Fault: AppRules.FaultOf(each, Kind))).FirstOrDefault(each => each.Fault is not null) is
        { Fault: { } fault } wrong ? $"{wrong.Address} {fault}." : null;

    private (NewApp?, AppFault?) ReadProxied(string title)
    {
        if (ReturnAddresses.Count == 0) return Wrong(AppPart.ReturnAddresses, "Say where it is: --at https://intra.example.org");
        if (ReturnAddresses.Count > AppRules.MostAddresses)
            return Wrong(AppPart.ReturnAddresses, $"It may be at {AppRules.MostAddresses} addresses at the most.");
        if (ReturnAddresses.Select(each => AppRules.OriginFaultOf(each) is { } fault ? $"{each} {fault}." : null)
            .FirstOrDefault(each => each is not null) is { } wrong) return Wrong(AppPart.ReturnAddresses, wrong);

        var (paths, unclear) = AppPathWords.Read(Paths);
        if (paths is null) return Wrong(AppPart.Paths, unclear!);
        if (!TryFresh(out var fresh)) return Wrong(AppPart.Fresh, FreshSays);

        var origins = ReturnAddresses.Select(each => AppAddress.Find(each)!.Origin).Distinct(StringComparer.Ordinal).ToList();
        return (new(Name, title, Kind, origins, [], [], Level, fresh, AppAlgorithm.Es256, AsksConsent: false) { Paths = paths }, null);
    }

    private (NewApp?, AppFault?) ReadAsking(string title)
    {
        if (ReturnAddresses.Count == 0) return Wrong(AppPart.ReturnAddresses, "Say where it asks from: --from 192.0.2.7");
        if (ReturnAddresses.Count > AppRules.MostAddresses)
            return Wrong(AppPart.ReturnAddresses, $"It may ask from {AppRules.MostAddresses} networks at the most.");
        if (ReturnAddresses.Select(each => AppNetwork.FaultOf(each) is { } fault ? $"{each} {fault}." : null)
            .FirstOrDefault(each => each is not null) is { } wrong) return Wrong(AppPart.ReturnAddresses, wrong);

        var networks = ReturnAddresses.Select(each => AppNetwork.Find(each)!.ToString()).Distinct(StringComparer.Ordinal).ToList();
        return (new(Name, title, Kind, networks, [], [], Level, null, AppAlgorithm.Es256, AsksConsent: false), null);
    }

    // It demands what it likes of its own people, and sends nobody anywhere.
    private (NewApp?, AppFault?) ReadKeeping(string title) => ReturnAddresses.Count > 0
        ? Wrong(AppPart.ReturnAddresses, "It keeps its own people, whom nobody sends back: it has no addresses.")
        : Level is not AppLevel.SecondFactor || Fresh.Length > 0 ? Wrong(AppPart.Level, KeepsItsOwn)
        : (new(Name, title, Kind, [], [], [], AppLevel.SecondFactor, null, AppAlgorithm.Es256, AsksConsent: false), null);

    private bool TryFresh(out TimeSpan? fresh)
    {
        fresh = null;
        return Fresh.Length == 0 || TryMinutes(Fresh, out fresh);
    }

    /// <summary>Reads how old a proof may be.</summary>
    internal static bool TryMinutes(string text, out TimeSpan? fresh)
    {
        fresh = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= 100_000
            ? TimeSpan.FromMinutes(minutes)
            : null;
        return fresh >= AppRules.ShortestFresh && fresh <= AppRules.LongestFresh;
    }

    private static (NewApp?, AppFault?) Wrong(AppPart part, string says) => (null, new(part, says));
}
