using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>What operators type and see of applications.</summary>
public static class AppWords
{
    /// <summary>The kinds, the usual first.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["web", "public", "proxy", "radius", "api"];

    /// <summary>The levels, the usual first.</summary>
    public static IReadOnlyList<string> Levels { get; } = ["second-factor", "password", "phishing-resistant"];

    /// <summary>The ways to sign, the usual first.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = ["es256", "rs256"];

    /// <summary>The kind of this word; the usual for any other.</summary>
    public static AppKind KindOf(string word) => word == Kinds[1] ? AppKind.Public
        : word == Kinds[2] ? AppKind.Proxy
        : word == Kinds[3] ? AppKind.Radius
        : word == Kinds[4] ? AppKind.Api
        : AppKind.Web;

    /// <summary>The level of this word; the usual for any other.</summary>
    public static AppLevel LevelOf(string word) => word == Levels[1] ? AppLevel.Password
        : word == Levels[2] ? AppLevel.PhishingResistant
        : AppLevel.SecondFactor;

    /// <summary>The way to sign of this word; the usual for any other.</summary>
    public static AppAlgorithm AlgorithmOf(string word) => word == Algorithms[1] ? AppAlgorithm.Rs256 : AppAlgorithm.Es256;

    /// <summary>The word of a kind.</summary>
    public static string Of(AppKind kind) => kind switch
    {
        AppKind.Web => Kinds[0],
        AppKind.Public => Kinds[1],
        AppKind.Proxy => Kinds[2],
        AppKind.Radius => Kinds[3],
        AppKind.Api => Kinds[4],
    };

    /// <summary>The word of a level.</summary>
    public static string Of(AppLevel level) => level switch
    {
        AppLevel.SecondFactor => Levels[0],
        AppLevel.Password => Levels[1],
        AppLevel.PhishingResistant => Levels[2],
    };

    /// <summary>What an application demands, in a line.</summary>
    public static string DemandsOf(NewApp app) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Of(app.Level)}{(app.FreshFor is { } fresh ? $", proven {fresh.TotalMinutes} minutes ago at the most" : "")}" +
            $"{string.Concat(app.Paths.Select(path => $"; {AppPathWords.Of(path)}"))}");

    /// <summary>The word of a way to sign.</summary>
    public static string Of(AppAlgorithm algorithm) => algorithm switch
    {
        AppAlgorithm.Es256 => Algorithms[0],
        AppAlgorithm.Rs256 => Algorithms[1],
    };
}
