using System.Text;
using Countersign.Cli.Files;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>Codes as people type them, and a step that waits for one.</summary>
internal static class Codes
{
    private const int Length = 6;
    private const int BackupCodeLength = 12;
    private const int ShortestSecret = 16;

    /// <summary>A code that was given on the command line, if it has the form of one; what has not is never sent as a guess.</summary>
    public static string? Checked(string? given, bool orBackupCode = false) =>
        given is null || IsCode(given) || (orBackupCode && LooksLikeBackupCode(given)) ? given
        : throw Stop.WrongUsage(
            LooksLikeBackupCode(given) ? "That has the form of a recovery code: give it with --backup-code."
            : "That isn't a code, and was not sent. A code has six digits.");

    /// <summary>A recovery code that was given on the command line, if it has the form of one.</summary>
    public static string? CheckedBackupCode(string? given) => given is null || LooksLikeBackupCode(given) ? given
        : throw Stop.WrongUsage("That isn't a recovery code, and was not sent. A recovery code looks like XXXX-XXXX-XXXX.");

    /// <summary>
    /// The secret of a code that was sent, if it can be one: with another one a server would look at the code as that of an app, and count
    /// it.
    /// </summary>
    public static string? CheckedSecret(string? given) =>
        given is null || (given.Length >= ShortestSecret && given.All(IsOfSecret)) ? given
        : throw Stop.WrongUsage(
            "That isn't the secret of a code, and nothing was sent. Copy it whole, as it was printed when the code was sent, or leave it " +
            "out: the last one is remembered.");

    public static bool LooksLikeBackupCode(string typed) =>
        !IsLikeAnOption(typed) && typed.EnumerateRunes().Count(IsSymbol) == BackupCodeLength;

    /// <summary>Uses the code that was given, or asks for one until it is right; the step is remembered until then.</summary>
    public static async Task<T> Use<T>(Invocation call, Pending pending, string? given, Func<string, Task<T>> use)
    {
        if (given is null) Remember(call, pending);
        while (true)
        {
            try
            {
                var answer = await use(given is null ? await Prompted(call, pending) : given);
                call.Pending.Forget();
                return answer;
            }
            catch (Stop stopped) when (given is null && stopped.Waiting is null)
            {
                throw new Stop(stopped.ExitCode, stopped.Message, [.. stopped.Next]) { Waiting = pending };
            }
            catch (CountersignRefused refused) when (given is null && IsWrongCode(refused))
            {
                call.Screen.Note(refused.Message, Tone.Warning);
            }
            catch (CountersignRefused refused) when (refused.Code is VastErrorCode.TfaExpired or VastErrorCode.ChallengeNotFound)
            {
                call.Pending.Forget();
                throw;
            }
        }
    }

    // Told before anybody is asked: who stops at the question must know what they need to go on.
    private static void Remember(Invocation call, Pending pending)
    {
        try
        {
            call.Pending.Write(pending);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            call.Screen.Note(
                $"This step is not remembered, and `tfa resume` will not know of it: {Failures.Sentence(reason)} Type the code now, or go " +
                $"on later by:  {call.Command(pending.ToWords())}",
                Tone.Warning);
        }
    }

    /// <summary>
    /// Asks for a code until it has the form of one. A slip of the finger need not go to the server: only what can be a code is sent.
    /// </summary>
    public static async Task<string> Ask(
        Invocation call, string question, string whenStopped, bool orBackupCode = false, params string[] next)
    {
        while (true)
        {
            var code = await call.Ask.Line(question, whenStopped, next);
            if (IsCode(code) || (orBackupCode && LooksLikeBackupCode(code))) return code;

            call.Screen.Note(
                orBackupCode ? "A code has six digits; a recovery code looks like XXXX-XXXX-XXXX." : "A code has six digits.", Tone.Warning);
        }
    }

    public static bool IsCode(string typed) =>
        !IsLikeAnOption(typed) && typed.EnumerateRunes().Where(IsSymbol).ToList() is { Count: Length } digits && digits.All(Rune.IsDigit);

    // Within a code a dash is a blank to people; before it, it is something that was meant otherwise.
    private static bool IsLikeAnOption(string typed) => typed.TrimStart() is ['-', ..];

    private static bool IsOfSecret(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '=' or '.';

    // Digits of any script, and Latin letters of either width. What else stands there is for the server to read, since much of it is no
    // more than a dash or a blank to people: it goes there as it was typed.
    private static bool IsSymbol(Rune rune) => Rune.IsDigit(rune) || rune.Value is
        (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or (>= 0xFF21 and <= 0xFF3A) or (>= 0xFF41 and <= 0xFF5A);

    private static Task<string> Prompted(Invocation call, Pending pending) => Ask(
        call, Question(pending.Method),
        $"Stopped before the code. You can carry on until {Shown.Clock(pending.ExpiresAt)}:", pending.TakesBackupCode,
        call.Command("tfa resume"),
        call.Command(pending.ToWords()));

    private static string Question(string method) => method switch
    {
        TfaMethodWords.Email => "Code from the e-mail: ",
        TfaMethodWords.Sms => "Code from the SMS: ",
        _ => "Code from your authenticator app: ",
    };

    // A lock is not a wrong code: asking on would only make the person type in vain.
    private static bool IsWrongCode(CountersignRefused refused) => refused.LockedUntil is null
        && refused.Code is VastErrorCode.TfaVerificationFailed or VastErrorCode.TfaLoginFailed or VastErrorCode.InvalidBackupCode;
}
