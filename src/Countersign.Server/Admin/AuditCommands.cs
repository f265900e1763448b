using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Countersign.Server.Composition;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>The <c>audit</c> group.</summary>
public static class AuditCommands
{
    private const int PageSize = 1000;

    private static readonly Option<string?> Anchor = new("--anchor")
    {
        Description = "A file that `audit anchor` wrote: the log must lead through it.",
        HelpName = "FILE",
    };

    private static readonly Option<DateTimeOffset?> Since = SinceOption.Of(
        "Only what happened since: a date, or a date and a time, of UTC if it does not say otherwise. Without it, everything.");

    /// <summary>Builds the group.</summary>
    public static Command Build(OperatorShell shell) => new("audit", "The log of what happened to accounts and keys.")
    {
        OperatorCommand.OnInstallation(
            shell, new("verify", "Looks whether an entry was changed, moved or lost, or the end cut off.") { Anchor }, Verify),
        OperatorCommand.OnInstallation(
            shell, new(
                "anchor", "Prints what the log is now, signed, in one line: keep it where nobody reaches who reaches the database."), Print),
        OperatorCommand.OnInstallation(shell, new("export", "Prints every entry as a line of JSON.") { Since }, Export),
    };

    private static async Task<int> Verify(CommandRun run, Installation at, CancellationToken ct)
    {
        var check = new AuditCheck(at.Keys, at.Settings.AuditKeeping.AddressLife);
        var faults = new List<string>(await at.Db.Read(check.Faults, ct));
        if (await at.Witness.LostEntry(ct) is { } lost) faults.Add(lost);
        if (run.Get(Anchor) is { } file)
        {
            if (AuditAnchor.Read(await TextFile.Read(file, ct)) is not { } anchor) return run.Refuse($"{file} isn't an anchor.");
            if (!at.Keys.Known.Contains(anchor.KeyId))
                run.Note($"The anchor is signed under key {anchor.KeyId}, which is gone: it is compared without its signature.");
            if (await at.Db.Read(sql => anchor.Fault(sql, at.Keys), ct) is { } fault) faults.Add(fault);
        }

        foreach (var fault in faults) run.Note($"{fault}.");
        if (faults.Count > 0) return run.Refuse("Keep a copy of the database and find out who had access.");

        var (entry, _) = await at.Db.Read(AuditChain.Newest, ct);
        return run.Say(string.Create(CultureInfo.InvariantCulture, $"The audit log is whole up to entry {entry}, and its end is signed."));
    }

    private static async Task<int> Print(CommandRun run, Installation at, CancellationToken ct) =>
        run.Say((await at.Db.Read(sql => AuditAnchor.Make(sql, at.Keys), ct)).Write());

    private static async Task<int> Export(CommandRun run, Installation at, CancellationToken ct)
    {
        var (after, since) = (0L, run.Get(Since) ?? DateTimeOffset.UnixEpoch);
        if (since > run.Shell.Now())
            return run.RefuseWords(string.Create(CultureInfo.InvariantCulture, $"--since {since:u} is still to come: nothing has happened since."));
        while (await at.Db.Read(sql => AuditLog.Page(sql, after, since, PageSize), ct) is { Count: > 0 } page)
        {
            foreach (var row in page) run.SayJson(Facts(row));
            after = page[^1].Entry!.Value;
        }

        return CommandRun.Done;
    }

    private static object Facts(StoredAuditEntry row) => new
    {
        row.Entry,
        Time = DateTimeOffset.FromUnixTimeSeconds(row.CreatedAt).UtcDateTime,
        row.AccountId,
        Number = row.Seq,
        row.Event,
        row.Outcome,
        row.Factor,
        row.MethodId,
        row.Credential,
        row.ApiKeyId,
        Route = row.ApiRoute,
        row.IpAddress,
        Args = JsonNode.Parse(row.Args),
        Hash = Convert.ToHexStringLower(row.Hash),
    };
}
