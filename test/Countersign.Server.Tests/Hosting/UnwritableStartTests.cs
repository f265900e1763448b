using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Countersign.Server.Secrets;
using Countersign.Server.Tests.Admin;
using Countersign.Server.Tests.Custody;
using Countersign.TestKit;
using Npgsql;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>A database that cannot be written stops the start with one sentence that says what to do.</summary>
[SupportedOSPlatform("linux")]
public sealed class UnwritableStartTests : IDisposable
{
    // Whom nothing belongs to: root may write whatever its modes say.
    private const string Nobody = "65534";

    private readonly Office office = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(office.Data)) Open(office.Data);
        office.Dispose();
    }

    [Fact]
    [Trait("Store", "file")]
    public async Task A_file_that_may_only_be_read()
    {
        await Made();
        Open(office.Data);
        File.SetUnixFileMode(office.DatabaseFile, ReadOnly);
        Give(office.Data);
        Give(office.KeyFile);

        Assert.Equal(NotOurs, await Started());
    }

    [Fact]
    [Trait("Store", "file")]
    public async Task A_folder_in_which_nothing_can_be_made()
    {
        await Made();
        foreach (var file in Directory.GetFiles(office.Data)) Give(file);
        File.SetUnixFileMode(office.Data, ReadOnly | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        Assert.Equal(NotOurs, await Started());
    }

    [Fact]
    [Trait("Store", "file")]
    public async Task A_new_database_in_a_folder_of_somebody_else()
    {
        Directory.CreateDirectory(office.Data);
        File.SetUnixFileMode(office.Data, ReadOnly | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);

        Assert.Equal(NotOurs, await Started());
    }

    [Fact]
    [Trait("Store", "file")]
    public async Task A_file_of_another_kind()
    {
        await Made();
        await File.WriteAllTextAsync(office.DatabaseFile, new string('x', 4096), Ct);
        foreach (var file in (string[])[office.Data, .. Directory.GetFiles(office.Data)]) Give(file);

        Assert.Equal(
            $"The database {office.DatabaseFile} is damaged, or is another kind of file: restore a good backup, then run `after-restore`.",
            await Started());
    }

    // Its folder is a small disk that nobody but the server sees, and which goes with it.
    [Fact]
    [Trait("Store", "file")]
    public async Task A_disk_that_is_full()
    {
        await Made();
        string[] own = ["unshare", "--map-root-user", "--mount", "sh", "-ec"];
        Assert.SkipUnless((await Ended([.. own, "mount -t tmpfs -o size=8m tmpfs /tmp"])).Exit == 0, "Nobody may mount anything here.");
        var disk = $"""
            cp -a '{office.Data}' '{office.Data}.kept'
            mount -t tmpfs -o size=8m,mode=700 tmpfs '{office.Data}'
            cp -a '{office.Data}.kept/.' '{office.Data}'
            cat /dev/zero > '{office.Data}/filled' 2>/dev/null || true
            exec "$0" "$@"
            """;

        var (exit, log, said) = await Ended([.. own, disk, .. Serve]);

        Assert.Equal((1, ""), (exit, log));
        Assert.Equal(
            $"The database {office.DatabaseFile} cannot grow, since its disk is full ({office.Data}, with 0 KiB free of 8192 KiB): make " +
            "room there. Nothing that was stored is lost, and a server that runs goes on by itself.",
            said);
    }

    [Theory]
    [Trait("Store", "file")]
    [InlineData("serve")]
    [InlineData("dev")]
    public async Task A_folder_that_another_server_works_on(string verb)
    {
        await Made();
        var folder = verb is "dev" ? Path.Combine(office.Data, "development") : office.Data;
        Directory.CreateDirectory(folder);
        string[] start = [.. Serve.Select(word => word is "serve" ? verb : word)];
        var (taken, info) = (Path.Combine(folder, "serve.lock"), InfoOf(start));
        using var first = Process.Start(info)!;
        _ = (first.StandardOutput.ReadToEndAsync(Ct), first.StandardError.ReadToEndAsync(Ct));
        while (!HasOpen(first, taken)) await Task.Delay(50, Ct);

        var (exit, _, said) = await Ended(start);

        Assert.Equal(1, exit);
        Assert.StartsWith($"Another server is running on {folder}. Stop it first", said, StringComparison.Ordinal);
        Assert.False(first.HasExited);

        // One that was killed is in nobody's way.
        first.Kill();
        await first.WaitForExitAsync(Ct);
        Assert.True(LockedFile.TryHold(taken, out var held));
        await held.DisposeAsync();
    }

    // Then there may be another server on it, and nobody knows.
    [Theory]
    [Trait("Store", "file")]
    [InlineData("a folder", "serve.lock is a folder, and must be a file, by which one server at a time has the database. Move it away.")]
    [InlineData("a file of root", "serve.lock, by which one server at a time has the database, cannot be opened by the user 'nobody'")]
    public async Task A_lock_that_cannot_be_held(string how, string sentence)
    {
        Assert.SkipUnless(IsRoot, "Only root can be somebody else for a moment.");
        await Served();
        var path = Path.Combine(office.Data, "serve.lock");
        File.Delete(path);
        if (how is "a folder") Directory.CreateDirectory(path);
        else await File.WriteAllTextAsync(path, "", Ct);
        if (how is "a folder") Give(path);
        else File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Contains(sentence, await Started(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_Kestrel__Certificates__Default__Path", "", "there is no certificate to show there. Name its file in ASPNETCORE_Kestrel__")]
    [InlineData(
        "ASPNETCORE_Kestrel__Certificates__Default__Path", "/nowhere.pem",
        "ASPNETCORE_Kestrel__Certificates__Default__Path: There is no file /nowhere.pem.")]
    [InlineData(
        "ASPNETCORE_Kestrel__Endpoints__Web__Url", "http://localhots:8081",
        "ASPNETCORE_Kestrel__Endpoints__Web__Url: http://localhots:8081 isn't an address to listen on: localhots is a name")]
    public async Task What_the_environment_says_of_where_to_listen_and_with_what(string name, string value, string sentence)
    {
        await Made();
        office.Environment[name] = value;
        office.Environment["DOTNET_CLI_HOME"] = office.At("nobody's");

        var (exit, log, said) = await Ended([.. Serve[..^1], $"https://127.0.0.1:{FreePort.Next()}"]);

        Assert.Equal(1, exit);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n'));
        Assert.DoesNotContain("   at ", log + said, StringComparison.Ordinal);
        Assert.DoesNotContain("dev-certs", log + said, StringComparison.Ordinal);
    }

    // What a terminal that is closed sends to all that were started at it.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_terminal_that_is_gone_ends_a_server_in_its_own_time_unless_it_was_to_outlive_it(bool isKept)
    {
        await Made();
        string[] line = [.. isKept ? ["nohup"] : (string[])["env", "--default-signal=HUP"], .. Serve];
        using var server = Process.Start(InfoOf(line))!;
        var log = server.StandardOutput.ReadToEndAsync(Ct);
        _ = server.StandardError.ReadToEndAsync(Ct);
        using var http = new HttpClient();
        while (!await Answers(http, line[^1])) await Task.Delay(100, Ct);

        Signal("HUP", server);

        if (isKept)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Ct);
            Assert.True(await Answers(http, line[^1]));
            Signal("TERM", server);
        }

        await server.WaitForExitAsync(Ct);
        Assert.Equal(0, server.ExitCode);
        Assert.Contains("shutting down", await log, StringComparison.Ordinal);
    }

    private static void Signal(string name, Process server)
    {
        using var kill = Process.Start("kill", [$"-{name}", server.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static async Task<bool> Answers(HttpClient http, string url)
    {
        try
        {
            return (await http.GetAsync(new Uri($"{url}/healthz"), Ct)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // Whoever it is closed to sees nothing in it, and must not believe that there is nothing.
    [Fact]
    public async Task A_data_folder_that_is_closed_to_whoever_types()
    {
        Assert.SkipUnless(IsRoot, "Only root can be somebody else for a moment.");
        await Made();
        Open(Path.GetDirectoryName(office.Data)!);

        var (exit, log, said) = await Ended([.. AsNobody, .. Program, "account", "list"]);

        Assert.Equal((1, ""), (exit, log));
        Assert.Equal(
            $"This runs as 'nobody', and {office.Data} belongs to 'root': that is closed to you. Run it as the user that serves, with " +
            "`sudo -u root` before the command. Nothing was changed.",
            said);
    }

    [Fact]
    public async Task A_port_that_another_program_has()
    {
        await Made();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var at = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (exit, log, said) = await Ended([.. Serve[..^1], at]);

        Assert.Equal(1, exit);
        Assert.Equal(
            $"Another program listens at {at} already. Stop it (`ss -ltnp` shows which one it is), or name another place with --urls.",
            said);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("ERROR", log, StringComparison.Ordinal);
        Assert.DoesNotContain("FATAL", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_the_metrics_that_another_program_has()
    {
        await Made();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var at = office.Environment["COUNTERSIGN_METRICS"] = $"127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (exit, log, said) = await Ended(Serve);

        Assert.Equal(1, exit);
        Assert.Equal(
            $"Another program listens at http://{at} already. Stop it (`ss -ltnp` shows which one it is), or name another place in " +
            "COUNTERSIGN_METRICS.",
            said);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_of_radius_that_another_program_has()
    {
        await Made();
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var at = office.Environment["COUNTERSIGN_RADIUS"] = $"127.0.0.1:{((IPEndPoint)other.Client.LocalEndPoint!).Port}";

        var (exit, log, said) = await Ended(Serve);

        Assert.Equal(1, exit);
        Assert.Equal(
            $"Another program listens at udp://{at} already. Stop it (`ss -lunp` shows which one it is), or name another place in " +
            "COUNTERSIGN_RADIUS.",
            said);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    [Trait("Store", "file")]
    [Theory]
    [InlineData("keys.lock")]
    [InlineData("keys.witness")]
    [InlineData("keys.witness.lock")]
    [InlineData("serve.lock")]
    public async Task Doctor_says_which_file_of_somebody_else_keeps_the_service_from_starting(string name)
    {
        Assert.SkipUnless(IsRoot, "Only root can be somebody else for a moment.");
        await Served();
        var path = Path.Combine(office.Data, name);
        File.Move(path, office.At("kept"), overwrite: true);
        await File.WriteAllBytesAsync(path, await File.ReadAllBytesAsync(office.At("kept"), Ct), Ct);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var (exit, log, _) = await Ended([.. AsNobody, .. Program, "doctor"]);

        Assert.Equal(1, exit);
        Assert.Matches(
            $"(?m)^FAIL  (lock of the key file|witness|lock of the witness|lock of the server): {path} cannot be (read|written) by 'nobody', who serves. It belongs to 'root'. Run `chown nobody {path}`$", log);
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task Doctor_leaves_a_database_alone_that_its_owner_may_not_write()
    {
        Assert.SkipUnless(IsRoot, "Only root can be somebody else for a moment.");
        await Served();
        File.SetUnixFileMode(office.DatabaseFile, UnixFileMode.UserRead);
        var before = Directory.GetFiles(office.Data).Order().ToList();

        var (exit, log, _) = await Ended([.. AsNobody, .. Program, "doctor"]);

        Assert.Equal(1, exit);
        Assert.Contains(
            $"FAIL  database file: {office.DatabaseFile} cannot be written by 'nobody', who serves. Run `chmod 600 {office.DatabaseFile}`\n",
            log, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(office.Data).Order());
        File.SetUnixFileMode(office.DatabaseFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.DoesNotContain("FAIL  ", (await Ended([.. AsNobody, .. Program, "doctor"])).Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_that_a_key_file_behind_a_closed_folder_may_not_be_used_and_not_that_it_is_missing()
    {
        Assert.SkipUnless(IsRoot, "Only root can be somebody else for a moment.");
        await Served();
        var closed = office.Folder("closed");
        var key = office.Environment["COUNTERSIGN_KEY_FILE"] = Path.Combine(closed, "keys");
        office.Environment["COUNTERSIGN_WITNESS_FILE"] = office.KeyFile + ".witness";
        File.Move(office.KeyFile, key);
        File.SetUnixFileMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var (exit, log, _) = await Ended([.. AsNobody, .. Program, "doctor"]);

        Assert.Equal(1, exit);
        Assert.Contains(
            $"FAIL  folder: {closed} is closed to 'nobody', who serves: {key}, {key}.lock may not be used, and what is there was not seen.",
            log, StringComparison.Ordinal);
        Assert.DoesNotContain("is missing", log, StringComparison.Ordinal);
        Assert.DoesNotContain("there is none yet", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("doctor")]
    [InlineData("account add --email ada@example.org --api-key")]
    [InlineData("backup --help")]
    [InlineData("--version")]
    public async Task What_is_written_to_something_closed_is_one_sentence(string words)
    {
        await Made();

        var (exit, _, said) = await Ended(["sh", "-c", "exec \"$@\" >&-", "sh", .. Program, .. words.Split(' ')]);

        Assert.Equal(1, exit);
        Assert.Equal("What this writes to is closed. Leave out `>&-`, or send it to a file or to /dev/null.", said);
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM accounts"));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("backup --help")]
    [InlineData("--version")]
    public async Task What_cannot_be_written_is_one_sentence(string words)
    {
        var (exit, _, said) = await Ended(["sh", "-c", "exec \"$@\" > /dev/full", "sh", .. Program, .. words.Split(' ')]);

        Assert.Equal(1, exit);
        Assert.Equal("There is no room left where this is written to. Make room there, or send it elsewhere.", said);
    }

    [Fact]
    public async Task An_address_that_this_machine_has_not()
    {
        await Made();

        var (exit, log, said) = await Ended([.. Serve[..^1], "http://192.0.2.1:8080"]);

        Assert.Equal(1, exit);
        Assert.Equal(
            "This machine does not have the address that --urls names. See `ip address` for those it has, or name another place with --urls.",
            said);
        Assert.DoesNotContain("   at ", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_read_only_to_us()
    {
        Assert.SkipUnless(TestDatabases.ArePostgres, "This is about PostgreSQL: tools/postgres runs a command beside one.");
        await Made();
        foreach (var file in (string[])[office.Data, .. Directory.GetFiles(office.Data)]) Give(file);
        var address = new Uri(office.Environment["COUNTERSIGN_DATABASE"]);
        await Say(address, $"ALTER DATABASE {address.AbsolutePath.Trim('/')} SET default_transaction_read_only = on");

        Assert.Equal(
            $"The database postgres://{address.Host}:{address.Port}{address.AbsolutePath} cannot be written, since it is read-only to the " +
            $"user '{address.UserInfo.Split(':')[0]}': name the primary, and let neither role nor database have " +
            "`default_transaction_read_only`.",
            await Started());
    }

    private static UnixFileMode ReadOnly => UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static bool IsRoot => Environment.UserName == "root";

    private string NotOurs =>
        $"The database {office.DatabaseFile} cannot be written by the user '{(IsRoot ? "nobody" : Environment.UserName)}': let the file, " +
        $"those beside it that begin with its name, and the folder {office.Data} belong to that user, on a place that is not read-only.";

    private async Task Made() => Assert.Equal(0, (await office.Run("migrate")).Exit);

    // As the service of 'nobody' leaves it, all of it theirs.
    private async Task Served()
    {
        await Made();
        await office.Serve();
        Open(Path.GetDirectoryName(office.Data)!);
        foreach (var lockFile in (string[])["keys.lock", "keys.witness.lock", "serve.lock"])
            await File.AppendAllTextAsync(Path.Combine(office.Data, lockFile), "", Ct);
        foreach (var file in (string[])[office.Data, .. Directory.GetFiles(office.Data)])
        {
            if (file != office.Data) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Give(file);
        }
    }

    private static string[] Program =>
    [
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
        Path.Combine(AppContext.BaseDirectory, "countersign-server.dll"),
    ];

    private static string[] Serve => [.. Program, "serve", "--urls", $"http://127.0.0.1:{FreePort.Next()}"];

    private static string[] AsNobody => ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"];

    // The program as it is started, by whom the files are closed to; what it says, when it has ended in failure.
    private async Task<string> Started()
    {
        Open(Path.GetDirectoryName(office.Data)!);
        var (exit, log, said) = await Ended(IsRoot ? [.. AsNobody, .. Serve] : Serve);
        Assert.Equal((1, ""), (exit, log));
        return said;
    }

    private ProcessStartInfo InfoOf(string[] line)
    {
        var start = new ProcessStartInfo(line[0], line[1..]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("COUNTERSIGN_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in office.Environment) start.Environment[name] = value;
        start.Environment["HOME"] = start.Environment["DOTNET_CLI_HOME"] = Path.GetDirectoryName(office.Data)!;
        return start;
    }

    private static bool HasOpen(Process process, string path) =>
        Directory.GetFiles($"/proc/{process.Id}/fd").Any(file => new FileInfo(file).LinkTarget == path);

    private async Task<(int Exit, string Log, string Said)> Ended(string[] line)
    {
        using var process = Process.Start(InfoOf(line))!;
        var (said, log) = (process.StandardError.ReadToEndAsync(Ct), process.StandardOutput.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await log, (await said).Trim());
    }

    private static void Open(string folder) => File.SetUnixFileMode(
        folder, ReadOnly | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    // Whoever is not root has it already.
    private static void Give(string path)
    {
        if (!IsRoot) return;

        using var given = Process.Start("chown", [$"{Nobody}:{Nobody}", path]);
        given.WaitForExit();
    }

    private static async Task Say(Uri address, string sql)
    {
        var user = address.UserInfo.Split(':');
        await using var connection = new NpgsqlConnection(
            $"Host={address.Host};Port={address.Port};Username={user[0]};Password={user[^1]};Database=postgres;Pooling=false");
        await connection.OpenAsync(Ct);
#pragma warning disable CA2100 // The name is our own.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Ct);
    }
}
