using System.Text;
using Countersign.Cli.Files;
using Countersign.Cli.Terminal;
using Countersign.Shared;

namespace Countersign.Cli.Flows;

/// <summary>Where new recovery codes go: a file, another file, or the screen. They are shown once, so no answer loses them.</summary>
internal static class CodesOffer
{
    private const string Warning = "These codes open your account without your phone. Anybody who sees this screen can use them.";

    /// <summary>What is said of codes that were neither saved nor shown.</summary>
    public const string Unseen = "The old recovery codes no longer work all the same, and nobody has seen the new ones. Make others:";

    public static async Task PutAway(Invocation call, IReadOnlyList<string> codes)
    {
        var usual = Downloads.BackupCodesPath(call.Clock);
        call.Screen.Note($"\nYou have {codes.Count} new recovery codes. Each works once, for when you have lost your phone.");
        try
        {
            await Ask(call, codes, usual);
        }
        catch (Stop stopped) when (stopped.Message.Length == 0)
        {
            SaveUsual(call, codes, usual);
        }
    }

    private static async Task Ask(Invocation call, IReadOnlyList<string> codes, string usual)
    {
        var choice = await call.Ask.Choice("Where should they go?", [$"the file {usual}", "another file", "this screen"], "");
        if (choice == 0) SaveUsual(call, codes, usual);
        else if (choice == 1) await SaveElsewhere(call, codes);
        else ShowThem(call.Screen, codes);
    }

    private static async Task SaveElsewhere(Invocation call, IReadOnlyList<string> codes)
    {
        string path;
        do path = Downloads.Absolute(await call.Ask.Line("Path of a new file: ", ""));
        while (!TrySave(call.Screen, codes, path));
    }

    // The last resort is the screen: codes that are neither saved nor shown are gone.
    private static void SaveUsual(Invocation call, IReadOnlyList<string> codes, string usual)
    {
        if (!TrySave(call.Screen, codes, usual)) ShowThem(call.Screen, codes);
    }

    private static bool TrySave(Screen screen, IReadOnlyList<string> codes, string path)
    {
        try
        {
            WorkTree.Warn(screen, path);
            PrivateFile.Make(path, Encoding.UTF8.GetBytes(string.Join('\n', codes) + "\n"));
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or ArgumentException)
        {
            screen.Note($"Could not save there: {FileTrouble.Say(reason)}", Tone.Warning);
            return false;
        }

        Unshown.Tells(
            () => screen.Line($"Saved to {path}. Only you can read it; print it or move it to a password manager."),
            $"The new recovery codes are saved all the same, in {path}; those of before no longer work.");
        return true;
    }

    private static void ShowThem(Screen screen, IReadOnlyList<string> codes)
    {
        screen.Note(Warning, Tone.Warning);
        Unshown.Tells(() =>
        {
            foreach (var code in codes) screen.Line(code);
        }, Unseen, "countersign tfa regen-codes");
    }
}
