using System.CommandLine;
using System.Globalization;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Shared;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaAuthNew
{
    private const string OneWay = "Give only one of --method-type, --backup-code and --method-id.";

    private static readonly Option<string?> Code =
        new("--code", "-c") { Description = "The code that you were sent; - reads it from standard input", HelpName = "CODE" };
    private static readonly Option<string?> Secret =
        new("--secret", "-s") { Description = "What auth-new printed when it sent the code", HelpName = "SECRET" };
    private static readonly Option<string?> Method = ProofOptions.MethodTypeOption(
        "Where the code comes from [default: email]");
    private static readonly Option<string?> BackupCode = new("--backup-code", "-bc")
    {
        Description = "A recovery code instead of a code, --method-type and --method-id; - reads it from standard input",
        HelpName = "CODE",
    };
    private static readonly Option<long?> MethodId = Ids.Option(
        "Which of your methods, instead of --method-type", "--method-id", "-id");

    public static Command Verb(string name, string what) =>
        new Command(name, what) { Code, Secret, Method, BackupCode, MethodId }
            .Excludes(OneWay, [Method], BackupCode, MethodId)
            .Excludes(OneWay, [BackupCode], MethodId)
            .Excludes("A recovery code needs neither --code nor --secret.", [BackupCode], Code, Secret)
            .Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        if (Codes.CheckedBackupCode(Typed(call, BackupCode, "recovery code")) is { } spare) await ByBackupCode(call, spare, ct);
        else await ByCode(call, ct);
    }

    /// <summary>Says that the door is open, and how to go through.</summary>
    public static void Tell(Invocation call, string message)
    {
        call.Screen.Line($"{message} For the next 30 minutes you can add a method:", Tone.Good);
        call.Screen.Line($"  {call.Command("tfa add")}                                an app or a phone, step by step");
        call.Screen.Line($"  {call.Command("tfa totp-setup")}                         an authenticator app");
        call.Screen.Line($"  {call.Command("tfa send-sms --phone-number NUMBER")}     a phone");
    }

    private static async Task ByBackupCode(Invocation call, string code, CancellationToken ct)
    {
        var answer = await call.Client.AskToAdd(new AskToAddRequest { BackupCode = code }, ct);
        call.Screen.Show(answer, done => Tell(call, done.Msg ?? WireTexts.AuthorizationSuccessful));
    }

    private static async Task ByCode(Invocation call, CancellationToken ct)
    {
        var code = Codes.Checked(Typed(call, Code, "code"));
        _ = Codes.CheckedSecret(call.Value(Secret));
        var pending = await Waiting(call, code, ct);
        var answer = await Authorizing.Finish(call, pending, code, ct);
        call.Screen.Show(answer, done => Tell(call, done.Msg));
    }

    private static async Task<Pending> Waiting(Invocation call, string? code, CancellationToken ct)
    {
        var method = call.Value(Method) ?? await MethodOf(call, call.Value(MethodId), ct) ?? TfaMethodWords.Email;
        if (call.Value(Secret) is { } secret) return Authorizing.Waiting(call, method, secret);

        if (code is null) return await Authorizing.Begin(call, method, call.Value(MethodId), ct);

        return call.Pending.Find(call.Clock.GetUtcNow()) is { Step: PendingStep.Authorize } pending
            ? pending
            : throw Stop.WrongUsage(
                "A code goes with the step that asks for it, and none has begun: begin one, or name it by --secret SECRET.",
                call.Command($"tfa auth-new{Chosen(call)}"));
    }

    private static string Chosen(Invocation call) =>
        call.Value(Method) is { } method ? $" --method-type {method}"
        : call.Value(MethodId) is { } id ? string.Create(CultureInfo.InvariantCulture, $" --method-id {id}")
        : "";

    // The server knows the method by its number alone; the person is asked for the code of that method.
    private static async Task<string?> MethodOf(Invocation call, long? id, CancellationToken ct) =>
        id is null ? null : (await call.Client.ShowStatus(ct)).Methods.FirstOrDefault(method => method.Id == id)?.Method;

    private static string? Typed(Invocation call, Option<string?> option, string what) =>
        call.Value(option) is "-" ? call.Ask.Piped(what) : call.Value(option);
}
