using System.Collections.Immutable;
using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings.Gateways;

/// <summary>How text messages leave.</summary>
public sealed record SmsSettings
{
    /// <summary>How many gateways there can be.</summary>
    public const int MostGateways = 4;

    /// <summary>The gateways by their numbers, from 1; empty: no text messages are sent.</summary>
    public ImmutableSortedDictionary<int, SmsGateway> Gateways { get; init; } = ImmutableSortedDictionary<int, SmsGateway>.Empty;

    /// <summary>What we sign with: requests, and the addresses for reports; null: none was given.</summary>
    public SecretText? Secret { get; init; }

    /// <summary>By which of them a message goes.</summary>
    public SmsRoutes Routes { get; init; } = SmsRoutes.None;

    /// <summary>How long a gateway that tells of deliveries may say nothing before another one has the message; zero: for ever.</summary>
    public TimeSpan ReportWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether text messages can be sent.</summary>
    public bool IsOn => Gateways.Count > 0;

    /// <summary>Whether somebody can be called.</summary>
    public bool CanCall => Gateways.Values.Any(gateway => gateway.Calls);

    /// <summary>
    /// By which gateways a text message goes, the first one first. Those that call are among them only where the operator names them, and
    /// only if there is something to read out.
    /// </summary>
    /// <inheritdoc cref="SmsRoutes.Order"/>
    public ImmutableArray<int> WaysOfText(Region? region, bool canBeSpoken, ulong seed)
    {
        var texts = Gateways.Keys.Where(number => !Gateways[number].Calls);
        return Routes.Order(region, canBeSpoken && Routes.Names(region) ? Gateways.Keys : texts, seed);
    }

    /// <summary>
    /// By which gateways somebody is called who asks for it; empty: by none. Where the operator names callers for some countries, people
    /// of the others are not called.
    /// </summary>
    /// <inheritdoc cref="SmsRoutes.Order"/>
    public ImmutableArray<int> WaysOfCall(Region? region, ulong seed)
    {
        var callers = Gateways.Keys.Where(number => Gateways[number].Calls).ToHashSet();
        var areNamed = Routes.ByCountry.Values.SelectMany(route => route.Gateways).Any(callers.Contains);
        return areNamed ? [.. Routes.Order(region, callers, seed).Where(_ => Routes.Names(region))] : [.. callers.Order()];
    }

    /// <summary>The same with one gateway more, or without the one of this number.</summary>
    public SmsSettings With(int number, SmsGateway? gateway) =>
        this with { Gateways = gateway is null ? Gateways.Remove(number) : Gateways.SetItem(number, gateway) };

    /// <summary>The setting that names a gateway.</summary>
    public static string NameOf(int number) => number == 1 ? $"{Setting.Prefix}SMS" : $"{Setting.Prefix}SMS_{number}";
}
