using System.CommandLine;
using System.Text.Json;
using Countersign.Cli.Terminal;

namespace Countersign.Cli.Commands;

internal static class ShowApiKeys
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct) =>
        call.Screen.Show(await call.Client.ListApiKeys(ct), answer => Shown.Table(
            call.Screen,
            ["ID", "NAME", "ENDS IN", "CREATED", "LAST USED", "RIGHTS"],
            answer.Apikeys.Select(k => (IReadOnlyList<string>)
            [
                $"{k.Id}", k.Name ?? "-", k.KeySuffix, Shown.Time(k.CreatedAt), Shown.Time(k.LastUsed), Rights(k.Rights),
            ])));

    // {"api":{"user_read":{}}} is read as user_read; a key without a list may do everything.
    private static string Rights(JsonElement? rights) =>
        rights is { ValueKind: JsonValueKind.Object } given
            && given.TryGetProperty("api", out var names) && names.ValueKind is JsonValueKind.Object
            ? string.Join(' ', names.EnumerateObject().Select(name => name.Name))
            : "all";
}
