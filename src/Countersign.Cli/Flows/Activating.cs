using Countersign.Cli.Files;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>Setting a method up and making it active by its first right code.</summary>
internal static class Activating
{
    public static Pending WaitingForApp(Invocation call, string key, string? label) => new()
    {
        Step = PendingStep.ConfirmTotp,
        Method = TfaMethodWords.Totp,
        Secret = key,
        Label = label,
        ExpiresAt = call.Clock.GetUtcNow() + Pending.SetUpLife,
    };

    public static Pending WaitingForSms(Invocation call, string? secret, string? phoneNumber, string? label) => new()
    {
        Step = PendingStep.ConfirmSms,
        Method = TfaMethodWords.Sms,
        Secret = secret,
        PhoneNumber = phoneNumber,
        Label = label,
        ExpiresAt = call.Clock.GetUtcNow() + Pending.ChallengeLife,
    };

    /// <summary>Confirms with a code, given or asked for; the recovery codes of a first method are put away.</summary>
    public static async Task Finish(Invocation call, Pending pending, string? code, CancellationToken ct)
    {
        var answer = await Codes.Use(call, pending, code, typed => call.Client.ConfirmNew(Request(pending, typed), ct));
        if (!call.Screen.Raw) call.Screen.Line(answer.Msg, Tone.Good);
        if (!call.Screen.Raw && answer.BackupCodes is { } codes) await CodesOffer.PutAway(call, codes);
        call.Screen.Show(answer, _ => call.Screen.Line($"Sign in with:  {call.Command($"tfa login --method-type {pending.Method}")}"));
    }

    private static ConfirmNewRequest Request(Pending pending, string code) => new()
    {
        TfaMethod = pending.Method,
        Code = code,
        Secret = pending.Secret,
        PhoneNumber = pending.PhoneNumber,
        Label = pending.Label,
    };

    /// <summary>The QR code, the key for typing in by hand, and nothing that would stay anywhere else.</summary>
    public static void ShowKey(Screen screen, TotpSetupAnswer setup)
    {
        var code = new Qr(setup.ProvisioningUri);
        if (code.Columns <= Screen.Columns) DrawCode(screen, code);
        else TellWidth(screen, code);

        screen.Line($"The key to type in:  {Shown.InFours(setup.Secret)}");
    }

    /// <summary>Instead of a picture that the window would break.</summary>
    public static void TellWidth(Screen screen, Qr code) =>
        screen.Note($"To show the QR code, this window must be {code.Columns} characters wide.", Tone.Warning);

    private static void DrawCode(Screen screen, Qr code)
    {
        screen.Line("Scan this with your authenticator app:");
        screen.Line();
        screen.Drawing(code.Draw(Screen.PaintsResults));
        screen.Line();
    }
}
