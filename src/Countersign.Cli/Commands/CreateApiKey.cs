using System.CommandLine;
using System.Text.Json;
using Countersign.Cli.Flows;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class CreateApiKey
{
    private const string ReadOnlyRights = """{"api":{"user_read":{}}}""";

    private static readonly Option<string> Name = new("--name") { Description = "What the key is for", HelpName = "NAME", Required = true };
    private static readonly Option<bool> ReadOnly = new("--read-only") { Description = "The key may look but not change anything" };

    public static Command Verb(string name, string what) => new Command(name, what) { Name, ReadOnly }.Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var answer = await call.Client.CreateApiKey(new CreateApiKeyRequest { Name = call.Value(Name), Permissions = Rights(call) }, ct);
        Unshown.Tells(
            () => call.Screen.Show(answer, made =>
            {
                call.Screen.Note($"This is API key {made.Id}. It is shown only this once:");
                call.Screen.Line(made.Key);
            }),
            $"API key {answer.Id} was made all the same, and nobody has seen it. Delete it:", call.Command($"delete api-key {answer.Id}"));
    }

    private static JsonElement? Rights(Invocation call) => call.Value(ReadOnly) ? JsonElement.Parse(ReadOnlyRights) : null;
}
