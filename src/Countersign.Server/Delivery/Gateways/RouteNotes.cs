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

    /// <summary>It calls people, and nobody else is called for a while.</summary>
    CostsTooMuch,
}

/// <summary>
/// Writes down to which gateway a message goes, before it does. A call that nobody asked for is charged as one here, where it is known that
/// it is a call.
/// </summary>
public sealed class RouteNotes(Db db, SendBudget budget, SmsSettings settings)
{
    /// <summary>Writes it down.</summary>
    public Task<RouteLeave> Note(AddressedMessage message, int gateway) => db.Write(async tx =>
    {
        if (!await ReportStore.TryNoteGateway(tx, message, gateway)) return RouteLeave.HasArrived;
        if (!settings.Gateways[gateway].Calls || message.Message.AsCall || await budget.TryCall(tx)) return RouteLeave.Given;

        tx.Undo();
        return RouteLeave.CostsTooMuch;
    }, CancellationToken.None);
}
