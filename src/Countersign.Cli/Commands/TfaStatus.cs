using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaStatus
{
    private const int FewCodes = 3;

    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct) =>
        call.Screen.Show(await call.Client.ShowStatus(ct), status => Tell(call, status));

    private static void Tell(Invocation call, StatusAnswer status)
    {
        call.Screen.Line(
            $"Two-factor authentication is {(status.TfaEnabled ? "on" : "off")}.", status.TfaEnabled ? Tone.Good : Tone.Warning);
        if (status.Methods.Count > 0) TellMethods(call, status.Methods);
        if (status.TfaEnabled) TellCodes(call, status.BackupCodesRemaining);
        if (status.NewMethodAuthorized) call.Screen.Line($"You can add a method now:  {call.Command("tfa add")}");
        else if (!status.TfaEnabled) call.Screen.Line($"Turn it on:  {call.Command("tfa add")}");
        WarnOfMail(call, status.MailBouncedAt);
    }

    /// <summary>Says that mail came back, where it did: mail itself cannot.</summary>
    public static void WarnOfMail(Invocation call, DateTimeOffset? bounced)
    {
        if (bounced is null) return;

        call.Screen.Note(
            $"A mail to your address came back on {Shown.Time(bounced)}: codes and news may not reach you there. See to your mailbox, then " +
                $"confirm the address again at {new Uri(call.Url, "account/security")}", Tone.Warning);
    }

    private static void TellMethods(Invocation call, IReadOnlyList<MethodShown> methods)
    {
        var now = call.Clock.GetUtcNow();
        call.Screen.Line();
        Shown.Table(
            call.Screen, ["ID", "TYPE", "LABEL", "PHONE", "PRIMARY", "LAST USED", "STATE"], methods.Select(m => (IReadOnlyList<string>)
        [
            $"{m.Id}", m.Method, m.Label ?? "-", m.PhoneNumber ?? "-", m.IsPrimary ? "yes" : "-", Shown.Time(m.LastUsed), State(m, now),
        ]));
        call.Screen.Line();
    }

    private static string State(MethodShown method, DateTimeOffset now) =>
        method.LockedUntil > now ? $"locked until {Shown.Clock(method.LockedUntil.Value)}"
        : method.FailCount > 0 ? $"{method.FailCount} wrong"
        : "ready";

    private static void TellCodes(Invocation call, int left)
    {
        call.Screen.Line($"Recovery codes left: {left}");
        WarnOfFewCodes(call, left);
    }

    /// <summary>Says nothing above three codes, warns from there, and is loud when none is left.</summary>
    public static void WarnOfFewCodes(Invocation call, int left)
    {
        if (left > FewCodes) return;

        var what = left == 0
            ? "YOU HAVE NO RECOVERY CODES LEFT. If you lose your phone, you lose your account."
            : $"Only {left} recovery {(left == 1 ? "code is" : "codes are")} left.";
        call.Screen.Note($"{what} Make new ones:  {call.Command("tfa regen-codes")}", left == 0 ? Tone.Bad : Tone.Warning);
    }
}
