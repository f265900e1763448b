using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaActivate
{
    private static readonly Argument<string> Code =
        new("CODE") { Description = "The first code of the new method; - reads it from standard input" };
    private static readonly Option<string?> Secret =
        new("--secret", "-s") { Description = "What totp-setup or send-sms printed; remembered if you leave it out", HelpName = "SECRET" };
    private static readonly Option<string> Method = MethodOption();
    private static readonly Option<string?> PhoneNumber =
        new("--phone-number", "-p") { Description = "The number that the code went to", HelpName = "NUMBER" };
    private static readonly Option<string?> Label =
        new("--label", "-l") { Description = "A name to know it by, at most 30 characters", HelpName = "NAME" };

    public static Command Verb(string name, string what) =>
        new Command(name, what) { Code, Secret, Method, PhoneNumber, Label }.Refuses(Given.PhoneOfAnApp(Method, PhoneNumber)).Does(Run);

    private static Task Run(Invocation call, CancellationToken ct)
    {
        var code = Codes.Checked(call.Value(Code) is "-" ? call.Ask.Piped("code") : call.Value(Code));
        _ = (Codes.CheckedSecret(call.Value(Secret)), Given.Phone(call.Value(PhoneNumber)), Given.Label(call.Value(Label)));
        return Activating.Finish(call, Waiting(call), code, ct);
    }

    private static Pending Waiting(Invocation call)
    {
        // A number is that of a phone, whatever is left out.
        var step = call.Value(Method) == TfaMethodWords.Sms || call.Has(PhoneNumber) ? PendingStep.ConfirmSms : PendingStep.ConfirmTotp;
        var remembered = call.Has(Secret) ? null : Remembered(call, step);
        var secret = remembered?.Secret ?? call.Value(Secret);
        var label = call.Value(Label) ?? remembered?.Label;
        return step is PendingStep.ConfirmSms
            ? Activating.WaitingForSms(call, secret, call.Value(PhoneNumber) ?? remembered?.PhoneNumber, label)
            : Activating.WaitingForApp(call, secret!, label);
    }

    private static Pending Remembered(Invocation call, PendingStep step) =>
        call.Pending.Find(call.Clock.GetUtcNow()) is { } pending && pending.Step == step
            ? pending
            : throw Stop.WrongUsage(
                "Say what the code belongs to: --secret takes what totp-setup or send-sms printed.",
                call.Command(step is PendingStep.ConfirmSms ? "tfa send-sms --phone-number NUMBER" : "tfa totp-setup"));

    private static Option<string> MethodOption()
    {
        var option =
            new Option<string>("--method-type", "-t") { Description = "What to activate", DefaultValueFactory = _ => TfaMethodWords.Totp };
        option.AcceptOnlyFromAmong(TfaMethodWords.Sms, TfaMethodWords.Totp);
        return option;
    }
}
