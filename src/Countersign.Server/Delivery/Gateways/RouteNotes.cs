using Countersign.Core;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>Whether a gateway may be offered a message now.</summary>
public enum RouteLeave
{
    /// <summary>It may, and that is written down.</summary>
    Given,

    /// <summary>The message has arrived meanwhile, or is not to go out any more.</summary>
    HasArrived,

    /// <summary>A gateway that was asked before, and gave no answer, has told that it has the message.</summary>
    IsUnderWay,

    /// <summary>Somebody else carries the message by now.</summary>
    TakenOver,

    /// <summary>The code was sent again meanwhile, and that was taken.</summary>
    NotNeeded,

    /// <summary>Nobody can do anything with it any more.</summary>
    TooLate,

    /// <summary>It may have left once, and no budget is left to send it anew.</summary>
    NothingLeft,

    /// <summary>It calls people, and nobody else is called for a while.</summary>
    CostsTooMuch,

    /// <summary>The database cannot be written.</summary>
    NotWritten,
}

/// <summary>The leave to offer a message to a gateway.</summary>
/// <param name="Charge">What it was charged to: what is to be given back if it cannot have left.</param>
public sealed record RoutePass(RouteLeave Leave, Charge Charge)
{
    /// <summary>This leave, for which nothing was charged.</summary>
    public static RoutePass Of(RouteLeave leave) => new(leave, Charge.None);

    /// <summary>The gateway that has the message, where one has told so; null: none has.</summary>
    public int? Holder { get; init; }
}

/// <summary>Where it is written down to which gateway a message goes.</summary>
/// <param name="Note">Before it does.</param>
/// <param name="GiveBack">It cannot have left.</param>
public sealed record RouteDesk(Func<AddressedMessage, int, Task<RoutePass>> Note, Func<Charge, Task> GiveBack);

/// <summary>
/// Writes down to which gateway a message goes, before it does. What may have left already is charged anew here, before it can leave again,
/// and a call that nobody asked for as one, where it is known that it is a call.
/// </summary>
public sealed class RouteNotes(Db db, SendBudget budget, SmsSettings settings)
{
    /// <summary>For whoever takes messages to gateways.</summary>
    public RouteDesk Desk => new(Note, GiveBack);

    private Task<RoutePass> Note(AddressedMessage message, int gateway) => db.Write(async tx =>
    {
        var noted = await RouteStore.TryNote(tx, message, gateway);
        if (noted.Standing is not RouteStanding.Noted) return RoutePass.Of(LeaveOf(noted.Standing)) with { Holder = noted.Holder };

        var pass = await Charged(tx, message, gateway);
        if (pass.Leave is not RouteLeave.Given) tx.Undo();
        return pass;
    }, CancellationToken.None);

    private async Task<RoutePass> Charged(Tx tx, AddressedMessage message, int gateway)
    {
        var isPaid = MayLeaveAnew(message, gateway);
        var text = isPaid
            ? await budget.TryAnew(tx, PhoneNumber.FromE164(message.To), await ReportStore.FindPurpose(tx, message.Id))
            : Charge.None;
        if (text is null) return RoutePass.Of(RouteLeave.NothingLeft);

        var isCall = settings.Gateways[gateway].Calls && (isPaid || !message.Message.AsCall);
        var call = isCall ? await budget.TryCall(tx) : Charge.None;
        return call is null ? RoutePass.Of(RouteLeave.CostsTooMuch) : new(RouteLeave.Given, text.And(call));
    }

    private Task GiveBack(Charge charge) => db.Write(tx => SendBudget.GiveBack(tx, charge), CancellationToken.None);

    // It may have left before, and would leave once more by this gateway.
    private bool MayLeaveAnew(AddressedMessage message, int gateway) => !message.Takers.Acknowledged.IsEmpty
        || message.Takers.Doubtful.Any(had => had != gateway || !settings.Gateways[gateway].KnowsAgain);

    private static RouteLeave LeaveOf(RouteStanding standing) => standing switch
    {
        RouteStanding.Noted => RouteLeave.Given,
        RouteStanding.Over => RouteLeave.HasArrived,
        RouteStanding.UnderWay => RouteLeave.IsUnderWay,
        RouteStanding.TakenOver => RouteLeave.TakenOver,
        RouteStanding.NotNeeded => RouteLeave.NotNeeded,
        RouteStanding.TooLate => RouteLeave.TooLate,
    };
}
