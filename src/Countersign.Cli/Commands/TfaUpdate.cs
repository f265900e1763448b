using System.CommandLine;
using System.Text.Json;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaUpdate
{
    private static readonly Argument<long> MethodId = Ids.Argument("METHOD_ID", "Which method (tfa status lists them)");
    private static readonly Option<string?> Label =
        new("--label", "-l") { Description = "A name to know it by, at most 30 characters", HelpName = "NAME" };
    private static readonly Option<bool?> SetPrimary = new("--set-primary", "-p")
    {
        Description = "Make it the one that is offered first; without a value it means true",
        HelpName = "true|false",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Verb(string name, string what) => new Command(name, what) { MethodId, Label, SetPrimary }.Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        if (!call.Has(Label) && !call.Has(SetPrimary)) throw Stop.WrongUsage("There is nothing to change: give --label or --set-primary.");

        _ = Given.Label(call.Value(Label));
        var answer = await call.Client.UpdateMethod(
            new UpdateMethodRequest { TfaMethodId = call.Value(MethodId), Label = call.Value(Label), IsPrimary = Primary(call) }, ct);
        call.Screen.Show(answer, done => Tell(call.Screen, done));
    }

    private static JsonElement? Primary(Invocation call) =>
        call.Has(SetPrimary) ? JsonElement.Parse(call.Value(SetPrimary) ?? true ? "true" : "false") : null;

    private static void Tell(Screen screen, UpdateMethodAnswer answer) => screen.Line(
        $"{answer.Msg}: {answer.Method.Id} is " +
            $"{answer.Method.Label ?? answer.Method.Method}{(answer.Method.IsPrimary ? ", your primary method" : "")}.",
        Tone.Good);
}
