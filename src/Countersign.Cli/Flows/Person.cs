using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Terminal;
using Countersign.Client;

namespace Countersign.Cli.Flows;

/// <summary>Whom an account command is about, and at which server: by option, variable or file, and what is missing is asked for.</summary>
internal sealed class Person(Uri endpoint, string userName, TfClient client, AccountFile? memory) : IDisposable
{
    private const string UserNameVariable = "COUNTERSIGN_USERNAME";
    internal const string PasswordVariable = "COUNTERSIGN_PASSWORD";
    private const string Unchanged = "Nothing was changed.";
    private const string Prompt = "Password: ";
    private const string NotSent = "Stopped at the password. Nothing was sent.";

    public static readonly Option<bool> NoLoad =
        new("--no-load") { Description = "Neither read nor keep the server, the name and the token", Recursive = true };
    public static readonly Option<string?> Name =
        new("--username", "-u") { Description = $"User name or e-mail address [${UserNameVariable}]", HelpName = "NAME", Recursive = true };
    public static readonly Option<string?> PasswordFile = new("--password-file")
    {
        Description = $"A file with the password; - reads it from standard input [${PasswordVariable}, or you are asked]",
        HelpName = "FILE",
        Recursive = true,
    };

    public string UserName => userName;

    public TfClient Client => client;

    /// <summary>The token of an earlier command for this person and server.</summary>
    public AccessKey? Token =>
        memory is not null && memory.Endpoint == endpoint.OriginalString && memory.UserName == userName ? memory.Token : null;

    public static async Task<Person> Find(Invocation call)
    {
        var memory = call.Value(NoLoad) ? null : new AccountFile();
        memory?.Load();
        var endpoint = call.Given(Globals.Url, Globals.UrlVariable) ?? memory?.Endpoint ?? await AskEndpoint(call);
        var userName = call.Given(Name, UserNameVariable) ?? memory?.UserName ?? await AskName(call);
        var url = Invocation.ParseUrl(endpoint);
        return new(url, userName, call.TfClient(url, userName, await PasswordOf(call)), memory);
    }

    /// <summary>Keeps server and name, and a token if there is one, for the next command.</summary>
    public void Remember(AccessKey? token) => memory?.Remember(endpoint, userName, token);

    public void Dispose() => client.Dispose();

    private static async Task<string> AskEndpoint(Invocation call)
    {
        var typed = await call.Ask.Line($"Endpoint [{Globals.DefaultUrl}]: ", Unchanged);
        return typed.Length > 0 ? typed : Globals.DefaultUrl;
    }

    private static async Task<string> AskName(Invocation call)
    {
        string typed;
        do typed = await call.Ask.Line("Username: ", $"No user name was given: type it, or give --username. {Unchanged}");
        while (typed.Length == 0);
        return typed;
    }

    /// <summary>Who signs in: as given, or asked for.</summary>
    public static async Task<string> NameOf(Invocation call) => call.Given(Name, UserNameVariable) ?? await AskName(call);

    /// <summary>The password as given, or asked for once: the server compares it.</summary>
    public static async Task<string> PasswordToSignIn(Invocation call) =>
        GivenPassword(call) ?? (await call.Ask.Hidden(Prompt, NotSent) is { Length: > 0 } typed ? typed : throw NoPassword());

    private static Stop NoPassword() => new(
        ExitCode.Failed, $"No password was given: type it, or give --password-file (- reads it from standard input). {Unchanged}");

    private static string? GivenPassword(Invocation call)
    {
        if (call.Value(PasswordFile) is { } path)
            return path == "-" ? call.Ask.Piped("password") : InFile(call, path);
        return Environment.GetEnvironmentVariable(PasswordVariable) is { Length: > 0 } given ? given : null;
    }

    private static string InFile(Invocation call, string path)
    {
        var text = File.ReadAllText(path).TrimEnd('\r', '\n');
        if (PrivateFile.IsOpenToOthers(path))
            call.Screen.Note($"Careful: others on this computer can read {path}. Close it to them:  chmod 600 {path}", Tone.Warning);
        return text;
    }

    private static async Task<string> PasswordOf(Invocation call)
    {
        if (GivenPassword(call) is { } given) return given;

        while (true)
        {
            var (typed, again) = (await call.Ask.Hidden(Prompt, NotSent), await call.Ask.Hidden("Repeat for confirmation: ", NotSent));
            if (typed.Length > 0 && typed == again) return typed;
            if (typed.Length == 0) throw NoPassword();
            call.Screen.Note("The two passwords do not match. Please type them again.");
        }
    }
}
