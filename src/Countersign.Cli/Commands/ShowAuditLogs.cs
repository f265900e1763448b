using System.CommandLine;
using System.Text.Json;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class ShowAuditLogs
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct) =>
        call.Screen.Show(await call.Client.ListAudit(ct), entries => Shown.Table(
            call.Screen,
            ["WHEN", "WHAT", "FROM", "KEY", "ROUTE", "WITH"],
            entries.Select(e => (IReadOnlyList<string>)
            [
                Shown.Time(e.CreatedAt), e.Event, e.IpAddress ?? "-", e.ApiKeyId?.ToString() ?? "-", e.ApiRoute ?? "-", With(e.Args),
            ])));

    private static string With(JsonElement? args) => args?.GetRawText() is { } text and not "{}" ? text : "";
}
