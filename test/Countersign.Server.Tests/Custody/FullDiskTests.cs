using System.Diagnostics;
using Countersign.Server.Tests.Admin;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>A disk that is full, or somebody who has seen enough, in the middle of a backup and of a restore.</summary>
[Trait("Store", "file")]
public sealed class FullDiskTests : IDisposable
{
    // Disks of their own that nobody but the command sees, and which go with it.
    private static readonly string[] Apart = ["unshare", "--map-root-user", "--mount", "sh", "-ec"];

    private readonly Office office = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_backup_names_its_own_disk_and_leaves_nothing_there()
    {
        await Made();
        var to = office.Folder("to");

        var (exit, said, left) = await OnDisk(to, "size=64k", "true", "backup", Path.Combine(to, "z.db"));

        Assert.Equal(1, exit);
        Assert.StartsWith($"There is no room for {to}/z.db on its disk ({to}, with ", said, StringComparison.Ordinal);
        Assert.EndsWith(
            " KiB free of 64 KiB): nothing is left of it there. Make room, or name another place. The database itself is well.", said,
            StringComparison.Ordinal);
        Assert.Equal("", left);
    }

    [Fact]
    public async Task Keys_that_find_no_room_are_told_beside_the_backup_that_stands()
    {
        await Made();
        var (to, database) = (office.Folder("safe"), office.At("z.db"));
        var phrase = office.Write("phrase", "seven words that only olga knows");

        var (exit, said, left) = await OnDisk(
            to, "size=4k", $"cat /dev/zero > '{to}/filled' 2>/dev/null || true", "backup", database, "--keys-to", $"{to}/k.age",
            "--passphrase-file", phrase);

        Assert.Equal(1, exit);
        Assert.Equal(
            $"There is no room left on the disk for {to}/k.age. Make room there. The keys were not written; the backup of the database in " +
            $"{database} stands.",
            said);
        Assert.True(File.Exists(database));
        Assert.Equal("", left);
    }

    [Fact]
    public async Task A_restore_changes_nothing_and_takes_its_part_away()
    {
        await Made();
        var backup = office.At("z.db");
        Assert.Equal(0, (await office.Run("backup", backup)).Exit);
        var disk = $"""
            cp -a '{office.Data}' '{office.Data}.kept'
            mount -t tmpfs -o size=2m,mode=700 tmpfs '{office.Data}'
            cp -a '{office.Data}.kept/.' '{office.Data}'
            cat /dev/zero > '{office.Data}/filled' 2>/dev/null || true
            "$0" "$@" || code=$?
            ls '{office.Data}'
            exit $code
            """;

        var (exit, log, said) = await Ended([.. Apart, disk, .. Program, "restore", backup, "--yes"]);

        Assert.Equal(1, exit);
        Assert.StartsWith($"There is no room for the backup {backup} in {office.Data}, beside what is there now; its disk is ", said,
            StringComparison.Ordinal);
        Assert.EndsWith(
            " KiB free of 2048 KiB. Make room there, then give the same command again. Nothing was changed.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("restored", log, StringComparison.Ordinal);
        Assert.DoesNotContain("unfinished", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_is_stopped_at_its_question_takes_its_part_away()
    {
        await Made();
        var backup = office.At("z.db");
        Assert.Equal(0, (await office.Run("backup", backup)).Exit);
        var words = string.Join(' ', (string[])[.. Program, "restore", backup]);

        // Whoever runs the tests in the background has them ignore Ctrl-C.
        using var process = Started(
            ["env", "--default-signal=INT", "script", "--quiet", "--return", "--command", words, "/dev/null"], keyboard: true);
        var shown = "";
        var buffer = new char[1024];
        while (!shown.Contains("[y/N]", StringComparison.Ordinal) && await process.StandardOutput.ReadAsync(buffer, Ct) is > 0 and var read)
            shown += new string(buffer, 0, read);
        Assert.Contains(Directory.GetFiles(office.Data), path => path.EndsWith("countersign.db.restored", StringComparison.Ordinal));

        await process.StandardInput.WriteAsync("\u0003");
        await process.StandardInput.FlushAsync(Ct);
        shown += await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);

        Assert.Contains("Stopped. Nothing was changed.", shown, StringComparison.Ordinal);
        Assert.Equal(130, process.ExitCode);
        Assert.DoesNotContain(
            Directory.GetFiles(office.Data),
            path => path.Contains("restored", StringComparison.Ordinal) || path.Contains("unfinished", StringComparison.Ordinal));
    }

    private async Task Made()
    {
        Assert.Equal(0, (await office.Run("migrate")).Exit);
        Assert.SkipUnless((await Ended([.. Apart, "mount -t tmpfs -o size=8m tmpfs /tmp"])).Exit == 0, "Nobody may mount anything here.");
    }

    // What a folder holds when the command is over, which lies on a small disk of its own.
    private async Task<(int Exit, string Said, string Left)> OnDisk(string folder, string size, string first, params string[] words)
    {
        var script = $"""
            mount -t tmpfs -o {size} tmpfs '{folder}'
            {first}
            "$0" "$@" >/dev/null || code=$?
            rm -f '{folder}/filled'
            ls -A '{folder}'
            exit $code
            """;
        var (exit, log, said) = await Ended([.. Apart, script, .. Program, .. words]);
        return (exit, said, log.Trim());
    }

    private static string[] Program =>
    [
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        Path.Combine(AppContext.BaseDirectory, "countersign-server.dll"),
    ];

    private async Task<(int Exit, string Log, string Said)> Ended(string[] line)
    {
        using var process = Started(line, keyboard: false);
        var (said, log) = (process.StandardError.ReadToEndAsync(Ct), process.StandardOutput.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await log, (await said).Trim());
    }

    private Process Started(string[] line, bool keyboard)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = keyboard,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COUNTERSIGN_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in office.Environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
