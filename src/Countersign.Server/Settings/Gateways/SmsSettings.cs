using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings.Gateways;

/// <summary>Whether a message may be read out by phone.</summary>
public enum SmsSpeech
{
    /// <summary>It is a text message, and nobody is called about it.</summary>
    Never,

    /// <summary>Where its text does not arrive, and the operator wants it so.</summary>
    Perhaps,

    /// <summary>Its reader has asked for that.</summary>
    Always,
}

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

    /// <summary>By which gateways a message goes.</summary>
    /// <param name="number">Where to.</param>
    /// <param name="message">Its name: by it the weights are drawn.</param>
    public IEnumerable<SmsWay> Ways(string number, string message, SmsSpeech speech)
    {
        var region = NumberingPlans.FindOrigin(PhoneNumber.FromE164(number))?.Region;
        var seed = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(message)));
        var all = speech is SmsSpeech.Always ? WaysOfCall(region, seed) : WaysOfText(region, speech is SmsSpeech.Perhaps, seed);
        return all.Select(each => new SmsWay(each, Gateways[each].KnowsAgain));
    }

    /// <summary>The same with one gateway more, or without the one of this number.</summary>
    public SmsSettings With(int number, SmsGateway? gateway) =>
        this with { Gateways = gateway is null ? Gateways.Remove(number) : Gateways.SetItem(number, gateway) };

    /// <summary>The setting that names a gateway.</summary>
    public static string NameOf(int number) => number == 1 ? $"{Setting.Prefix}SMS" : $"{Setting.Prefix}SMS_{number}";
}
