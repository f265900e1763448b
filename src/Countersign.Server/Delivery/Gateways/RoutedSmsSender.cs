using System.Collections.Immutable;
using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// Takes a text message to the gateways of its country, one after the other, until one has it. One that may have it is passed over for the
/// others, and asked once more only where there is nobody else; one that acknowledged it never is.
/// </summary>
/// <param name="desk">To which gateway a message goes, written down before it does: whoever carries it on after us knows of it.</param>
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

    /// <summary>Whether one of the gateways that a message may go to takes messages now.</summary>
    public NextChoice Choose(AddressedMessage message)
    {
        var next = WaysOf(message);
        return next.IsEmpty ? NextChoice.Nobody : next.All(breakers.Rests) ? NextChoice.Rests : NextChoice.Go;
    }

    /// <inheritdoc/>
    public async Task<SendOutcome> Send(AddressedMessage message, CancellationToken ct)
    {
        var (tally, begun) = (new RouteTally(message.Takers), clock.GetTimestamp());
        foreach (var gateway in WaysOf(message))
        {
            if (tally.IsFull || (tally.IsBegun && clock.GetElapsedTime(begun) > LastBegin)) break;
            if (tally.Spares(gateway)) continue;

            tally.Ask(gateway, settings.Gateways[gateway].KnowsAgain);
            var offered = message with { Takers = tally.Takers };
            var outcome = await Offer(gateway, offered, isOnly: gateways.Count == 1, ct);
            if (tally.Take(gateway, outcome) is { } end)
                return end with { NextRouteAfter = WaitAfter(end.Gateway ?? gateway, offered, end) };
        }

        return tally.End;
    }

    private ImmutableArray<int> WaysOf(AddressedMessage message)
    {
        var speech = message.Message.AsCall ? SmsSpeech.Always : message.Message.Spoken is null ? SmsSpeech.Never : SmsSpeech.Perhaps;
        var ways = settings.Ways(message.To, message.Id.Value, speech).Where(way => gateways.ContainsKey(way.Gateway));
        return RouteRules.Next(message.Course, ways);
    }

    private async Task<SendOutcome> Offer(int gateway, AddressedMessage message, bool isOnly, CancellationToken ct)
    {
        if (!isOnly && breakers.Rests(gateway)) return Resting(gateway);

        // Its report may come before its answer, and is believed of the one that is written down; so is who may have it already.
        var pass = isOnly && !gateways[gateway].Reports && settings.Gateways[gateway].KnowsAgain
            ? RoutePass.Of(RouteLeave.Given)
            : await LeaveFor(gateway, message);
        if (pass.Leave is not RouteLeave.Given) return Without(pass, gateway);

        var outcome = isOnly ? await Ask(gateway, message, ct) : await breakers.Try(gateway, () => Ask(gateway, message, ct));
        if (gateways[gateway].Calls && !isOnly && outcome is not null) DeliveryMetrics.CountCall(gateway, outcome);
        if (!pass.Charge.IsNone && outcome?.MayHaveLeft is not true) await GiveBack(pass.Charge);
        if (outcome is null) return Resting(gateway);

        return isOnly || outcome.Reason.Length == 0
            ? outcome with { Gateway = gateway }
            : outcome with { Gateway = gateway, Reason = $"gateway {gateway}: {outcome.Reason}" };
    }

    private async Task<RoutePass> LeaveFor(int gateway, AddressedMessage message)
    {
        try
        {
            return await desk.Note(message, gateway);
        }
#pragma warning disable CA1031 // What cannot be written down is not asked; who may have the message already must not be forgotten over it.
        catch (Exception)
#pragma warning restore CA1031
        {
            return RoutePass.Of(RouteLeave.NotWritten);
        }
    }

    private static SendOutcome Without(RoutePass pass, int gateway) => pass.Leave switch
    {
        RouteLeave.HasArrived => SendOutcome.Accepted,
        RouteLeave.IsUnderWay => SendOutcome.Accepted with { Gateway = pass.Holder },
        RouteLeave.NotNeeded =>
            SendOutcome.FailedForNow("the code was sent again, and a gateway has that message") with { IsLast = true },
        RouteLeave.TooLate => SendOutcome.FailedForNow("what its code was for is over") with { IsLast = true },
        RouteLeave.TakenOver => SendOutcome.FailedForNow("another worker has it by now") with { IsLast = true },
        RouteLeave.NotWritten => SendOutcome.FailedForNow("where it goes could not be written down") with { IsLast = true },
        RouteLeave.CostsTooMuch => SendOutcome.OurFaultForGood($"gateway {gateway} calls, and calls have no budget left"),
        RouteLeave.NothingLeft =>
            SendOutcome.Unknown("a gateway perhaps has it, and no budget is left to send it anew") with { IsLast = true },
        RouteLeave.Given => throw new ArgumentOutOfRangeException(nameof(pass), pass.Leave, "It may be asked."),
    };

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

    private async Task GiveBack(Charge charge)
    {
        try
        {
            await desk.GiveBack(charge);
        }
        catch (StoreUnavailableException)
        {
            // It stays charged: too little is sent, and not too much.
        }
    }

    private static SendOutcome Resting(int gateway) =>
        SendOutcome.FailedForNow($"gateway {gateway} keeps failing and is left alone for a while");

    private TimeSpan? WaitAfter(int gateway, AddressedMessage message, SendOutcome outcome) =>
        outcome.Result is SendResult.Accepted && gateways[gateway].Reports && settings.ReportWait > TimeSpan.Zero
        && !WaysOf(message with { Takers = message.Takers.With(gateway) }).IsEmpty
            ? settings.ReportWait
            : null;

}
