using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>How an import ended.</summary>
/// <param name="There">Rows whose account was there before.</param>
/// <param name="Faults">A line per fault, with the number of its row.</param>
public sealed record Imported(int Made, int There, IReadOnlyList<string> Faults);

/// <summary>
/// Makes many accounts. The whole file is checked first. Accounts are made in batches, so that a running server is not kept
/// waiting; an import that was cut short is simply run again, since accounts that are there already are left alone.
/// </summary>
public static class ImportAccounts
{
    private const string Route = "account import";
    private const int BatchSize = 500;

    /// <summary>Checks all rows, and makes the accounts of the good ones.</summary>
    /// <param name="skipFaulty">Whether one faulty row keeps all others from being made.</param>
    public static async Task<Imported> Run(
        Installation at, OperatorShell shell, IReadOnlyList<ImportRow> rows, SkipFaulty skipFaulty, CancellationToken ct)
    {
        var ranges = await at.Db.Read(at.Part<NumberReader>().ListAllowed, ct);
        var ground = new ImportGround(at.Settings.DefaultRegion, ranges, at.Passwords, await ScriptsFor(at, rows, ct), at.Ground.Now());
        var verdicts = await at.Db.Read(sql => CheckAll(sql, new(ground, rows), rows), ct);
        var there = verdicts.Count(verdict => verdict.There is not null);
        var faults = verdicts.SelectMany(verdict => verdict.Faults.Select(fault => $"line {verdict.Line}: {fault}")).ToList();
        if (faults.Count > 0 && skipFaulty is SkipFaulty.No) return new(0, there, faults);

        var made = 0;
        foreach (var batch in verdicts.Where(verdict => verdict.Person is not null).Chunk(BatchSize))
        {
            var taken = await at.Db.Write(tx => Make(tx, at, shell, batch), ct);
            made += batch.Length - taken.Count;
            faults.AddRange(taken.Select(line => $"line {line}: the address or the name was taken while the import ran."));
        }

        return new(made, there, faults);
    }

    // The mail server is asked only where an answer matters.
    private static async Task<MailScripts> ScriptsFor(Installation at, IReadOnlyList<ImportRow> rows, CancellationToken ct) =>
        rows.Any(row => EmailAddress.TryParse(row.Find("email"), out var email) && email.NeedsOtherScripts)
            ? await at.Part<MailReach>().Scripts(ct)
            : MailScripts.Unknown;

    private static async Task<IReadOnlyList<ImportVerdict>> CheckAll(Sql sql, ImportCheck check, IReadOnlyList<ImportRow> rows)
    {
        var verdicts = new List<ImportVerdict>(rows.Count);
        foreach (var row in rows) verdicts.Add(await check.Check(sql, row));
        return verdicts;
    }

    private static async Task<List<int>> Make(Tx tx, Installation at, OperatorShell shell, IReadOnlyList<ImportVerdict> batch)
    {
        var taken = new List<int>();
        foreach (var verdict in batch)
        {
            await MakeWay.For(tx, at.Audit, shell, verdict.Person!, Route);
            if (await AccountStore.TryAdd(tx, verdict.Person!) is { } id)
                await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.UserCreated, Route, id));
            else taken.Add(verdict.Line);
        }

        return taken;
    }
}

/// <summary>What a faulty row does to the others.</summary>
public enum SkipFaulty
{
    /// <summary>Nothing is made.</summary>
    No,

    /// <summary>The others are made.</summary>
    Yes,
}
