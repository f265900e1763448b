using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Delivery;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary><c>account add</c>.</summary>
public static class AccountAddCommand
{
    private static readonly Option<string> Email = new("--email") { Description = "The address of the person.", Required = true };
    private static readonly Option<string?> Username =
        new("--username") { Description = "The user name; without one, it is made of what stands before the @." };
    private static readonly Option<string?> FullName = new("--fullname") { Description = "The name of the person." };
    private static readonly Option<string?> Phone = new("--phone") { Description = "The phone number, as +14165550123." };
    private static readonly Option<string?> WrittenTo =
        new("--language")
        {
            Description = $"The language of e-mails and text messages to the person: {FieldReader.LanguageCodes}. Without it, that of the " +
                "service.",
        };
    private static readonly Option<bool> PasswordStdin =
        new("--password-stdin") { Description = "Read the password from the first line of the standard input." };
    private static readonly Option<bool> Verified = new("--verified") { Description = "The address is known to be the person's own." };
    private static readonly Option<bool> Admin = new("--admin") { Description = "The account is an admin." };
    private static readonly Option<bool> ApiKey = new("--api-key") { Description = "Create an API key and show it, this once." };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one JSON object." };

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) => OperatorCommand.OnInstallation(
        shell,
        new Command("add", "Creates an account. Without a password it can only be used by API key.")
            { Email, Username, FullName, Phone, WrittenTo, PasswordStdin, Verified, Admin, ApiKey, AsJson },
        Run);

    private static async Task<int> Run(CommandRun run, Installation at, CancellationToken ct)
    {
        var scripts = EmailAddress.TryParse(run.Get(Email), out var typed) && typed.NeedsOtherScripts
            ? await at.Part<MailReach>().Scripts(ct)
            : MailScripts.Unknown;
        var reader = new FieldReader(at.Settings.DefaultRegion, await at.Db.Read(at.Part<NumberReader>().ListAllowed, ct), scripts);
        var email = reader.Email(run.Get(Email));
        var ask = new AccountAsk(email, reader.Username(run.Get(Username), email), reader.Phone(run.Get(Phone)))
        {
            FullName = reader.FullName(run.Get(FullName)),
            Language = reader.Language(run.Get(WrittenTo)),
            IsVerified = run.Get(Verified),
            IsAdmin = run.Get(Admin),
            WithApiKey = run.Get(ApiKey),
        };
        if (reader.Faults.Count > 0) return run.RefuseWords(string.Join(Environment.NewLine, reader.Faults));

        var password = AskPassword(run);
        if (password.Refused is { } no) return run.Refuse(no.Detail!);

        var made = await AddAccount.Run(at, run.Shell, ask with { Password = password.Given is { Length: > 0 } given ? given : null }, ct);
        return made.Given is { } account ? Show(run, account) : run.Refuse(made.Refused!.Detail!);
    }

    private static Answer<string> AskPassword(CommandRun run)
    {
        if (run.Get(PasswordStdin))
            return run.Shell.Keyboard.Lines.ReadLine() is { Length: > 0 } line ? line : Refused.Because(
                "--password-stdin was given, but the standard input is empty. Pipe the password into it.");
        if (!run.Shell.Keyboard.IsTerminal) return "";

        var password = run.AskHidden("Password (empty for none)");
        return password.Length == 0
            || run.AskHidden("Repeat the password") == password ? password : Refused.Because(
                "The two passwords differ. Nothing was created; run the command again.");
    }

    private static int Show(CommandRun run, MadeAccount account)
    {
        var facts = new { Id = account.Id.Value, Email = account.Email.Text, account.Username, ApiKey = account.ApiKey?.Reveal() };
        return run.SayOnce(
            () => run.Get(AsJson) ? run.SayJson(facts) : Tell(run, account),
            facts.ApiKey is null
                ? $"The account {facts.Username} was created all the same."
                : $"The account {facts.Username} was created all the same, and nobody has seen its API key: `account key list {facts.Username}` " +
                  "shows which one it is, `account key delete` deletes it.");
    }

    private static int Tell(CommandRun run, MadeAccount account)
    {
        run.Say(string.Create(
            CultureInfo.InvariantCulture, $"Created account {account.Id.Value}: {account.Username}, {account.Email.Text}."));
        if (!run.Get(Verified)) run.Say("The address is not confirmed: the person confirms it after signing in.");
        return account.ApiKey is { } key ? run.Say($"API key, shown this once: {key.Reveal()}") : CommandRun.Done;
    }
}
