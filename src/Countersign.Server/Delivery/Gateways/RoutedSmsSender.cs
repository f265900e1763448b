using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// Takes a text message to the gateways of its country, one after the other, until one has it. A gateway that may have it already is the
/// only one that is asked again; one that acknowledged it never is.
/// </summary>
/// <param name="desk">To which gateway a message goes, written down before it does: whoever carries it on after us asks no other.</param>
public sealed class RoutedSmsSender(
    IReadOnlyDictionary<int, ISmsGateway> gateways, SmsSettings settings, RouteBreakers breakers,
    RouteDesk desk, TimeProvider clock) : IMessageSender
{
    // All that is asked of gateways at one attempt ends before somebody else takes the message over (OutboxOptions.Claim).
    private static readonly TimeSpan LastBegin = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public Channel Channel => Channel.Sms;

    /// <summary>Whether there is another gateway beside one that tells nothing.</summary>
    public bool HasSecond => gateways.Count > 1;

    /// <summary>Whether one of the gateways that have not acknowledged a message takes messages now.</summary>
    /// <param name="acknowledged">As an <see cref="OutboxRow"/> has them.</param>
    public bool IsAnyAwake(string acknowledged) =>
        gateways.Keys.Any(each => !Acknowledged.Has(acknowledged, each) && !breakers.Rests(each));

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        var order = WaysOf(message);
        if (order.IsEmpty) return SendOutcome.NoWay;
        if (message.MayHaveIt is { } one && gateways.ContainsKey(one)) order = [one];

        var begun = clock.GetTimestamp();
        SendOutcome? last = null;
        foreach (var gateway in order)
        {
            if (last is not null && clock.GetElapsedTime(begun) > LastBegin) break;

            var outcome = await Offer(gateway, message, isOnly: gateways.Count == 1, ct);
            last = Worse(last, outcome);
            if (!MayGoOn(outcome)) return outcome with { NextRouteAfter = WaitAfter(gateway, message, outcome) };
        }

        return last!;
    }

    private ImmutableArray<int> WaysOf(AddressedMessage message)
    {
        var (region, seed) = (RegionOf(message.To), SeedOf(message.Id));
        var all = message.Message.AsCall
            ? settings.WaysOfCall(region, seed)
            : settings.WaysOfText(region, message.Message.Spoken is not null, seed);
        return [.. all.Where(each => gateways.ContainsKey(each) && !message.Acknowledged.Contains(each))];
    }

    private async Task<SendOutcome> Offer(int gateway, AddressedMessage message, bool isOnly, CancellationToken ct)
    {
        if (!isOnly && breakers.Rests(gateway)) return Resting(gateway);

        // Its report may come before its answer, and is believed of the one that is written down; so is who may have it already.
        var leave = isOnly && !gateways[gateway].Reports && settings.Gateways[gateway].KnowsAgain
            ? RouteLeave.Given
            : await desk.Note(message, gateway);
        switch (leave)
        {
            case RouteLeave.HasArrived: return SendOutcome.Accepted;
            case RouteLeave.CostsTooMuch: return SendOutcome.OurFaultForGood($"gateway {gateway} calls, and calls have no budget left");
            case RouteLeave.NothingLeft: return SendOutcome.Unknown("a gateway perhaps has it, and no budget is left to send it anew");
            case RouteLeave.Given or RouteLeave.GivenForMoney: break;
        }

        var outcome = isOnly ? await Ask(gateway, message, ct) : await breakers.Try(gateway, () => Ask(gateway, message, ct));
        if (gateways[gateway].Calls && !isOnly && outcome is not null) DeliveryMetrics.CountCall(gateway, outcome);
        if (leave is RouteLeave.GivenForMoney && outcome?.Result is not (SendResult.Accepted or SendResult.Unknown))
            await GiveBack(message);
        if (outcome is null) return Resting(gateway);

        return isOnly || outcome.Reason.Length == 0
            ? outcome with { Gateway = gateway }
            : outcome with { Gateway = gateway, Reason = $"gateway {gateway}: {outcome.Reason}" };
    }

    private async Task<SendOutcome> Ask(int gateway, AddressedMessage message, CancellationToken ct)
    {
        try
        {
            return await gateways[gateway].Send(message, ct);
        }
#pragma warning disable CA1031 // A sender that breaks has perhaps sent: it is known which one that was.
        catch (Exception broken)
#pragma warning restore CA1031
        {
            // Only its type is written down: the text of a foreign exception may quote the message.
            return SendOutcome.Unknown($"the sender broke with {broken.GetType().Name}");
        }
    }

    private async Task GiveBack(AddressedMessage message)
    {
        try
        {
            await desk.GiveBack(message);
        }
        catch (StoreUnavailableException)
        {
            // It stays charged: too little is sent, and not too much.
        }
    }

    private static SendOutcome Resting(int gateway) =>
        SendOutcome.FailedForNow($"gateway {gateway} keeps failing and is left alone for a while");

    // What a gateway does not take from us, another one may. It has not taken it, in any case.
    private static bool MayGoOn(SendOutcome outcome) => outcome.Result is SendResult.FailedForNow
        || outcome is { Result: SendResult.RefusedForGood, Blame: Blame.Us };

    // Where one of them may take it later, it is offered again.
    private static SendOutcome Worse(SendOutcome? before, SendOutcome now) => before is { Result: SendResult.FailedForNow } ? before : now;

    private TimeSpan? WaitAfter(int gateway, AddressedMessage message, SendOutcome outcome) =>
        outcome.Result is SendResult.Accepted && gateways[gateway].Reports && settings.ReportWait > TimeSpan.Zero
        && WaysOf(message).Any(each => each != gateway)
            ? settings.ReportWait
            : null;

    private static Region? RegionOf(string number) => NumberingPlans.FindOrigin(PhoneNumber.FromE164(number))?.Region;

    private static ulong SeedOf(MessageId id) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.ASCII.GetBytes(id.Value)));
}
