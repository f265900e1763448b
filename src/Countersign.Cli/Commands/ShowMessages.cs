using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class ShowMessages
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct) =>
        call.Screen.Show(await call.Client.ListMessages(ct), answer => Shown.Table(
            call.Screen,
            ["WHEN", "WHAT", "BY", "TO", "STATE"],
            answer.Messages.Select(m => (IReadOnlyList<string>)
            [
                Shown.Time(m.CreatedAt), m.Kind.Replace('_', ' '), m.Channel, m.To, StateOf(m),
            ])));

    private static string StateOf(MessageShown message) => message switch
    {
        { Reported: "delivered", ReportedAt: { } at } => $"delivered {Shown.Time(at)}",
        { Reported: "failed" } => "the carrier could not deliver it",
        { HandedAt: { } at } => $"handed over {Shown.Time(at)}",
        { State: "waiting", Attempts: > 0 } => "tried, and tried again by itself",
        { State: "waiting" } => "on its way out",
        { State: var state } => state,
    };
}
