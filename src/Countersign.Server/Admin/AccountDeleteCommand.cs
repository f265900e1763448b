using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Composition;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary><c>account delete</c>: says what stops and what is lost, asks, and removes the account for good.</summary>
public static class AccountDeleteCommand
{
    private static readonly Option<bool> Yes = new("--yes") { Description = "Do not ask first." };

    /// <summary>Makes the command.</summary>
    public static Command Make() => new("delete", "Removes an account for good. Its audit log stays.") { Yes };

    /// <summary>Removes it.</summary>
    public static async Task<int> Run(CommandRun run, Installation at, Account account, CancellationToken ct)
    {
        if (await at.Part<ShowDeletion>().IsRefused(account, ct))
            return run.Refuse(Who.Of(Refused.ToOperator(OperatorRefusal.LastAdmin, account)));

        foreach (var line in Describe(await at.Part<ShowDeletion>().WhatEnds(account, ct))) run.Note(line);
        if (!run.Confirms($"Delete {Who.NameOf(account)} for good?", run.Get(Yes))) return CommandRun.NotDone;

        var deleted = await at.Part<DeleteAccount>().Run(
            account.Id, OperatorSource.Entry(run.Shell, AuditEvent.UserDeleted, "account delete", account.Id), ct);
        return deleted.Given is { } gone ? run.Say($"{Who.NameOf(gone)} has been deleted.") : run.Refuse(Who.Of(deleted.Refused!));
    }

    private static IEnumerable<string> Describe(AccountEnd end) =>
    [
        string.Create(CultureInfo.InvariantCulture,
            $"Lost for good: methods {end.Methods}, recovery codes {end.BackupCodes}, sessions {end.Sessions}, " +
            $"remembered browsers {end.Browsers}, API keys {end.Keys.Count}."),
        .. end.Keys.Select(key => $"Stops: {WhoUses(key)} \"{SafeText.OneLine(key.Name)}\" (ends in {key.Suffix}, {LastUse(key)})."),
    ];

    private static string WhoUses(ApiKey key) =>
        ApiKeyRights.NamesEndUsers(key) ? "the application that signs its people in by the API key" : "whatever uses the API key";

    private static string LastUse(ApiKey key) => key.LastUsedAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"last used {at:yyyy-MM-dd}")
        : "never used";
}
