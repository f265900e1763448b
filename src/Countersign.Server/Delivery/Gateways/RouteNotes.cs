using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>Whether a gateway may be offered a message now.</summary>
public enum RouteLeave
{
    /// <summary>It may, and that is written down.</summary>
    Given,

    /// <summary>It may, and is paid for anew.</summary>
    GivenForMoney,

    /// <summary>The message has arrived meanwhile, or is not to go out any more.</summary>
    HasArrived,

    /// <summary>It may have left once, and no budget is left to send it anew.</summary>
    NothingLeft,

    /// <summary>It calls people, and nobody else is called for a while.</summary>
    CostsTooMuch,
}

/// <summary>Where it is written down to which gateway a message goes.</summary>
/// <param name="Note">Before it does.</param>
/// <param name="GiveBack">It cannot have left, and was paid for anew.</param>
public sealed record RouteDesk(Func<AddressedMessage, int, Task<RouteLeave>> Note, Func<AddressedMessage, Task> GiveBack);

/// <summary>
/// Writes down to which gateway a message goes, before it does. What may have left already is charged anew here, before it can leave again,
/// and a call that nobody asked for as one, where it is known that it is a call.
/// </summary>
public sealed class RouteNotes(Db db, SendBudget budget, SmsSettings settings)
{
    /// <summary>For whoever takes messages to gateways.</summary>
    public RouteDesk Desk => new(Note, GiveBack);

    private Task<RouteLeave> Note(AddressedMessage message, int gateway) => db.Write(async tx =>
    {
        if (!await ReportStore.TryNoteGateway(tx, message, gateway)) return RouteLeave.HasArrived;

        var isPaid = MayLeaveAnew(message, gateway);
        var leave = isPaid && !await budget.TryAnew(tx, PhoneNumber.FromE164(message.To), await ReportStore.FindPurpose(tx, message.Id))
            ? RouteLeave.NothingLeft
            : settings.Gateways[gateway].Calls && (isPaid || !message.Message.AsCall) && !await budget.TryCall(tx)
                ? RouteLeave.CostsTooMuch
                : isPaid ? RouteLeave.GivenForMoney : RouteLeave.Given;
        if (leave is RouteLeave.NothingLeft or RouteLeave.CostsTooMuch) tx.Undo();
        return leave;
    }, CancellationToken.None);

    private Task GiveBack(AddressedMessage message) => db.Write(async tx =>
    {
        await budget.GiveBackAnew(tx, PhoneNumber.FromE164(message.To), await ReportStore.FindPurpose(tx, message.Id));
    }, CancellationToken.None);

    // It may have left before, and would leave once more by this gateway.
    private bool MayLeaveAnew(AddressedMessage message, int gateway) => message.Acknowledged.Count > 0
        || (message.MayHaveIt is { } had && (had != gateway || !settings.Gateways[gateway].KnowsAgain));
}
