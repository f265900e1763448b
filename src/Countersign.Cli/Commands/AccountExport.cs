using System.CommandLine;
using System.Text;
using System.Text.Json;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

/// <summary>Everything the server keeps about the account, as a file that only its owner may read.</summary>
internal static class AccountExport
{
    private static readonly ProofOptions Offered = new("-id");
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "A new file for it; if you leave it out, one among your downloads",
        HelpName = "FILE",
    };

    public static Command Verb(string name, string what) => Offered.AddTo(new Command(name, what) { Output }).Does(Run);

    public static async Task Resume(Invocation call, Pending pending, CancellationToken ct)
    {
        var path = PathOf(call, pending.Output);
        PutAway(call, await Proving.Resume(call, pending, proof => Export(call, proof, null, ct)), path);
    }

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var given = call.Value(Output) is { } typed ? Downloads.Absolute(typed) : null;
        var path = PathOf(call, given);
        var proof = Offered.Read(call);
        await OwnName.Check(call, ct);
        await SessionNeeded.Check(call, proof, ct);
        PutAway(
            call, await OwnerProving.With(
                call, proof, PendingStep.ExportAccount, (factor, password) => Export(call, factor, password, ct), ct, given),
            path);
    }

    // Before anything is asked or spent: a file that is there is never written over.
    private static string PathOf(Invocation call, string? given)
    {
        var path = given ?? Downloads.ExportPath(call.Clock);
        if (Path.Exists(path)) throw Stop.WrongUsage($"There is something at {path} already. Give the path of a new file.");

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw Stop.WrongUsage($"There is no folder {folder}. Make it first, or give another path.");

        try
        {
            new PrivateFile(path).Try();
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            // The file that was tried has another name for a moment.
            var why = Failures.Sentence(reason).Replace($"{path}.{Environment.ProcessId}", path, StringComparison.Ordinal);
            throw new Stop(ExitCode.Failed, $"The file could not be saved, so nothing was asked for. {why}");
        }

        WorkTree.Warn(call.Screen, path);
        return path;
    }

    private static async Task<JsonElement> Export(Invocation call, Proof proof, string? password, CancellationToken ct)
    {
        try
        {
            return await call.Client.ExportAccount(proof.In(new ExportAccountRequest { Password = password }), ct);
        }
        catch (CountersignUnreachable broken) when (!call.Screen.Raw && IsCut(broken))
        {
            throw new Stop(
                ExitCode.Failed, $"The answer of {call.Url.GetLeftPart(UriPartial.Authority)} broke off before its end. Nothing was saved.",
                $"Take it again, with another code:  {call.Command("account export")}");
        }
    }

    // By its length, by the connection, or because what came of it is no JSON yet.
    private static bool IsCut(CountersignUnreachable broken) => broken.InnerException is JsonException
        or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded or HttpRequestError.Unknown };

    private static void PutAway(Invocation call, JsonElement export, string path)
    {
        PrivateFile.Make(path, Encoding.UTF8.GetBytes(export.GetRawText() + "\n"));
        call.Screen.Show(new DoneAnswer(true, path), _ =>
            call.Screen.Line($"Saved to {path}. Only you can read it. It holds no password, key or code.", Tone.Good));
    }
}
