using System.CommandLine;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class ShowSessions
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct) =>
        call.Screen.Show(await call.Client.ListSessions(ct), answer => Shown.Table(
            call.Screen,
            ["ID", "DEVICE", "FROM", "LAST SEEN", "UNTIL", ""],
            answer.Sessions.Select(s => (IReadOnlyList<string>)
            [
                $"{s.Id}", Device(s.Device), s.IpAddress
                    ?? "-", Shown.Time(s.LastSeen), Shown.Time(s.ExpiresAt), s.Current ? "this one" : "",
            ])));

    private static string Device(string? device) => string.IsNullOrEmpty(device) ? "-" : device;
}
