using Countersign.Core;
using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateHooksEnglish(Texts all) : OperateHooksTexts(all)
{
    public override string Lead => "Other programs that are told what happens to accounts and to messages.";
    public override string None => "No program is told anything. On the machine of the server, countersign-server hook add adds one.";
    public override string Beside =>
        "Adding a webhook and giving it a new secret is done on the machine of the server (hook add, hook rotate), where its secret is " +
        "shown once.";
    public override string Told => "Told";
    public override string OnTheWay => "Events";
    public override string LastTaken => "Took something last";
    public override string Never => "never";
    public override string Well => "well";
    public override string Failing => "failing";
    public override string Disabled => "switched off";
    public override string DisabledBody =>
        "This webhook took nothing for three days, or wants nothing more, so nothing is sent to it. What happens meanwhile waits. Mend the " +
        "other side, send a test, then switch it on again.";
    public override string SeeThem => "See the webhooks";
    public override string Deliveries => "What was sent";
    public override string NothingSent => "Nothing yet.";
    public override string Newest => "Newest";
    public override string Older => "Older";
    public override string NextTry => "next try";
    public override string Kept => "What was sent is kept for 30 days at the most.";
    public override string Test => "Send a test";
    public override string TestTitle => "Send a test to this webhook";
    public override string TestLead => "The other side gets an event of the type hook.test, signed like all others. It is tried once.";
    public override string Enable => "Switch on";
    public override string EnableTitle => "Send to this webhook again";
    public override string EnableLead => "All that waits is sent, each person's events in their order.";
    public override string Remove => "Remove";
    public override string RemoveTitle => "Remove this webhook";
    public override string RemoveLead => "It is told nothing more. What waits for it is lost, and its secret is forgotten.";
    public override string Replay => "Send again";
    public override string ReplayTitle => "Send this event again";
    public override string ReplayLead => "It goes out under the same name (webhook-id), so a program that has it already can leave it alone.";

    public override string NameOf(HookId hook) => $"Webhook {hook.Value}";

    public override string Counts(HookSight sight) =>
        $"{Count(sight.Waiting)} waiting, {Count(sight.Taken)} taken, {Count(sight.GivenUp)} given up";

    public override string Of(HookState state) => state switch
    {
        HookState.Waiting => "waiting",
        HookState.Taken => "taken",
        HookState.GivenUp => "given up",
    };

    public override string Tries(int attempts) => attempts == 1 ? "1 try" : $"{Count(attempts)} tries";

    public override string AccountOf(AccountId account) => $"account {account.Value}";

    public override string SomeDisabled(int count) => count == 1
        ? "A webhook failed for so long that nothing is sent to it any more."
        : $"{Count(count)} webhooks failed for so long that nothing is sent to them any more.";
}
