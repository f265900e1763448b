using System.CommandLine;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;

namespace Countersign.Server.Admin;

/// <summary><c>app change</c>.</summary>
internal static class AppChangeCommand
{
    private const string AsSession = "session";
    private const string NoPaths = "none";

    private static readonly Option<string> Title = new("--title") { Description = "What people are shown." };
    private static readonly Option<string> Level = new("--level")
    {
        Description = "What somebody must have proven: password, second-factor, or phishing-resistant (a passkey).",
        HelpName = "WORD",
    };

    private static readonly Option<string> Fresh = new("--fresh")
    {
        Description = $"How old the proof may be at the most; {AsSession}: as old as the session.",
        HelpName = "MINUTES",
    };

    private static readonly Option<string[]> Paths = new("--path")
    {
        Description = $"Of one behind a proxy: all that holds below its paths from now on, again for each; {NoPaths}: nothing.",
        HelpName = "PATH=DEMAND",
    };

    static AppChangeCommand()
    {
        Level.Validators.Add(given =>
        {
            if (given.Tokens is [.., var word] && !AppWords.Levels.Contains(word.Value))
                given.AddError($"'{word.Value}' isn't one of {string.Join(", ", AppWords.Levels)}.");
        });
        Paths.Validators.Add(given =>
        {
            var words = given.Tokens.Select(token => token.Value).ToList();
            if (words is not [NoPaths] && AppPathWords.Read(words).Fault is { } fault) given.AddError(fault);
        });
    }

    public static Command Build(OperatorShell shell) => OperatorCommand.OnInstallation(
        shell, new Command("change", "Changes what one is called and demands. What it was given under another demand ends at once.")
        {
            AppCommands.Name, Title, Level, Fresh, Paths,
        }, Change);

    private static async Task<int> Change(CommandRun run, Installation at, CancellationToken ct)
    {
        var (title, level, fresh) = (run.Get(Title), run.Get(Level), run.Get(Fresh));
        string[]? paths = run.Get(Paths) is { Length: > 0 } given ? given is [NoPaths] ? [] : given : null;
        if (title is null && level is null && fresh is null && paths is null)
            return run.RefuseWords("Say what is to be different: --title, --level, --fresh or --path.");
        if (await at.Part<ShowApps>().Run(run.Get(AppCommands.Name), ct) is not { } app) return await AppCommands.Unknown(run, at, ct);

        var edit = new AppEdit(title, level is null ? null : AppWords.LevelOf(level), fresh is AsSession ? "" : fresh, paths);
        var (after, fault) = edit.Read(app.Said, at.Part<Policy>().PasskeySite is not null);
        if (after is null) return run.RefuseWords(fault!.Says);
        if (!await at.Part<ChangeApp>().Run(run.Shell.User, app, after, ct))
            return run.Refuse($"{app.Name} was changed or removed meanwhile: `app show {app.Name}` shows it. Nothing was changed.");

        return run.Say(after.DemandsAsMuchAs(app.Said)
            ? $"{app.Name} is changed."
            : $"{app.Name} demands {AppWords.DemandsOf(after)} now. What it was given before is over: people come in once more, by that.");
    }
}
