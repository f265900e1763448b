using System.Net;
using System.Net.Sockets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>Installations that are broken in one way each, and the sentence that <c>doctor</c> must say of it.</summary>
public sealed class BrokenInstallationTests : IAsyncLifetime
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Password = "s3cret-of-the-gateway";

    private readonly Office office = new();
    private readonly MailHost unwilling = MailHost.Start([]);
    private Inbox inbox = null!;

    public async ValueTask InitializeAsync()
    {
        inbox = await Inbox.Start();
        office.Environment["COUNTERSIGN_SMTP"] = inbox.SmtpUri;
        office.Environment["COUNTERSIGN_SMS"] = inbox.SmsUri;
        office.Environment["COUNTERSIGN_SMS_SECRET"] = Inbox.SmsSecret;
        office.Clock.AdjustTime(DateTimeOffset.UtcNow);
        await office.Run("account", "add", "--email", "ada@example.org", "--api-key");
        await office.Serve();
        await office.Run("backup", office.Folder("backups"), "--keys-to", office.Folder("safe"), "--passphrase-file", office.Write(
            "phrase", "seven words that only olga knows"));
    }

    public async ValueTask DisposeAsync()
    {
        await unwilling.DisposeAsync();
        await inbox.DisposeAsync();
        office.Dispose();
    }

    // Takes text messages, and nothing else.
    private string SomethingElse => "http://" + new Uri(inbox.SmsUri["webhook+".Length..]).Authority;

    [Fact]
    public async Task One_that_is_not_has_nothing_to_mend_and_nothing_to_look_at()
    {
        // However long it took to get here.
        office.Clock.AdjustTime(DateTimeOffset.UtcNow);
        await using var server = await TestServer.Start();
        office.Environment["COUNTERSIGN_BASE_URL"] = server.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var told = await office.Run("doctor");

        Assert.Equal(0, told.Exit);
        Assert.DoesNotContain("FAIL", told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WARN", told.Output, StringComparison.Ordinal);
        Assert.Contains("OK    time: the clock is that of the gateway for text messages", told.Output, StringComparison.Ordinal);
        Assert.Empty(inbox.All);
    }

    [Theory]
    [InlineData("a wrong setting", "FAIL  settings: COUNTERSIGN_SKEW")]
    [InlineData("a folder open to others", "FAIL  data folder: *can be used by others*chmod 700")]
    [InlineData("a key file open to others", "FAIL  key file: *can be used by others*chmod 600")]
    [InlineData("no key file", "FAIL  key file: *is missing")]
    [InlineData("another key file", "FAIL  keys: The key 'k1' in the key file is not the one")]
    [InlineData("a damaged key file", "FAIL  keys: ")]
    [InlineData("a changed audit log", "FAIL  audit log: *find out who had access")]
    [InlineData("a cut audit log", "FAIL  audit log: ")]
    [InlineData("a clock behind what was written", "FAIL  clock: *Set the clock")]
    [InlineData("a clock ten minutes fast", "FAIL  time: the clock is +* seconds off from that of the gateway")]
    [InlineData("a clock ten minutes slow", "FAIL  time: the clock is -* seconds off from that of the gateway")]
    [InlineData("a mail server on a closed port", "FAIL  mail: *Check COUNTERSIGN_SMTP")]
    [InlineData("a mail server that takes no sign-in", "FAIL  mail: *offers neither PLAIN nor LOGIN to sign in with")]
    [InlineData("a mail server with another password", "FAIL  mail: *Check the user and the password in COUNTERSIGN_SMTP")]
    [InlineData("a gateway on a closed port", "FAIL  text messages: *cannot be reached: *Check COUNTERSIGN_SMS")]
    [InlineData("a gateway without an address", "FAIL  text messages: gateway.invalid cannot be reached")]
    [InlineData("a gateway that is silent", "FAIL  text messages: *no answer within 5 seconds")]
    [InlineData("a secret that everybody can read", "FAIL  secrets: everybody on this machine can read *chmod o=")]
    [InlineData("a settings file with a secret that everybody can read", "FAIL  secrets: everybody on this machine can read *chmod o=")]
    [InlineData("an old backup", "WARN  backup: the last one is of *countersign-backup")]
    [InlineData("a key in no backup", "WARN  backup of the keys: the key k2 is in none")]
    [InlineData("a table that is gone", "FAIL  database: it lacks the table phone_ranges, which a migration made*estore a good backup")]
    [InlineData("a column that is gone", "FAIL  database: it lacks the column outbox.reported_at, which*estore a good backup")]
    [InlineData("an index that is gone", "FAIL  database: it lacks the index methods_of_account of methods, which*estore a good backup")]
    [InlineData("a collector on a closed port", "FAIL  collector: 127.0.0.1:9 cannot be reached*Check COUNTERSIGN_OTLP*curl -i")]
    [InlineData("a collector that is none", "FAIL  collector: *answers with *Check COUNTERSIGN_OTLP")]
    [InlineData("a collector elsewhere without encryption", "FAIL  settings: COUNTERSIGN_OTLP*https://*COUNTERSIGN_ALLOW_PLAIN=otlp")]
    [InlineData("a base URL of something else", "FAIL  base URL: *not as this service does*Check COUNTERSIGN_BASE_URL")]
    [InlineData("a base URL that nobody answers", "WARN  base URL: http://127.0.0.1:9 was not reached from here: *check COUNTERSIGN_BASE_URL")]
    [InlineData("metrics where another program listens", "FAIL  metrics: another program listens at *COUNTERSIGN_METRICS")]
    [InlineData("metrics where another program says nothing of ours", "FAIL  metrics: another program listens at *COUNTERSIGN_METRICS")]
    [InlineData("metrics where nobody answers", "OK    metrics: no server answers at http://127.0.0.1:9/metrics now")]
    [InlineData("a mail server that takes no connection", "FAIL  mail: *takes no connection from this machine (SMTP 554): it refuses before")]
    [InlineData("a key file that is a link to nothing", "FAIL  key file: * is a link to /nowhere/keys, where there is nothing")]
    [InlineData("a folder in the place of the key file", "FAIL  key file: * is a folder, and must be a file: move it away")]
    [InlineData("a folder in the place of the witness", "FAIL  witness: * is a folder, and must be a file: move it away")]
    [InlineData("a certificate that is missing", "FAIL  certificate: ASPNETCORE_Kestrel__Certificates__Default__Path: There is no file /nowhere.pem")]
    [InlineData("a certificate that is none", "FAIL  certificate: ASPNETCORE_Kestrel__Certificates__Default__Path: the certificate * cannot be used")]
    [InlineData("a file of authorities that holds none", "FAIL  mail: COUNTERSIGN_SMTP_CA_FILE: * holds no certificate in PEM form")]
    [InlineData("a newer schema", "FAIL  database: The database has migration '9999_from_the_future'")]
    public async Task Each_is_told_with_what_to_do(string broken, string sentence)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes on Windows.");
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        await Break(broken, silent);

        var told = await office.Run("doctor");

        var pattern = string.Join(".*", sentence.Split('*').Select(System.Text.RegularExpressions.Regex.Escape));
        Assert.Matches($"(?m)^{pattern}", told.Output);
        Assert.Equal(sentence.StartsWith("FAIL", StringComparison.Ordinal) ? 1 : 0, told.Exit);
        Assert.DoesNotContain(Password, told.Output + told.Errors, StringComparison.Ordinal);
        Assert.Empty(inbox.All);

        // Whatever is broken keeps nothing else from being looked at.
        if (told.Output.Contains("settings: valid", StringComparison.Ordinal))
            foreach (var place in (string[])["mail: ", "text messages: ", "base URL: ", "data folder: "])
                Assert.Matches($"(?m)^(OK|WARN|FAIL) +{place}", told.Output);
        Assert.DoesNotContain("(Parameter '", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_data_folder_is_one_finding()
    {
        office.Environment["COUNTERSIGN_DATA"] = office.Write("no-folder", "");

        var told = await office.Run("doctor");

        Assert.Equal(1, told.Exit);
        if (!TestDatabases.ArePostgres)
            Assert.StartsWith(
                "FAIL  data folder: ", Assert.Single(told.Output.Split('\n'), line => line.StartsWith("FAIL", StringComparison.Ordinal)),
                StringComparison.Ordinal);
        Assert.DoesNotContain("chmod", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_serve_makes_is_missed_by_nobody()
    {
        using var fresh = new Office();
        fresh.Clock.AdjustTime(DateTimeOffset.UtcNow);
        Assert.Equal(0, (await fresh.Run("migrate")).Exit);
        File.Delete(fresh.KeyFile);

        var told = await fresh.Run("doctor");

        Assert.Contains(
            $"WARN  key file: there is none yet, and nothing was written with one; `serve` makes {fresh.KeyFile}", told.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL  key", told.Output, StringComparison.Ordinal);
        await fresh.Serve();
        Assert.True(File.Exists(fresh.KeyFile));
    }

    [Theory]
    [InlineData("account list")]
    [InlineData("key rotate")]
    [InlineData("migrate")]
    [InlineData("backup copy.db")]
    [InlineData("restore copy.db --yes")]
    [InlineData("after-restore")]
    public async Task Root_writes_nothing_in_the_place_of_the_user_that_serves(string words)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can give a folder to somebody else.");
        await office.Run("key", "status");
        using (var chown = System.Diagnostics.Process.Start("chown", ["-R", "nobody", office.Data])) await chown.WaitForExitAsync(Ct);
        var before = Directory.EnumerateFiles(office.Data).ToDictionary(file => file, File.GetLastWriteTimeUtc);

        var told = await office.Run(words.Split(' '));

        Assert.Equal(1, told.Exit);
        Assert.Matches("This runs as 'root', and .* belongs to 'nobody'.*`sudo -u nobody`.* Nothing was changed", told.Errors);
        Assert.Equal(before, Directory.EnumerateFiles(office.Data).ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public async Task Root_looks_at_nothing_in_the_place_of_the_user_that_serves()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root gives files away.");
        using (var chown = System.Diagnostics.Process.Start("chown", ["nobody", office.Data])) await chown.WaitForExitAsync(Ct);

        var told = await office.Run("doctor");

        Assert.Equal(1, told.Exit);
        Assert.Matches(
            "(?m)^FAIL  user: this runs as 'root', and .* belongs to 'nobody'.*sudo -u nobody countersign-server doctor", told.Output);
    }

    [Theory]
    [InlineData("keys", "key file", "*cannot be read by 'nobody', who serves")]
    [InlineData("keys.lock", "lock of the key file", "*cannot be written by 'nobody', who serves")]
    [InlineData("keys.witness", "witness", "*cannot be read by 'nobody', who serves")]
    [InlineData("keys.witness.lock", "lock of the witness", "*cannot be written by 'nobody', who serves")]
    public async Task A_file_of_root_among_those_of_the_service_is_told_with_what_to_type(string file, string name, string sentence)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root gives files away.");
        var path = Path.Combine(office.Data, file);
        if (!File.Exists(path)) await File.WriteAllTextAsync(path, "", Ct);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
        using (var chown = System.Diagnostics.Process.Start("chown", ["-R", "nobody", office.Data])) await chown.WaitForExitAsync(Ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.GetDirectoryName(office.Data)!, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.OtherExecute);
        using (var chown = System.Diagnostics.Process.Start("chown", ["root", path])) await chown.WaitForExitAsync(Ct);

        var told = await office.Run("doctor");

        Assert.Equal(1, told.Exit);
        Assert.Matches(
            $"(?m)^FAIL  {name}: {sentence.Replace("*", path + " ", StringComparison.Ordinal)}. It belongs to 'root'. Run `chown nobody {path}`",
            told.Output);
        Assert.DoesNotContain("missing", told.Output, StringComparison.Ordinal);
    }

    [Trait("Store", "file")]
    [Theory]
    [InlineData("migrate")]
    [InlineData("account list")]
    [InlineData("backup copy.db")]
    public async Task A_database_of_no_length_is_as_lost_as_one_that_is_gone(string words)
    {
        File.Delete(office.DatabaseFile);
        var gone = await office.Run(words.Split(' '));
        await File.WriteAllTextAsync(office.DatabaseFile, "", Ct);

        var told = await office.Run(words.Split(' '));

        Assert.Equal((1, gone.Errors), (told.Exit, told.Errors));
        Assert.Contains("its witness", told.Errors, StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(office.DatabaseFile).Length);
        var refused = await Assert.ThrowsAsync<Countersign.Server.Composition.StartRefusedException>(office.Serve);
        Assert.Equal(gone.Errors.TrimEnd(), refused.Message);
    }

    [Trait("Store", "file")]
    [Theory]
    [InlineData("a database file open to others", "FAIL  database file: *can be used by others*chmod 600")]
    [InlineData("a database that is none", "FAIL  database: *is damaged, or is another kind of file: restore a good backup")]
    [InlineData("a database of no length", "FAIL  database: The database * is gone; its witness * has seen it. Put it back")]
    [InlineData("a folder in the place of the server's lock", "FAIL  lock of the server: * is a folder, and must be a file: move it away")]
    [InlineData("a database of before the last migration that was put back", "FAIL  age: The database is older than it was*after-restore")]
    [InlineData("a database of another program", "FAIL  age: The database is older than it was: it has reached age 0, and its witness * has seen")]
    [InlineData("a database that was put back", "FAIL  age: The database is older than it was*after-restore")]
    public Task Each_fault_of_a_file_is_too(string broken, string sentence) => Each_is_told_with_what_to_do(broken, sentence);

    private async Task Break(string how, TcpListener silent)
    {
        var env = office.Environment;
        switch (how)
        {
            case "a wrong setting": env["COUNTERSIGN_SKEW"] = "7"; break;
            case "a folder open to others": LetOthersRead(office.Data); break;
            case "a key file open to others": LetOthersRead(office.KeyFile); break;
            case "no key file": File.Delete(office.KeyFile); break;
            case "another key file":
                using (var other = new Office())
                {
                    await other.Run("migrate");
                    File.Copy(other.KeyFile, office.KeyFile, overwrite: true);
                }

                break;
            case "a damaged key file": await File.WriteAllTextAsync(office.KeyFile, "{", Ct); break;
            case "a changed audit log": await Change($"UPDATE audit_log SET ip_address = '192.0.2.1' WHERE seq = 1"); break;
            case "a cut audit log": await Change($"DELETE FROM audit_log WHERE entry = (SELECT max(entry) FROM audit_log)"); break;
            case "a clock behind what was written": office.Clock.AdjustTime(DateTimeOffset.UtcNow.AddMinutes(-2)); break;
            case "a clock ten minutes fast": office.Clock.AdjustTime(DateTimeOffset.UtcNow.AddMinutes(10)); break;
            case "a clock ten minutes slow": office.Clock.AdjustTime(DateTimeOffset.UtcNow.AddMinutes(-10)); break;
            case "a mail server on a closed port": env["COUNTERSIGN_SMTP"] = "smtp://127.0.0.1:9"; break;
            case "a mail server that takes no sign-in":
                env["COUNTERSIGN_SMTP"] = $"smtp+plain://mailer:{Password}@127.0.0.1:{unwilling.Port}";
                break;
            case "a mail server with another password":
                inbox.Smtp.Login = new("mailer", "another one");
                env["COUNTERSIGN_SMTP"] = inbox.SmtpUri.Replace("smtp://", $"smtp+plain://mailer:{Password}@", StringComparison.Ordinal);
                break;
            case "a gateway on a closed port": env["COUNTERSIGN_SMS"] = "webhook+http://127.0.0.1:9/send"; break;
            case "a gateway without an address": env["COUNTERSIGN_SMS"] = "webhook+https://gateway.invalid/send"; break;
            case "a gateway that is silent":
                silent.Start();
                env["COUNTERSIGN_SMS"] = $"webhook+http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/send";
                break;
            case "a secret that everybody can read":
                env.Remove("COUNTERSIGN_SMS_SECRET");
                LetOthersRead(env["COUNTERSIGN_SMS_SECRET_FILE"] = office.Write("secret", Inbox.SmsSecret));
                break;
            case "a settings file with a secret that everybody can read":
                env.Remove("COUNTERSIGN_SMS_SECRET");
                await File.WriteAllTextAsync(SettingsFile, $$"""{ "sms_secret": "{{Inbox.SmsSecret}}" }""", Ct);
                LetOthersRead(SettingsFile);
                break;
            case "an old backup": env["COUNTERSIGN_BACKUP_AGE"] = "1h"; await AgeBackups(); break;
            case "a key in no backup": await office.Run("key", "rotate"); break;
            case "a table that is gone": await Change($"DROP TABLE phone_ranges"); break;
            case "a column that is gone": await Change($"ALTER TABLE outbox DROP COLUMN reported_at"); break;
            case "an index that is gone": await Change($"DROP INDEX methods_of_account"); break;
            case "metrics where another program listens": env["COUNTERSIGN_METRICS"] = $"127.0.0.1:{unwilling.Port}"; break;
            case "metrics where another program says nothing of ours":
                env["COUNTERSIGN_METRICS"] = new Uri(SomethingElse).Authority;
                break;
            case "metrics where nobody answers": env["COUNTERSIGN_METRICS"] = "127.0.0.1:9"; break;
            case "a mail server that takes no connection":
                unwilling.Says["220"] = "554 5.7.1 no service for you";
                env["COUNTERSIGN_SMTP"] = $"smtp+plain://127.0.0.1:{unwilling.Port}";
                break;
            case "a collector on a closed port": env["COUNTERSIGN_OTLP"] = "http://127.0.0.1:9"; break;
            case "a collector that is none": env["COUNTERSIGN_OTLP"] = SomethingElse; break;
            case "a base URL of something else": env["COUNTERSIGN_BASE_URL"] = SomethingElse; break;
            case "a base URL that nobody answers": env["COUNTERSIGN_BASE_URL"] = "http://127.0.0.1:9"; break;
            case "a collector elsewhere without encryption": env["COUNTERSIGN_OTLP"] = "http://otel.example.org:4318"; break;
            case "a newer schema": await Change($"INSERT INTO migrations (name) VALUES ('9999_from_the_future')"); break;
            case "a database file open to others": LetOthersRead(office.DatabaseFile); break;
            case "a database of no length": await File.WriteAllTextAsync(office.DatabaseFile, "", Ct); break;
            case "a database that is none": await File.WriteAllTextAsync(office.DatabaseFile, new string('x', 9000), Ct); break;
            case "a key file that is a link to nothing":
                File.Delete(office.KeyFile);
                File.CreateSymbolicLink(office.KeyFile, "/nowhere/keys");
                break;
            case "a folder in the place of the key file": MakeFolder(office.KeyFile); break;
            case "a folder in the place of the witness": MakeFolder(office.WitnessOf()); break;
            case "a folder in the place of the server's lock": MakeFolder(Path.Combine(office.Data, "serve.lock")); break;
            case "a file of authorities that holds none":
                env["COUNTERSIGN_SMTP_CA_FILE"] = office.Write("authorities.pem", "hello");
                break;
            case "a certificate that is missing": env["ASPNETCORE_Kestrel__Certificates__Default__Path"] = "/nowhere.pem"; break;
            case "a certificate that is none":
                env["ASPNETCORE_Kestrel__Certificates__Default__Path"] = office.Write("certificate.pem", "hello");
                break;
            case "a database of before the last migration that was put back":
                office.PutBack(Directory.GetFiles(office.At("backups")).Single());
                await Change($"DELETE FROM migrations WHERE name = (SELECT max(name) FROM migrations)");
                break;
            case "a database of another program":
                File.Delete(office.DatabaseFile);
                await Change($"CREATE TABLE theirs (id INTEGER)");
                break;
            case "a database that was put back":
                office.PutBack(Directory.GetFiles(office.At("backups")).Single());
                break;
            default: throw new ArgumentOutOfRangeException(nameof(how), how, "Nothing is broken so.");
        }
    }

    private string SettingsFile => Path.Combine(office.Data, "countersign.json");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Task AgeBackups() => Change($"UPDATE backups SET taken_at = taken_at - 7200");

    private async Task Change(Statement change)
    {
        await using var db = office.OpenDb();
        await db.Write(tx => tx.Execute(change), Ct);
    }

    private static void MakeFolder(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }

    private static void LetOthersRead(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherRead);
    }
}
