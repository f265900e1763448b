namespace Countersign.Server.Storage;

/// <summary>Moves an installation from a file to PostgreSQL: every row as it is, each compared afterwards.</summary>
public static class DatabaseCopy
{
    /// <summary>The table that comes last: even without its mark no server starts on data that belongs to no key.</summary>
    private const string Last = "key_canaries";

    private const int Step = 2000;

    /// <summary>
    /// Copies what is not there yet and compares everything. Interrupted at any point, it is run again and goes on.
    /// </summary>
    /// <param name="file">Of the source, which nobody may have open.</param>
    /// <param name="target">Empty, or what a copy was begun into.</param>
    /// <param name="migrate">Makes the tables of the target.</param>
    /// <param name="tell">Hears what was done, a line for each table.</param>
    /// <exception cref="InvalidDataException">It cannot be done, or a row is not the same; the message says what to do.</exception>
    public static async Task Run(
        string file, PostgresAddress target, Func<Task> migrate, Action<string> tell, CancellationToken ct)
    {
        using var source = CopySource.Open(file);
        RefuseOtherSchema(source);
        var tables = source.Tables();
        await using var place = await CopyTarget.Open(target, source.State(), tables, migrate, ct);
        var last = tables.Single(table => table.Name == Last);
        var others = tables.Where(table => table != last).ToList();
        foreach (var table in others) await Copy(source, place, table, ct);
        foreach (var table in others) tell($"{table.Name}: {await Compare(source, place, table)} rows, all the same");
        await place.Finish(tables, last, source.All(last));
        tell($"{last.Name}: {await Compare(source, place, last)} rows, all the same");
    }

    private static void RefuseOtherSchema(CopySource source)
    {
        var there = source.Migrations();
        if (Migrator.All.Except(there).FirstOrDefault() is { } missing)
            throw new InvalidDataException(
                $"The source is older than this program: it lacks {missing}. Run `migrate` on it with this program first; nothing was " +
                    $"copied.");
        if (there.Except(Migrator.All).FirstOrDefault() is { } unknown)
            throw new InvalidDataException(
                $"The source is newer than this program: it has {unknown}. Copy it with the program that made it; nothing was copied.");
    }

    private static async Task Copy(CopySource source, CopyTarget place, CopiedTable table, CancellationToken ct)
    {
        var through = await place.Through(table);
        while (source.Next(table, through, Step) is { Count: > 0 } rows)
        {
            ct.ThrowIfCancellationRequested();
            await place.Add(table, rows);
            through = rows[^1].Number;
        }
    }

    private static async Task<long> Compare(CopySource source, CopyTarget place, CopiedTable table)
    {
        var count = 0L;
        using var there = source.All(table).GetEnumerator();
        await foreach (var row in place.All(table))
        {
            if (!there.MoveNext() || !CopiedRows.AreSame(there.Current, row)) throw Differ(table, count);

            count++;
        }

        return there.MoveNext() ? throw Differ(table, count) : count;
    }

    private static InvalidDataException Differ(CopiedTable table, long count) => new(
        $"Row {count + 1} of {table.Name}, in the order of its key, is not the same in both databases. Somebody wrote into the target: " +
            $"empty " +
            "it and begin anew.");
}
