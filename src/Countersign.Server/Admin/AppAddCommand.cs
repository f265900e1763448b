using System.CommandLine;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;

namespace Countersign.Server.Admin;

/// <summary><c>app add</c>.</summary>
internal static class AppAddCommand
{
    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "What you call it, and it calls itself (client_id): small letters, digits and hyphens.",
    };

    private static readonly Option<string[]> Return = Addresses(
        "--return", "Where people are sent back to, exactly as the application says it; again for each further one.", isRequired: true);

    private static readonly Option<string[]> SignedOut = Addresses(
        "--signed-out", "Where people may be sent after signing out; again for each further one.", isRequired: false);

    private static readonly Option<string> Title = new("--title") { Description = "What people are shown. Without it, NAME." };
    private static readonly Option<string> Kind = OneOf("--kind", "web keeps a secret on a server; public can keep none.", AppWords.Kinds);
    private static readonly Option<string> Level = OneOf(
        "--level", "What somebody must have proven: password or second-factor.", AppWords.Levels);

    private static readonly Option<string> Algorithm = OneOf(
        "--algorithm", "How what it hears is signed: es256, or rs256 for those that know nothing else.", AppWords.Algorithms);

    private static readonly Option<string> May = new("--may")
    {
        Description = "What it may ask for, with commas between: profile, email, offline_access.",
        DefaultValueFactory = _ => AppScopes.Usual,
        HelpName = "THINGS",
    };

    private static readonly Option<string> Fresh = new("--fresh")
    {
        Description = "How old the proof may be at the most.",
        HelpName = "MINUTES",
    };

    private static readonly Option<bool> Consent = new("--consent")
    {
        Description = "People are asked before it learns about them: for an application that isn't yours.",
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one line of JSON." };

    public static Command Build(OperatorShell shell) => OperatorCommand.OnInstallation(
        shell, new("add", "Adds an application, and shows its secret once, if it can keep one.")
        {
            Name, Return, SignedOut, Title, Kind, Level, Fresh, May, Algorithm, Consent, AsJson,
        }, Add);

    private static Option<string> OneOf(string name, string description, IReadOnlyList<string> words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => words[0], HelpName = "WORD" };
        option.Validators.Add(given =>
        {
            var word = given.Tokens.Count > 0 ? given.Tokens[^1].Value : words[0];
            var meant = Shared.Nearest.Of(word, words) is { } near ? $" Did you mean {near}?" : "";
            if (!words.Contains(word)) given.AddError($"'{word}' isn't one of {string.Join(", ", words)}.{meant}");
        });
        return option;
    }

    private static Option<string[]> Addresses(string name, string description, bool isRequired)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "URL", Required = isRequired };
        option.Validators.Add(given =>
        {
            foreach (var token in given.Tokens.Where(token => !Uri.TryCreate(token.Value, UriKind.Absolute, out _)))
                given.AddError($"'{token.Value}' isn't a whole address, such as https://wiki.example.org/signed-in.");
        });
        return option;
    }

    private static async Task<int> Add(CommandRun run, Installation at, CancellationToken ct)
    {
        var (app, fault) = DraftOf(run).Read();
        if (app is null) return run.RefuseWords(fault!.Says);
        if (await at.Part<AddApp>().Run(run.Shell.User, app, ct) is not { } added)
            return run.Refuse($"There is an application {app.Name} already, or there are {AppRules.Most}. Nothing was changed.");

        if (run.Get(AsJson)) return run.SayJson(new { App = app.Name, Secret = added.Secret?.Reveal() });

        run.Note(added.Secret is null
            ? $"{app.Name} can sign people in. It is public and has no secret: it calls itself {app.Name}."
            : $"{app.Name} can sign people in. It calls itself {app.Name}; its secret, shown this once:");
        return added.Secret is { } secret ? run.Say(secret.Reveal()) : CommandRun.Done;
    }

    private static AppDraft DraftOf(CommandRun run) => new(run.Get(Name), AppWords.KindOf(run.Get(Kind)!))
    {
        Title = run.Get(Title) ?? "",
        ReturnAddresses = run.Get(Return) ?? [],
        SignedOutAddresses = run.Get(SignedOut) ?? [],
        May = run.Get(May)!,
        Level = AppWords.LevelOf(run.Get(Level)!),
        Fresh = run.Get(Fresh) ?? "",
        Algorithm = AppWords.AlgorithmOf(run.Get(Algorithm)!),
        AsksConsent = run.Get(Consent),
    };
}
