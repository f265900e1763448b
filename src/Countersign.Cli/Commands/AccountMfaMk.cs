using System.CommandLine;
using System.Text;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Shared;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class AccountMfaMk
{
    private const int Tries = 3;
    private const string NotYet =
        "Nothing is active yet. Begin again:  countersign account set mfa mk, or carry on:  countersign account set mfa verify";

    private static readonly Argument<string> Method = new("METHOD") { Description = "EMAIL, AUTHENTICATOR or SMS" };
    private static readonly Option<string?> Phone =
        new("--phone") { Description = "The number that receives the text messages, for SMS", HelpName = "NUMBER" };

    public static Command Verb(string name, string what)
    {
        Method.AcceptOnlyFromAmong(VssMethodWords.Email, VssMethodWords.Authenticator, VssMethodWords.Sms);
        return new Command(name, what) { Method, Phone }.Does(Run);
    }

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var method = call.Value(Method)!;
        if (method == VssMethodWords.Sms && call.Value(Phone) is null)
            throw Stop.WrongUsage("SMS needs a phone number: give --phone.", "countersign account set mfa mk SMS --phone +14165550123");

        if (method != VssMethodWords.Sms && call.Has(Phone))
            throw Stop.WrongUsage($"--phone goes with SMS, and {method} needs none: leave one of the two out.");

        _ = Given.Phone(call.Value(Phone));
        using var person = await Person.Find(call);
        var begun = await person.Client.Enable(new(method, method == VssMethodWords.Sms ? call.Value(Phone) : null), ct);
        if (begun.Uri is { } uri && begun.Key is { } key) await ShowKey(call, uri, key);
        await ShowCodes(call, person.UserName, begun);
        if (begun.Uri is null)
        {
            await person.Client.RequestCode(ct);
            call.Screen.Note("\nVerification code requested.\n", Tone.Good);
        }

        var verified = await Verify(call, person.Client, ct);
        person.Remember(token: null);
        if (!call.Screen.Raw) call.Screen.Line($"Verification complete: {verified.Message}", Tone.Good);
        call.Screen.Note($"You are ready to use countersign with MFA via {method}.", Tone.Good);
    }

    private static async Task ShowKey(Invocation call, string uri, string key)
    {
        if (await YesNo(call, "Do you have a phone that can scan a QR code to generate TOTP codes?"))
        {
            call.Screen.Note("\nPlease scan the QR code with any authenticator app or password manager.\n");
            Draw(call.Screen, new Qr(uri));
        }

        if (!await YesNo(call, "Would you like to display the security key?")) return;

        call.Screen.Note("Use the following key if you are unable to scan the QR code:\n");
        call.Screen.Note($"{Shown.InFours(key)}\n");
    }

    // Who pipes the results on wants the picture there too, and still answers here.
    private static void Draw(Screen screen, Qr code)
    {
        if (screen.IsPiped) screen.Drawing(code.Draw(painted: false) + "\n");
        else if (code.Columns > Screen.ColumnsOfNotes) Activating.TellWidth(screen, code);
        else screen.NoteDrawing(code.Draw(screen.PaintsNotes) + "\n");
    }

    private static async Task ShowCodes(Invocation call, string userName, EnableAnswer begun)
    {
        call.Screen.Note("Recovery codes are used to access your account in\nthe event you cannot get two-factor authentication codes.\n");
        var codes = string.Join('\n', begun.RecoveryCodes);
        call.Screen.Show(begun, _ => call.Screen.Line(codes));
        if (call.Screen.IsPiped) call.Screen.Note(codes);
        if (!await YesNo(call, "\nWould you like to save the codes to a text file?")) return;

        var path = FileNameOf(userName, begun.Issuer);
        try
        {
            WorkTree.Warn(call.Screen, path);
            PrivateFile.Make(path, Encoding.UTF8.GetBytes(string.Join('\n', begun.RecoveryCodes) + "\n"));
            if (!call.Screen.Raw) call.Screen.Line($"Written {path} with recovery codes.");
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            call.Screen.Note($"Could not save there: {FileTrouble.Say(reason)} Copy the codes from the screen.", Tone.Warning);
        }
    }

    // Names are other people's words: whatever a path would take for more than a name becomes a dash.
    private static string FileNameOf(string userName, string issuer) =>
        string.Concat($"{userName}_{issuer}_recovery_codes.txt".Select(c => char.IsAsciiLetterOrDigit(c)
            || c is '.' or '_' or '@' or ' ' ? c : '-')).TrimStart('.');

    private static async Task<InfoAnswer> Verify(Invocation call, TfClient client, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var otp = await Codes.Ask(call, "\nEnter the 6-digit code to verify that enrolment was successful: ", NotYet);
            try
            {
                return await client.Verify(otp, ct);
            }
            catch (CountersignRefused refused) when (refused.AsksForOtp && attempt < Tries)
            {
                call.Screen.Note(refused.Message, Tone.Bad);
            }
        }
    }

    private static async Task<bool> YesNo(Invocation call, string question) =>
        (await call.Ask.Line($"{question} [y/N]: ", NotYet)).StartsWith("y", StringComparison.OrdinalIgnoreCase);
}
