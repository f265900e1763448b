using System.CommandLine;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary><c>app add</c>.</summary>
internal static class AppAddCommand
{
    private static readonly Argument<string> Name = new("NAME")
    {
        Description = "What you call it, and it calls itself (client_id): small letters, digits and hyphens.",
    };

    private static readonly Option<string[]> Return = Addresses(
        "--return", "Where people are sent back to, exactly as the application says it; again for each further one.", isRequired: false);

    private static readonly Option<string[]> At = Many(
        "--at", "Of --kind proxy: where it is, as https://intra.example.org; again for each further host.", "URL",
        all => all.Where(each => AppRules.OriginFaultOf(each) is not null)
            .Select(each => $"{each} {AppRules.OriginFaultOf(each)}.").FirstOrDefault());

    private static readonly Option<string[]> Paths = Many(
        "--path", "Of --kind proxy: what holds below a path, as /admin=second-factor:10 (minutes) or /public=open; again for each.",
        "PATH=DEMAND", all => AppPathWords.Read(all).Fault);

    private static readonly Option<string[]> From = Many(
        "--from", "Of --kind radius: the networks that it asks from, as 192.0.2.7 or 10.1.0.0/16; with commas between, or again for each.",
        "CIDR", all => Networks(all).Where(each => AppNetwork.FaultOf(each) is not null)
            .Select(each => $"{each} {AppNetwork.FaultOf(each)}.").FirstOrDefault());

    private static readonly Option<string[]> SignedOut = Addresses(
        "--signed-out", "Where people may be sent after signing out; again for each further one.", isRequired: false);

    private static readonly Option<string> Title = new("--title") { Description = "What people are shown. Without it, NAME." };
    private static readonly Option<string> Kind = OneOf(
        "--kind", "web keeps a secret on a server; public can keep none; proxy speaks nothing; radius asks by RADIUS; api keeps its own people.", AppWords.Kinds);
    private static readonly Option<string> Level = OneOf(
        "--level", "What somebody must have proven: password, second-factor, or phishing-resistant (a passkey).", AppWords.Levels);

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
        shell, new Command("add", "Adds an application, and shows its secret once, if it can keep one.")
        {
            Name, Return, At, Paths, From, SignedOut, Title, Kind, Level, Fresh, May, Algorithm, Consent, AsJson,
        }.Excludes(
            "What is behind a proxy speaks nothing: --at and --path go without --return, --signed-out, --may, --algorithm and --consent.",
            [At, Paths], Return, SignedOut, May, Algorithm, Consent).Excludes(
            "What asks by RADIUS says a name and a password: --from goes with --title and --level alone.",
            [From], Return, At, Paths, SignedOut, May, Fresh, Algorithm, Consent), Add);

    private static IEnumerable<string> Networks(IEnumerable<string> given) =>
        given.SelectMany(each => each.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

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

    private static Option<string[]> Many(string name, string description, string helpName, Func<IReadOnlyList<string>, string?> faultOf)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(given =>
        {
            if (faultOf([.. given.Tokens.Select(token => token.Value)]) is { } fault) given.AddError(fault);
        });
        return option;
    }

    private static async Task<int> Add(CommandRun run, Installation at, CancellationToken ct)
    {
        if (run.Get(Kind) != AppWords.Of(AppKind.Proxy) && (run.Get(At) is { Length: > 0 } || run.Get(Paths) is { Length: > 0 }))
            return run.RefuseWords("--at and --path are for what is behind a proxy: --kind proxy.");

        if (run.Get(Kind) != AppWords.Of(AppKind.Radius) && run.Get(From) is { Length: > 0 })
            return run.RefuseWords("--from is for what asks by RADIUS: --kind radius.");

        var (app, fault) = DraftOf(run, at.Part<Policy>()).Read();
        if (app is null) return run.RefuseWords(fault!.Says);
        if (await at.Part<AddApp>().Run(run.Shell.User, app, ct) is not { } added)
            return run.Refuse(
                $"There is an application {app.Name} already" +
                $"{(app.Kind is AppKind.Proxy or AppKind.Radius ? ", or one at its address" : "")}, or there are {AppRules.Most}. Nothing was " +
                "changed.");

        if (run.Get(AsJson)) return run.SayJson(new { App = app.Name, Secret = added.Secret?.Reveal() });

        if (app.Kind is AppKind.Proxy)
        {
            run.Note($"{app.Name} lets people pass whom its proxy asks about: docs/forward-auth.md shows how.");
            return CommandRun.Done;
        }

        if (app.Kind is AppKind.Radius)
        {
            run.Note($"{app.Name} can ask for people by RADIUS (docs/radius.md). The secret that it shares with us, shown this once:");
            return run.Say(added.Secret!.Reveal());
        }

        if (app.Kind is AppKind.Api)
        {
            run.Note($"{app.Name} can ask by /apps/v1 about people of its own (docs/apps.md). Its secret, shown this once:");
            return run.Say(added.Secret!.Reveal());
        }

        run.Note(added.Secret is null
            ? $"{app.Name} can sign people in. It is public and has no secret: it calls itself {app.Name}."
            : $"{app.Name} can sign people in. It calls itself {app.Name}; its secret, shown this once:");
        return added.Secret is { } secret ? run.Say(secret.Reveal()) : CommandRun.Done;
    }

    private static AppDraft DraftOf(CommandRun run, Policy policy) => new(run.Get(Name), AppWords.KindOf(run.Get(Kind)!))
    {
        Title = run.Get(Title) ?? "",
        ReturnAddresses = AppWords.KindOf(run.Get(Kind)!) switch
        {
            AppKind.Proxy => run.Get(At),
            AppKind.Radius => [.. Networks(run.Get(From) ?? [])],
            AppKind.Web or AppKind.Public or AppKind.Api => run.Get(Return),
        } ?? [],
        Paths = run.Get(Paths) ?? [],
        SignedOutAddresses = run.Get(SignedOut) ?? [],
        May = run.Get(May)!,
        Level = AppWords.LevelOf(run.Get(Level)!),
        Fresh = run.Get(Fresh) ?? "",
        Algorithm = AppWords.AlgorithmOf(run.Get(Algorithm)!),
        AsksConsent = run.Get(Consent),
        HasPasskeys = policy.PasskeySite is not null,
    };
}
