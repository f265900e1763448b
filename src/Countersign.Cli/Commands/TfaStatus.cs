using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaStatus
{
    private const int FewCodes = 3;

    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Desk desk, CancellationToken ct) =>
        desk.Screen.Show(await desk.Client.ShowStatus(ct), status => Tell(desk, status));

    private static void Tell(Desk desk, StatusAnswer status)
    {
        desk.Screen.Line(
            $"Two-factor authentication is {(status.TfaEnabled ? "on" : "off")}.", status.TfaEnabled ? Tone.Good : Tone.Warning);
        if (status.Methods.Count > 0) TellMethods(desk, status.Methods);
        if (status.TfaEnabled) TellCodes(desk, status.BackupCodesRemaining);
        if (status.NewMethodAuthorized) desk.Screen.Line($"You can add a method now:  {desk.Command("tfa add")}");
        else if (!status.TfaEnabled) desk.Screen.Line($"Turn it on:  {desk.Command("tfa add")}");
    }

    private static void TellMethods(Desk desk, IReadOnlyList<MethodShown> methods)
    {
        var now = desk.Clock.GetUtcNow();
        desk.Screen.Line();
        Shown.Table(
            desk.Screen, ["ID", "TYPE", "LABEL", "PHONE", "PRIMARY", "LAST USED", "STATE"], methods.Select(m => (IReadOnlyList<string>)
        [
            $"{m.Id}", m.Method, m.Label ?? "-", m.PhoneNumber ?? "-", m.IsPrimary ? "yes" : "-", Shown.Time(m.LastUsed), State(m, now),
        ]));
        desk.Screen.Line();
    }

    private static string State(MethodShown method, DateTimeOffset now) =>
        method.LockedUntil > now ? $"locked until {Shown.Clock(method.LockedUntil.Value)}"
        : method.FailCount > 0 ? $"{method.FailCount} wrong"
        : "ready";

    private static void TellCodes(Desk desk, int left)
    {
        desk.Screen.Line($"Recovery codes left: {left}");
        WarnOfFewCodes(desk, left);
    }

    /// <summary>Says nothing above three codes, warns from there, and is loud when none is left.</summary>
    public static void WarnOfFewCodes(Desk desk, int left)
    {
        if (left > FewCodes) return;

        var what = left == 0
            ? "YOU HAVE NO RECOVERY CODES LEFT. If you lose your phone, you lose your account."
            : $"Only {left} recovery {(left == 1 ? "code is" : "codes are")} left.";
        desk.Screen.Note($"{what} Make new ones:  {desk.Command("tfa regen-codes")}", left == 0 ? Tone.Bad : Tone.Warning);
    }
}
