using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>What the gateways made of a message so far, one after the other, and whether the next one is to have it.</summary>
internal sealed class RouteTally(Takers before)
{
    private SendOutcome? later;
    private SendOutcome? refused;
    private SendOutcome? doubt;

    /// <summary>Who has it, or may have it.</summary>
    public Takers Takers { get; private set; } = before;

    /// <summary>Whether somebody was asked.</summary>
    public bool IsBegun => (later ?? refused ?? doubt) is not null;

    /// <summary>Whether it may have left so often that nobody is asked any more.</summary>
    public bool IsFull => Takers.Perhaps.Length >= RetryRules.MostDoubts;

    /// <summary>
    /// A gateway is asked now. Whoever was asked when a server died may have it, unless it is this one and knows the message again: then
    /// its answer is the answer.
    /// </summary>
    public void Ask(int gateway, bool knowsAgain)
    {
        if (Takers.Asked is not { } broken) return;

        Takers = Takers with { Asked = null, Perhaps = broken == gateway && knowsAgain ? Takers.Perhaps : Takers.Doubtful };
    }

    /// <summary>Whether a gateway is not asked now, since it may have the message and somebody else may take it yet.</summary>
    public bool Spares(int gateway) => Takers.Doubtful.Contains(gateway) && (later ?? doubt) is not null;

    /// <summary>Takes in what came of an offer.</summary>
    /// <returns>How the attempt ended; null: the next gateway is to be asked.</returns>
    public SendOutcome? Take(int gateway, SendOutcome outcome)
    {
        if (outcome.IsLast) return Told(outcome);

        switch (outcome.Result)
        {
            case SendResult.Accepted:
                return Told(outcome);
            case SendResult.Unknown:
                doubt = outcome;
                Takers = Takers with { Perhaps = Takers.Perhaps.Add(gateway) };
                return IsFull ? Told(outcome) : null;
            case SendResult.FailedForNow:
                later ??= outcome;
                return null;
            case SendResult.RefusedForGood when outcome.Blame is Blame.Us:
                refused ??= outcome;
                return null;
            case SendResult.RefusedForGood:
                // What one gateway refuses another one may have sent.
                return Takers.Doubtful.All(each => each == gateway) ? Told(outcome) : Unsure(outcome) with { IsLast = true };
            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Result, "There is no such end.");
        }
    }

    /// <summary>How the attempt ended when there is nobody left to ask: where somebody may take it later, it is offered again.</summary>
    public SendOutcome End => later is not null ? Told(later)
        : !Takers.Doubtful.IsEmpty ? Unsure(doubt ?? refused) with { IsLast = !IsBegun }
        : Told(refused ?? SendOutcome.NoWay);

    private SendOutcome Unsure(SendOutcome? why) =>
        Told(SendOutcome.Unknown(why?.Reason ?? "a gateway perhaps has it, and there is no other way for it")) with
        {
            Gateway = Takers.Doubtful.LastOrDefault() is > 0 and var last ? last : null,
        };

    private SendOutcome Told(SendOutcome outcome) => outcome with { Perhaps = Takers.Doubtful };
}
