using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Operators;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary><c>account key</c>: the API keys of one account.</summary>
public static class AccountKeyCommands
{
    private const string EndUsersOnly = "{\"api\":{\"" + ApiKeyRights.NameEndUsers + "\":{}}}";
    private const string ReadOnly = "{\"api\":{\"" + ApiKeyRights.Read + "\":{}}}";

    private static readonly Argument<long> Id = new("KEY")
    {
        Description = "The number of the key, as `account key list` shows it.",
        CustomParser = given =>
        {
            var typed = given.Tokens[0].Value;
            if (long.TryParse(typed, CultureInfo.InvariantCulture, out var id)) return id;

            given.AddError($"{typed} is not the number of a key: `account key list` shows those there are.");
            return 0;
        },
    };

    private static readonly Option<string> Name = MakeName();
    private static readonly Option<bool> Reads = new("--read-only") { Description = "The key may look and change nothing." };
    private static readonly Option<bool> NamesEndUsers = new("--end-users")
    {
        Description = "The key opens nothing: by it an application says at which address the person is that it asks for.",
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one line of JSON." };

    /// <summary>Builds the group.</summary>
    /// <param name="onAccount">Makes a command of one that begins with the account it is about.</param>
    public static Command Build(Func<Command, Func<CommandRun, Installation, Account, CancellationToken, Task<int>>, Command> onAccount) =>
        new("key", "API keys of an account.")
        {
            onAccount(new("list", "Lists the API keys of an account, without the keys themselves.") { AsJson }, List),
            onAccount(MakeAdd(), Add),
            WithId(onAccount(new("delete", "Deletes an API key; whoever uses it is refused from now on."), Delete)),
        };

    private static Command MakeAdd()
    {
        var add = new Command("add", "Creates an API key and shows it, this once.") { Name, Reads, NamesEndUsers, AsJson };
        return add.Excludes("Give --read-only or --end-users, not both.", [Reads], NamesEndUsers);
    }

    // After the account, in the order in which they are typed.
    private static Command WithId(Command command)
    {
        command.Add(Id);
        return command;
    }

    private static async Task<int> List(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var keys = await at.Part<KeysOfAccount>().List(account.Id, ct);
        if (run.Get(AsJson)) return run.SayJson(keys.Select(KeyRow.Of));

        foreach (var key in keys) run.Say(KeyRow.Of(key).ToLine());
        run.Note(keys.Count == 1 ? "1 API key." : string.Create(CultureInfo.InvariantCulture, $"{keys.Count} API keys."));
        return CommandRun.Done;
    }

    private static async Task<int> Add(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var permissions = run.Get(NamesEndUsers) ? EndUsersOnly : run.Get(Reads) ? ReadOnly : ApiKeyRights.Everything;
        var by = new ShellOperator(run.Shell.User, "account key add");
        var made = await at.Part<KeysOfAccount>().Give(by, new(account.Id), run.Get(Name)!.Trim(), permissions, ct);
        if (made.Given is not { } key) return run.Refuse(Who.Of(made.Refused!));

        var id = key.Id.Value.ToString(CultureInfo.InvariantCulture);
        return run.SayOnce(
            () => run.Get(AsJson)
                ? run.SayJson(new { Id = key.Id.Value, key.Name, ApiKey = key.Key.Reveal() })
                : run.Say($"API key {id}, shown this once: {key.Key.Reveal()}"),
            $"API key {id} was made all the same, and nobody has seen it: `account key delete {Who.NameOf(account)} {id}` deletes it.");
    }

    private static async Task<int> Delete(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        var id = new ApiKeyId(run.Get(Id));
        var by = new ShellOperator(run.Shell.User, "account key delete");
        var deleted = await at.Part<KeysOfAccount>().Delete(by, new(account.Id), id, ct);
        return deleted switch
        {
            { Given: { } key } => run.Say($"The API key \"{SafeText.OneLine(key.Name)}\" of {Who.NameOf(account)} has been deleted."),
            { Refused.Why: Refusal.NotFound } =>
                run.Refuse($"{Who.NameOf(account)} has no such API key. `account key list` shows those there are."),
            _ => run.Refuse(Who.Of(deleted.Refused!)),
        };
    }

    private static Option<string> MakeName()
    {
        var name = new Option<string>("--name") { Description = "What it is for.", Required = true };
        name.Validators.Add(given =>
        {
            if (ShownName.Find(given.GetValueOrDefault<string>(), Accounts.ApiKeys.LongestName) is null)
                given.AddError($"--name must have 1 to {Accounts.ApiKeys.LongestName} characters, on one line.");
        });
        return name;
    }

    private sealed record KeyRow(
        long Id, string Name, string KeySuffix, bool MayRead, bool MayChange, bool NamesEndUsers, bool ByOperator, DateTimeOffset CreatedAt,
        DateTimeOffset? LastUsedAt)
    {
        public static KeyRow Of(ApiKey key) => new(
            key.Id.Value, key.Name, key.Suffix, ApiKeyRights.Of(key.Permissions).Contains(ApiKeyRights.Read),
            ApiKeyRights.Of(key.Permissions).Contains(ApiKeyRights.Write),
            ApiKeyRights.NamesEndUsers(key), key.IsByOperator, key.CreatedAt, key.LastUsedAt);

        public string ToLine() => string.Create(CultureInfo.InvariantCulture,
            $"{Id,6}  {SafeText.OneLine(Name),-30}  ends in {KeySuffix}, {What}, " +
            $"{(ByOperator ? "from an operator, " : "")}created {Day(CreatedAt)}, last used {Day(LastUsedAt)}");

        // A key of an application that was given another value meanwhile opens nothing at all.
        private string What => (MayRead, MayChange, NamesEndUsers) switch
        {
            (_, true, false) => "may change",
            (_, true, true) => "may change, and an application tells addresses by it",
            (true, false, true) => "may read, and an application tells addresses by it",
            (false, false, true) => "an application tells addresses by it",
            (true, false, false) => "may only read",
            (false, false, false) => "opens nothing",
        };

        private static string Day(DateTimeOffset? instant) =>
            instant?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";
    }
}
