using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Development;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Nodes;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>An installation that moves from its file to PostgreSQL: whole, compared, and only to where nothing else is.</summary>
public sealed class CopyTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-copy-");
    private ServerSettings before = new();
    private ServerSettings after = new();
    private string? database;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PostgresAddress Target => PostgresAddress.Of(after.Database!, 5, null);

    public async ValueTask InitializeAsync()
    {
        TwoNodes.SkipOnFile();
        database = await TestDatabases.Make();
        before = new() { DataFolder = folder.FullName, KeyFile = Path.Combine(folder.FullName, "keys") };
        after = before with { Database = DatabaseServer.Of(database!), DrainGiven = TimeSpan.Zero };
        await using var app = await Serve(before);
        var tools = ActivatorUtilities.CreateInstance<SeedTools>(app.Services);
        await ActivatorUtilities.CreateInstance<SeededPeople>(app.Services, tools).Plant(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await TestDatabases.Drop(database);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Everything_moves_and_a_server_goes_on_where_the_last_one_stopped()
    {
        using var office = new Office();

        var told = await office.Run("copy", "--from", folder.FullName, "--to", database!);

        Assert.True(told.Exit == 0, told.Errors);
        Assert.Contains("accounts: 5 rows, all the same", told.Output, StringComparison.Ordinal);
        Assert.Contains(before.KeyFile, told.Output, StringComparison.Ordinal);
        await using var app = await Serve(after);
        var db = app.Services.GetRequiredService<Db>();
        Assert.Empty(await db.Read(new AuditCheck(app.Services.GetRequiredService<KeyRing>(), AuditSteps.AddressLife).Faults, Ct));
        Assert.True(EmailAddress.TryParse("new@example.org", out var email));
        Assert.True((await db.Write(tx => AccountStore.TryAdd(tx, new(email, "new")), Ct))!.Value.Value > 5);
    }

    [Fact]
    public async Task What_was_interrupted_goes_on_and_no_server_starts_before_it_is_done()
    {
        await Interrupt();

        await Assert.ThrowsAsync<InvalidDataException>(() => Serve(after));
        var lines = new List<string>();
        await DatabaseCopy.Run(before.DatabaseFile, Target, Migrate, lines.Add, Ct);

        Assert.Contains("accounts: 5 rows, all the same", lines);
        await (await Serve(after)).DisposeAsync();
    }

    [Fact]
    public async Task A_row_that_is_not_the_same_is_found()
    {
        await Interrupt();
        await using (var db = Databases.Open(after, TimeProvider.System))
            await db.Write(tx => tx.Execute($"UPDATE accounts SET username = 'mallory' WHERE username = 'grace'"), Ct);

        var found = await Assert.ThrowsAsync<InvalidDataException>(
            () => DatabaseCopy.Run(before.DatabaseFile, Target, Migrate, _ => { }, Ct));

        Assert.StartsWith("Row 2 of accounts", found.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => Serve(after));
    }

    [Fact]
    public async Task A_row_too_many_is_found()
    {
        await Interrupt();
        await using (var db = Databases.Open(after, TimeProvider.System))
            await db.Write(tx => tx.Execute($"INSERT INTO limits (bucket, hits, window_ends) VALUES ('zzz', 1, 1)"), Ct);

        var found = await Assert.ThrowsAsync<InvalidDataException>(
            () => DatabaseCopy.Run(before.DatabaseFile, Target, Migrate, _ => { }, Ct));

        Assert.Contains("of limits", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_was_served_in_between_is_not_mixed_with_what_it_was()
    {
        await Interrupt();
        await (await Serve(before)).DisposeAsync();

        var refused = await Assert.ThrowsAsync<InvalidDataException>(
            () => DatabaseCopy.Run(before.DatabaseFile, Target, Migrate, _ => { }, Ct));

        Assert.Contains("begin anew", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_an_installation_of_its_own_is_refused_and_stays_as_it_is()
    {
        await DatabaseCopy.Run(before.DatabaseFile, Target, Migrate, _ => { }, Ct);
        using var office = new Office();

        var told = await office.Run("copy", "--from", before.DatabaseFile, "--to", database!);

        Assert.Equal(1, told.Exit);
        Assert.Contains("holds an installation already", told.Errors, StringComparison.Ordinal);
        await (await Serve(after)).DisposeAsync();
    }

    [Fact]
    public async Task A_source_that_was_put_back_from_a_backup_is_not_moved_before_it_is_made_safe()
    {
        var backup = Path.Combine(folder.FullName, "backup.db");
        File.Copy(before.DatabaseFile, backup);
        await (await Serve(before)).DisposeAsync();
        File.Move(backup, before.DatabaseFile, overwrite: true);
        using var office = new Office();

        var told = await office.Run("copy", "--from", folder.FullName, "--to", database!);

        Assert.Equal(1, told.Exit);
        Assert.Contains("after-restore", told.Errors, StringComparison.Ordinal);
        await using var db = Databases.Open(after, TimeProvider.System);
        Assert.Equal(Migrator.All, await Migrator.Missing(db, Ct));
    }

    [Fact]
    public async Task A_copy_of_the_file_under_another_name_is_no_source()
    {
        var copy = Path.Combine(folder.FullName, "backup.db");
        File.Copy(before.DatabaseFile, copy);
        using var office = new Office();

        var told = await office.Run("copy", "--from", copy, "--to", database!);

        Assert.Equal(1, told.Exit);
        Assert.Contains("named countersign.db", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_whose_key_file_is_another_one_is_not_moved()
    {
        File.Delete(before.KeyFile);
        KeyRing.OpenOrCreate(before.KeyFile, DateTimeOffset.UnixEpoch);
        using var office = new Office();

        var told = await office.Run("copy", "--from", folder.FullName, "--to", database!);

        Assert.Equal(1, told.Exit);
        Assert.Contains("not the one that the database was written with", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_file_is_served_by_nobody_by_accident_afterwards()
    {
        using var office = new Office();
        Assert.Equal(0, (await office.Run("copy", "--from", folder.FullName, "--to", database!)).Exit);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => Serve(before));

        Assert.Contains("after-restore", refused.Message, StringComparison.Ordinal);
        await (await Serve(after)).DisposeAsync();
    }

    [Fact]
    public async Task No_server_starts_on_a_target_that_a_copy_has_only_begun_to_fill()
    {
        using (var source = CopySource.Open(before.DatabaseFile))
            await (await CopyTarget.Open(Target, source.State(), source.Tables(), Migrate, Ct)).DisposeAsync();

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => Serve(after));

        Assert.Contains("Run `copy` again", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_a_server_has_open_is_refused()
    {
        await using var app = await Serve(before);
        using var office = new Office();

        var told = await office.Run("copy", "--from", folder.FullName, "--to", database!);

        Assert.Equal(1, told.Exit);
        Assert.Contains("Stop it first", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_source_or_no_target_is_said()
    {
        using var office = new Office();

        var noSource = await office.Run("copy", "--from", Path.Combine(folder.FullName, "none"), "--to", database!);
        var noTarget = await office.Run("copy", "--from", folder.FullName, "--to", "sqlite");

        Assert.Contains("There is no database", noSource.Errors, StringComparison.Ordinal);
        Assert.Contains("Name the PostgreSQL database", noTarget.Errors, StringComparison.Ordinal);
    }

    // As a power cut between the last row and the comparison would.
    private async Task Interrupt()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => DatabaseCopy.Run(
            before.DatabaseFile, Target, Migrate, _ => throw new TimeoutException("It is interrupted."), Ct));
    }

    private async Task Migrate()
    {
        await using var db = Databases.Open(after, TimeProvider.System);
        await Migrator.Run(db, Ct);
    }

    private static Task<WebApplication> Serve(ServerSettings settings) => WebServer.Create(
        settings, new(["http://127.0.0.1:0"], IsDevelopment: false, TimeProvider.System, Cheap, log => log.ClearProviders()), Ct);

    private static HashCosts Cheap { get; } = new(new(MemoryKiB: 8, Passes: 1), new(MemoryKiB: 8, Passes: 1));
}
