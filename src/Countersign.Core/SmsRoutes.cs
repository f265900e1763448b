using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Core;

/// <summary>A gateway among those of one step, and how often it is the one, against the others there.</summary>
/// <param name="Gateway">Its number in the settings, from 1.</param>
/// <param name="Weight">From 1; 0 is none.</param>
public sealed record WeightedGateway(int Gateway, int Weight);

/// <summary>The way of text messages to one country: steps one after the other, in each of them gateways that share.</summary>
public sealed record SmsRoute(ImmutableArray<ImmutableArray<WeightedGateway>> Steps)
{
    /// <summary>The numbers of all gateways in it.</summary>
    public IEnumerable<int> Gateways => Steps.SelectMany(step => step).Select(each => each.Gateway);
}

/// <summary>By which gateways text messages go, in which order, per country. Pure.</summary>
public sealed record SmsRoutes
{
    /// <summary>Stands for every country that has no way of its own.</summary>
    public const string Everywhere = "*";

    private const int MostWeight = 1000;

    /// <summary>No wish: every message goes by the gateways in the order of their numbers.</summary>
    public static SmsRoutes None { get; } = new();

    /// <summary>The ways, by the code of a country or <see cref="Everywhere"/>.</summary>
    public ImmutableSortedDictionary<string, SmsRoute> ByCountry { get; private init; } =
        ImmutableSortedDictionary.Create<string, SmsRoute>(StringComparer.Ordinal);

    /// <summary>
    /// Reads <c>FI:1&gt;2 US:2*3|1*1&gt;3 *:1</c>: countries, behind each the steps with <c>&gt;</c> between them, in a step the gateways
    /// with <c>|</c> between them, each perhaps with its weight. Null: it is not written so.
    /// </summary>
    public static SmsRoutes? Parse(string text)
    {
        var ways = ImmutableSortedDictionary.CreateBuilder<string, SmsRoute>(StringComparer.Ordinal);
        foreach (var part in text.Split([' ', '\t', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split(':') is not [{ Length: > 0 } country, var way] || ReadWay(way) is not { } route) return null;
            if (!ways.TryAdd(country.ToUpperInvariant(), route)) return null;
        }

        return ways.Count == 0 ? null : None with { ByCountry = ways.ToImmutable() };
    }

    /// <summary>Whether the way of messages to a country is written down.</summary>
    public bool Names(Region? region) => ByCountry.ContainsKey(region?.Code ?? "") || ByCountry.ContainsKey(Everywhere);

    /// <summary>By which gateways a message goes, the first one first; never one of them twice.</summary>
    /// <param name="region">Where the number is at home; null: nobody knows.</param>
    /// <param name="all">Every gateway that is set.</param>
    /// <param name="seed">Chooses within a step: the same for every attempt at a message.</param>
    public ImmutableArray<int> Order(Region? region, IEnumerable<int> all, ulong seed)
    {
        if (!ByCountry.TryGetValue(region?.Code ?? "", out var way) && !ByCountry.TryGetValue(Everywhere, out way)) return [.. all.Order()];

        var there = all.ToHashSet();
        return [.. way.Steps.SelectMany(step => Drawn(step, ref seed)).Where(there.Contains).Distinct()];
    }

    private static List<int> Drawn(ImmutableArray<WeightedGateway> step, ref ulong seed)
    {
        var (left, drawn) = (step.ToList(), new List<int>(step.Length));
        while (left.Count > 0)
        {
            var at = (long)(Next(ref seed) % (ulong)left.Sum(each => (long)each.Weight));
            var chosen = left.First(each => (at -= each.Weight) < 0);
            left.Remove(chosen);
            drawn.Add(chosen.Gateway);
        }

        return drawn;
    }

    // SplitMix64 (Steele, Lea, Flood 2014): spread well, and the same everywhere.
    private static ulong Next(ref ulong seed)
    {
        unchecked
        {
            seed += 0x9E3779B97F4A7C15;
            var mixed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    private static SmsRoute? ReadWay(string text)
    {
        var steps = text.Split('>').Select(step => step.Split('|').Select(ReadGateway).ToList()).ToList();
        if (steps.Exists(step => step.Contains(null))) return null;

        var route = new SmsRoute([.. steps.Select(step => step.OfType<WeightedGateway>().ToImmutableArray())]);
        return route.Gateways.Distinct().Count() == route.Gateways.Count() ? route : null;
    }

    private static WeightedGateway? ReadGateway(string text)
    {
        var star = text.IndexOf('*', StringComparison.Ordinal);
        var weight = 1;
        return int.TryParse(star < 0 ? text : text[..star], NumberStyles.None, CultureInfo.InvariantCulture, out var gateway) && gateway > 0
            && (star < 0 || int.TryParse(text.AsSpan(star + 1), NumberStyles.None, CultureInfo.InvariantCulture, out weight))
            && weight is > 0 and <= MostWeight
                ? new(gateway, weight)
                : null;
    }
}
