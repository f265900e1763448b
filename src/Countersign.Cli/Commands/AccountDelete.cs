using System.CommandLine;
using System.Text.Json;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Shared;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

/// <summary>The end of the account, after the time that the server waits; and calling it off until then.</summary>
internal static class AccountDelete
{
    private const string Unchanged = "Nothing was changed.";

    private static readonly ProofOptions Offered = new("-id");
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask first" };
    private static readonly Option<bool> CallOff = new("--call-off") { Description = "Keep the account after all" };

    public static Command Verb(string name, string what) => Offered.AddTo(new Command(name, what) { Yes, CallOff })
        .Excludes("Calling it off needs no proof and asks nothing. Give --call-off alone.", [CallOff], [Yes, .. Offered.All])
        .Does(Run);

    // The name was typed before the code was asked for.
    public static async Task Resume(Invocation call, Pending pending, CancellationToken ct)
    {
        var name = (await call.Client.ShowUser(ct)).Username;
        Tell(call, await Proving.Resume(call, pending, proof => Delete(call, proof, name, null, ct)));
    }

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var proof = Offered.Read(call);
        await OwnName.Check(call, ct);
        if (call.Value(CallOff))
        {
            await Keep(call, ct);
            return;
        }

        await SessionNeeded.Check(call, proof, ct);
        var name = await NameToBeSure(call, ct);
        Tell(
            call, await OwnerProving.With(
                call, proof, PendingStep.DeleteAccount, (given, password) => Delete(call, given, name, password, ct), ct));
    }

    private static async Task Keep(Invocation call, CancellationToken ct)
    {
        try
        {
            call.Screen.Show(await call.Client.CallOffDeletion(ct), done => call.Screen.Line(done.Msg, Tone.Good));
        }
        catch (CountersignRefused refused) when (!call.Screen.Raw && refused.Code is VastErrorCode.NotFound)
        {
            throw new Stop(
                ExitCode.Failed, "This account is not to be deleted: there is nothing to call off, and nothing was changed.",
                $"See your account:  {call.Command("show user")}");
        }
    }

    private static async Task<string> NameToBeSure(Invocation call, CancellationToken ct)
    {
        if (call.Value(Yes)) return (await call.Client.ShowUser(ct)).Username;

        call.Screen.Note("All that this account has will be gone for good: methods, recovery codes, API keys, sessions.", Tone.Warning);
        await TellWhatStops(call, ct);
        return await call.Ask.Line("Your user name or e-mail address, to be sure: ", Unchanged) is { Length: > 0 } typed
            ? typed
            : throw new Stop(ExitCode.Failed, Unchanged);
    }

    private static async Task TellWhatStops(Invocation call, CancellationToken ct)
    {
        foreach (var key in (await call.Client.ListApiKeys(ct)).Apikeys)
        {
            var user = NamesEndUsers(key) ? "the application that signs its people in by the API key" : "whatever uses the API key";
            var used = key.LastUsed is null ? "never used" : $"last used {Shown.Time(key.LastUsed)}";
            call.Screen.Note($"Stops: {user} \"{key.Name ?? "-"}\" (ends in {key.KeySuffix}, {used}).", Tone.Warning);
        }

        foreach (var session in (await call.Client.ListSessions(ct)).Sessions)
        {
            var device = string.IsNullOrEmpty(session.Device) ? "a device without a name" : session.Device;
            call.Screen.Note($"Ends: the session of {device}{(session.Current ? ", this one" : "")}.", Tone.Warning);
        }
    }

    // As the server names the right of an application to say where its people are.
    private static bool NamesEndUsers(ApiKeyShown key) => key.Rights is { ValueKind: JsonValueKind.Object } rights
        && rights.TryGetProperty("api", out var names) && names.ValueKind is JsonValueKind.Object
        && names.TryGetProperty("end_user_address", out _);

    private static Task<DeletionAnswer> Delete(Invocation call, Proof proof, string name, string? password, CancellationToken ct) =>
        call.Client.DeleteAccount(proof.In(new DeleteAccountRequest { Name = name, Password = password }), ct);

    private static void Tell(Invocation call, DeletionAnswer answer) => call.Screen.Show(answer, done =>
    {
        call.Screen.Line(done.Msg, Tone.Warning);
        if (done.DeleteAt is not null) call.Screen.Note($"Keep it after all:  {call.Command("account delete --call-off")}");
    });
}
