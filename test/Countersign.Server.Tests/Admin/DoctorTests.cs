using Countersign.Server.Storage;
using Countersign.Server.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

public sealed class DoctorTests : IDisposable
{
    private const string Password = "s3cret-of-the-mailer";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_sound_installation_has_nothing_that_must_be_mended()
    {
        await office.Run("account", "add", "--email", "ada@example.org");

        var told = await office.Run("doctor");

        Assert.Equal(0, told.Exit);
        Assert.DoesNotContain("FAIL", told.Output, StringComparison.Ordinal);
        Assert.Contains("OK    audit log: whole, and its end is signed", told.Output, StringComparison.Ordinal);
        Assert.Contains("OK    keys: k1; k1 is active", told.Output, StringComparison.Ordinal);
        Assert.Contains("WARN  mail:", told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_start_it_makes_nothing()
    {
        var told = await office.Run("doctor");

        Assert.Equal(1, told.Exit);
        Assert.False(Directory.Exists(office.Data));
    }

    [Fact]
    public async Task Wrong_settings_end_it_there()
    {
        office.Environment["COUNTERSIGN_SKEW"] = "7";

        Assert.Equal(["settings"], await Failures());
    }

    [Fact]
    public async Task A_changed_audit_entry_is_found()
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--api-key");
        await Change($"UPDATE audit_log SET ip_address = '192.0.2.1' WHERE seq = 1");

        Assert.Equal(["audit log"], await Failures());
    }

    [Fact]
    public async Task A_missing_audit_entry_is_found()
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--api-key");
        await office.Run("account", "unlock", "ada");
        await Change($"DELETE FROM audit_log WHERE seq = 2");

        Assert.Equal(["audit log"], await Failures());
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task Files_that_others_can_use_are_found()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes on Windows.");
        await office.Run("key", "status");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(office.KeyFile, (UnixFileMode)0b110_100_000);
            File.SetUnixFileMode(office.DatabaseFile, (UnixFileMode)0b110_000_100);
        }

        Assert.Equal(["database file", "key file", "keys"], await Failures());
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task A_missing_and_a_wrong_key_file_are_found_and_none_is_made()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        File.Delete(office.KeyFile);

        Assert.Equal(["key file"], await Failures());
        Assert.False(File.Exists(office.KeyFile));

