using System.CommandLine;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class ShowApiKeys
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Desk desk, CancellationToken ct) =>
        desk.Screen.Show(await desk.Client.ListApiKeys(ct), answer => Shown.Table(
            desk.Screen,
            ["ID", "NAME", "ENDS IN", "MADE", "LAST USED", "RIGHTS"],
            answer.Apikeys.Select(k => (IReadOnlyList<string>)
            [
                $"{k.Id}", k.Name ?? "-", k.KeySuffix, Shown.Time(k.CreatedAt), Shown.Time(k.LastUsed), k.Rights?.GetRawText() ?? "all",
            ])));
}
