using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaAuthNew
{
    private static readonly Option<string?> Code =
        new("--code", "-c") { Description = "The code that you were sent; - reads it from standard input", HelpName = "CODE" };
    private static readonly Option<string?> Secret =
        new("--secret", "-s") { Description = "What auth-new printed when it sent the code", HelpName = "SECRET" };
    private static readonly Option<string?> Method = ProofOptions.MethodTypeOption();
    private static readonly Option<string?> BackupCode =
        new("--backup-code", "-bc") { Description = "A recovery code instead; - reads it from standard input", HelpName = "CODE" };
    private static readonly Option<long?> MethodId = Ids.Option(
        "Which of your methods, if you have several of that type", "--method-id", "-id");

    public static Command Verb(string name, string what) =>
        new Command(name, what) { Code, Secret, Method, BackupCode, MethodId }.Does(Run);

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        CheckUsage(desk);
        if (Typed(desk, BackupCode, "recovery code") is { } spare) await ByBackupCode(desk, spare, ct);
        else await ByCode(desk, ct);
    }

    /// <summary>Says that the door is open, and how to go through.</summary>
    public static void Tell(Desk desk, string message)
    {
        desk.Screen.Line($"{message} For the next 30 minutes you can add a method:", Tone.Good);
        desk.Screen.Line($"  {desk.Command("tfa add")}                                an app or a phone, step by step");
        desk.Screen.Line($"  {desk.Command("tfa totp-setup")}                         an authenticator app");
        desk.Screen.Line($"  {desk.Command("tfa send-sms --phone-number NUMBER")}     a phone");
    }

    private static void CheckUsage(Desk desk)
    {
        var ways = new Option[] { Method, BackupCode, MethodId }.Count(desk.Has);
        if (ways > 1) throw Stop.WrongUsage("Give only one of --method-type, --backup-code and --method-id.");

        if (desk.Has(BackupCode) && (desk.Has(Code) || desk.Has(Secret)))
            throw Stop.WrongUsage("A recovery code needs neither --code nor --secret.");
    }

    private static async Task ByBackupCode(Desk desk, string code, CancellationToken ct)
    {
        var answer = await desk.Client.AskToAdd(new AskToAddRequest { BackupCode = code }, ct);
        desk.Screen.Show(answer, done => Tell(desk, done.Msg ?? WireTexts.AuthorizationSuccessful));
    }

    private static async Task ByCode(Desk desk, CancellationToken ct)
    {
        var code = Typed(desk, Code, "code");
        var pending = await Waiting(desk, code, ct);
        var answer = await Authorizing.Finish(desk, pending, code, ct);
        desk.Screen.Show(answer, done => Tell(desk, done.Msg));
    }

    private static async Task<Pending> Waiting(Desk desk, string? code, CancellationToken ct)
    {
        var method = desk.Value(Method) ?? TfaMethodWords.Email;
        if (desk.Value(Secret) is { } secret) return Authorizing.Waiting(desk, method, secret);

        if (code is null) return await Authorizing.Begin(desk, method, desk.Value(MethodId), ct);

        return desk.Pending.Find(desk.Clock.GetUtcNow()) is { Step: PendingStep.Authorize } pending
            ? pending
            : throw Stop.WrongUsage("A code needs the secret that came with it: --secret SECRET.", desk.Command("tfa auth-new"));
    }

    private static string? Typed(Desk desk, Option<string?> option, string what) =>
        desk.Value(option) is "-" ? desk.Ask.Piped(what) : desk.Value(option);
}