        office.OpenKeys();
        Assert.Equal(["keys"], await Failures());
    }

    [Trait("Store", "file")]
    [Fact]
    public async Task A_database_that_is_none_is_found()
    {
        await office.Run("key", "status");
        foreach (var side in (string[])["-wal", "-shm"]) File.Delete(office.DatabaseFile + side);
        await File.WriteAllTextAsync(office.DatabaseFile, new string('x', 9000), TestContext.Current.CancellationToken);

        Assert.Equal(["database"], await Failures());
    }

    [Fact]
    public async Task A_clock_that_is_behind_what_was_written_is_found()
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        office.Clock.AdjustTime(office.Clock.GetUtcNow() - TimeSpan.FromMinutes(2));

        Assert.Equal(["clock"], await Failures());
    }

    [Fact]
    public async Task The_mail_server_is_greeted_and_signed_in_to_and_no_mail_is_sent()
    {
        await office.Run("migrate");
        await using var inbox = await Inbox.Start();
        inbox.Smtp.Login = new("mailer", Password);
        office.Environment["COUNTERSIGN_SMTP"] = inbox.SmtpUri.Replace(
            "smtp://", $"smtp+plain://mailer:{Password}@", StringComparison.Ordinal);
        Assert.Empty(await Failures());
        Assert.Contains(
            "without encryption; offers LOGIN, PLAIN; we are signed in", (await office.Run("doctor")).Output, StringComparison.Ordinal);

        office.Environment["COUNTERSIGN_SMTP"] = inbox.SmtpUri.Replace("smtp://", "smtp+plain://mailer:wrong@", StringComparison.Ordinal);
        Assert.Equal(["mail"], await Failures());
        Assert.Empty(inbox.All);
    }

    [Fact]
    public async Task It_asks_whether_mail_from_our_sender_would_be_taken_and_sends_none()
    {
        await office.Run("migrate");
        await using var host = MailHost.Start([]);
        office.Environment["COUNTERSIGN_SMTP"] = $"smtp://127.0.0.1:{host.Port}";
        office.Environment["COUNTERSIGN_BASE_URL"] = "https://login.example.org";
        office.Environment["COUNTERSIGN_MAIL_FROM"] = "Login <login@bücher.example>";

        Assert.Empty(await Failures());
        Assert.Equal(
            ["EHLO login.example.org", "MAIL FROM:<login@xn--bcher-kva.example>", "RCPT TO:<login@xn--bcher-kva.example>", "RSET", "QUIT"],
            host.Heard);
        Assert.Empty(host.Mails);
    }

    [Theory]
    [InlineData("EHLO", "504 5.5.2 Helo command rejected: need fully-qualified hostname", "FAIL", "COUNTERSIGN_SMTP_HELO_NAME")]
    [InlineData("RCPT", "504 5.5.2 <login>: Helo command rejected: need fully-qualified hostname", "FAIL", "COUNTERSIGN_SMTP_HELO_NAME")]
    [InlineData("MAIL", "550 5.1.8 Sender address rejected: Domain not found", "FAIL", "COUNTERSIGN_MAIL_FROM")]
    [InlineData("RCPT", "554 5.7.1 Relay access denied", "FAIL", "COUNTERSIGN_MAIL_FROM")]
    [InlineData("MAIL", "530 5.7.0 Authentication required", "FAIL", "the user and the password in COUNTERSIGN_SMTP")]
    [InlineData("RCPT", "550 5.1.1 User unknown", "WARN", "what comes back to the address of COUNTERSIGN_MAIL_FROM is lost")]
    [InlineData("RCPT", "450 4.2.0 Greylisted", "WARN", "put us off (SMTP 450)")]
    public async Task What_the_mail_server_does_not_like_in_us_is_told_with_the_setting_that_mends_it(
        string heard, string says, string level, string cure)
    {
        await using var host = MailHost.Start([]);
        host.Says[heard] = says;
        if (heard == "EHLO") host.Says["HELO"] = says;
        office.Environment["COUNTERSIGN_SMTP"] = $"smtp://127.0.0.1:{host.Port}";

        var line = (await office.Run("doctor")).Output.Split('\n').Single(line => line.Contains(" mail: ", StringComparison.Ordinal));

        Assert.StartsWith(level, line, StringComparison.Ordinal);
        Assert.Contains(cure, line, StringComparison.Ordinal);
        Assert.Empty(host.Mails);
    }

    [Theory]
    [InlineData("Example Ltd", "OK    text messages:")]
    [InlineData("Čakovec", "WARN  text messages:")]
    public async Task A_name_that_makes_text_messages_longer_is_told_with_the_number_of_parts(string issuer, string expected)
    {
        await using var inbox = await Inbox.Start();
        office.Environment["COUNTERSIGN_ISSUER"] = issuer;
        office.Environment["COUNTERSIGN_SMS"] = inbox.SmsUri;
        office.Environment["COUNTERSIGN_SMS_SECRET"] = Password;

        var told = await office.Run("doctor");

        Assert.Contains(expected, told.Output, StringComparison.Ordinal);
        Assert.Equal(issuer == "Čakovec", told.Output.Contains("2 parts", StringComparison.Ordinal));
        Assert.Empty(inbox.All);
    }

    [Fact]
    public async Task The_version_of_TLS_is_named_and_a_certificate_of_nobodys_is_found()
    {
        await office.Run("migrate");
        await using var server = MailHost.Start(["AUTH PLAIN"], MailHostTls.FromTheStart);
        office.Environment["COUNTERSIGN_SMTP"] = $"smtps://127.0.0.1:{server.Port}";
        Assert.Equal(["mail"], await Failures());

        Directory.CreateDirectory(office.Data);
        var authority = Path.Combine(office.Data, "ca.pem");
        await File.WriteAllTextAsync(authority, server.Certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        office.Environment["COUNTERSIGN_SMTP_CA_FILE"] = authority;
        Assert.Matches(
            @"OK    mail: 127\.0\.0\.1:\d+ answers, TLS 1\.[23]; offers PLAIN; we do not sign in", (await office.Run("doctor")).Output);
    }

    [Fact]
    public async Task A_mail_server_that_is_not_there_and_a_gateway_without_an_address_are_found_and_no_secret_is_shown()
    {
        await office.Run("migrate");
        int port;
        await using (var gone = await Inbox.Start()) port = gone.Smtp.Port;
        office.Environment["COUNTERSIGN_SMTP"] = $"smtp://mailer:{Password}@127.0.0.1:{port}";
        office.Environment["COUNTERSIGN_SMS"] = "webhook+https://gateway.invalid/send";
        office.Environment["COUNTERSIGN_SMS_SECRET"] = Password;

        Assert.Equal(["mail", "text messages"], await Failures());
        Assert.DoesNotContain(Password, (await office.Run("doctor")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "/v1/metrics")]
    [InlineData("5", "/v1/metrics,/v1/traces")]
    public async Task A_collector_is_asked_with_nothing_in_it(string traces, string asked)
    {
        await using var collector = await OtlpCollector.Start();
        office.Environment["COUNTERSIGN_OTLP"] = collector.Address;
        office.Environment["COUNTERSIGN_TRACES"] = traces;

        var told = await office.Run("doctor");

        Assert.Contains($"OK    collector: {new Uri(collector.Address).Authority} answers", told.Output, StringComparison.Ordinal);
        Assert.Equal(asked, string.Join(',', collector.All.Select(export => export.Path).Order(StringComparer.Ordinal)));
        Assert.All(collector.All, export => Assert.Equal(("application/x-protobuf", 0), (export.ContentType, export.Body.Length)));
    }

    private async Task<IReadOnlyList<string>> Failures()
    {
        var told = await office.Run("doctor", "--json");
        var failed = told.Json.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("level").GetString() == "fail").Select(
                check => check.GetProperty("name").GetString()!).ToList();
        Assert.Equal(failed.Count == 0 ? 0 : 1, told.Exit);
        Assert.Equal(failed.Count == 0, told.Json.GetProperty("ok").GetBoolean());
        return failed;
    }

    private async Task Change(Statement change)
    {
        await using var db = office.OpenDb();
        await db.Write(tx => tx.Execute(change), TestContext.Current.CancellationToken);
    }
}
