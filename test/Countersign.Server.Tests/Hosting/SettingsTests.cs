using System.Collections.Immutable;
using System.Net;
using Countersign.Core;
using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("countersign-settings-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Nothing_given_means_the_numbers_of_the_rules_themselves()
    {
        var settings = Good();

        Assert.Equal(new Policy { SmsAllowed = false }, settings.Policy);
        Assert.Equal(new PasswordLimits(), settings.PasswordLimits);
        Assert.Equal(new HashLimits(), settings.HashLimits);
        Assert.Equal(new SendLimits(), settings.SendLimits with { SmsCountries = new SendLimits().SmsCountries });
        Assert.True(settings.SendLimits.SmsCountries.SetEquals([Region.Of("US"), Region.Of("CA")]));
        Assert.Equal(new ServerSettings().MailFrom, settings.MailFrom);
        Assert.Equal((SignUp.Closed, LogFormat.Json), (settings.SignUp, settings.LogFormat));
    }

    [Fact]
    public void Every_default_and_every_example_is_allowed()
    {
        foreach (var setting in SettingsTable.All)
        {
            if (setting.Default.Length > 0) Assert.True(setting.Apply(new(), setting.Default) is not null, setting.Name);
            Assert.True(setting.Apply(new(), setting.Example) is not null, setting.Name);
        }
    }

    [Fact]
    public void Every_setting_changes_something()
    {
        string[] candidates =
            ["0", "8", "9", "99", "9s", "50s", "2m", "2h", "9d", "45d", "3/1h", "https://a.example", "off", "open", "text", "on", "DE"];

        foreach (var setting in SettingsTable.All)
        {
            var before = setting.Default.Length == 0 ? new() : setting.Apply(new(), setting.Default)!;
            var after = candidates.Append(setting.Example).Select(text => setting.Apply(before, text)).OfType<ServerSettings>();
            Assert.True(after.Any(changed => changed != before), setting.Name);
        }
    }

    [Theory]
    [InlineData("SMTP", "smtp+plain://mail.example.org", "smtp")]
    [InlineData("SMTP", "smtp+plain://192.0.2.7:25", "smtp")]
    [InlineData("SMS", "webhook+http://sms.example.org/send", "sms")]
    [InlineData("SMS", "webhook+http://10.0.0.7/send", "sms")]
    [InlineData("OTLP", "http://otel.example.org:4318", "otlp")]
    public void Nothing_leaves_the_machine_in_the_clear_unless_the_operator_names_it(string name, string value, string word)
    {
        (string, string) from = ("MAIL_FROM", "a@b.example");
        var other = word == "sms" ? "smtp" : "sms";

        Assert.Contains("without encryption", Assert.Single(Faults((name, value), from)), StringComparison.Ordinal);
        Assert.Contains($"COUNTERSIGN_ALLOW_PLAIN={word}",
            Assert.Single(Faults((name, value), from, ("ALLOW_PLAIN", other))), StringComparison.Ordinal);
        Good((name, value), from, ("ALLOW_PLAIN", word));
        Good((name, value), from, ("ALLOW_PLAIN", "SMS , smtp, otlp"));
    }

    [Theory]
    [InlineData("SMTP", "smtp+plain://localhost")]
    [InlineData("SMTP", "smtp://127.0.0.1:2525")]
    [InlineData("SMS", "webhook+http://[::1]:8081/send")]
    [InlineData("SMS", "webhook+http://localhost/send")]
    public void On_the_machine_itself_nothing_need_be_named(string name, string value) => Good((name, value));

    [Fact]
    public void A_list_of_breached_passwords_must_be_there() =>
        Assert.Contains("neither a file nor a folder",
            Assert.Single(Faults(("BREACHED_PASSWORDS", Path.Combine(folder, "none.txt")))), StringComparison.Ordinal);

    [Fact]
    public void The_environment_wins_over_the_file_in_the_data_folder()
    {
        File.WriteAllText(Path.Combine(folder, "countersign.json"), """
            // what the operator wrote down
            { "issuer": "From the file", "base_url": "https://login.example.org", "totp_failures": 4, "require_2fa": true }
            """);

        var settings = Good(("ISSUER", "From the environment"));

        Assert.Equal("From the environment", settings.Issuer);
        Assert.Equal("https://login.example.org/", settings.BaseUrl.AbsoluteUri);
        Assert.Equal(4, settings.Policy.TotpFailures);
        Assert.True(settings.Policy.RequiresSecondFactor);
    }

    [Fact]
    public void A_file_that_was_named_must_exist_and_may_move_the_data_folder()
    {
        var file = Path.Combine(folder, "mine.json");
        Assert.Contains("mine.json cannot be read", Assert.Single(Read(file).Faults), StringComparison.Ordinal);

        File.WriteAllText(file, $$"""{ "data": "{{folder}}/elsewhere" }""");
        var settings = SettingsReader.Read(new Dictionary<string, string>(), file).Settings!;

        Assert.Equal(Path.Combine(folder, "elsewhere", "countersign.db"), settings.DatabaseFile);
        Assert.Equal(Path.Combine(folder, "elsewhere", "keys"), settings.KeyFile);
    }

    [Theory]
    [InlineData("""{ "issuer": "a", "issuer": "b" }""", "cannot be read")]
    [InlineData("""{ "issuer": ["a"] }""", "issuer in ")]
    [InlineData("""{ "data": "/tmp" }""", "would move the folder")]
    [InlineData("[]", "one JSON object")]
    [InlineData("{", "cannot be read")]
    [InlineData("{\n  \"issuer\": \"a\"\n  \"skew\": 1\n}", "countersign.json cannot be read, since it is not JSON in line 3: ")]
    public void A_file_that_is_wrong_is_refused(string content, string said)
    {
        File.WriteAllText(Path.Combine(folder, "countersign.json"), content);

        Assert.Contains(said, Assert.Single(Read().Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SKEW", "7", "COUNTERSIGN_SKEW is \"7\": it must be a whole number from 0 to 1. Example: COUNTERSIGN_SKEW=1")]
    [InlineData("SESSION_LIFE", "24",
        "COUNTERSIGN_SESSION_LIFE is \"24\": it must be a time from 5m to 30d (a number and s, m, h or d). Example: " +
        "COUNTERSIGN_SESSION_LIFE=24h")]
    [InlineData("SESSION_LIFE", "99999999d",
        "COUNTERSIGN_SESSION_LIFE is \"99999999d\": it must be a time from 5m to 30d (a number and s, m, h or d). Example: " +
        "COUNTERSIGN_SESSION_LIFE=24h")]
    [InlineData("SMS_IN_ALL", "10/2147483647d",
        "COUNTERSIGN_SMS_IN_ALL is \"10/2147483647d\": it must be a number up to 10000000, a slash and a time up to 30d. Example: " +
        "COUNTERSIGN_SMS_IN_ALL=2000/1d")]
    [InlineData("SIGN_UP", "maybe", "COUNTERSIGN_SIGN_UP is \"maybe\": it must be `closed` or `open`. Example: COUNTERSIGN_SIGN_UP=closed")]
    [InlineData("SMS_IN_ALL", "-1/1d",
        "COUNTERSIGN_SMS_IN_ALL is \"-1/1d\": it must be a number up to 10000000, a slash and a time up to 30d. Example: " +
        "COUNTERSIGN_SMS_IN_ALL=2000/1d")]
    [InlineData("SMTP_HELO_NAME", "two words",
        "COUNTERSIGN_SMTP_HELO_NAME is \"two words\": it must be the name or the address of a host. Example: " +
        "COUNTERSIGN_SMTP_HELO_NAME=login.example.org")]
    [InlineData("BASE_URL", "http://login.example.org",
        "COUNTERSIGN_BASE_URL is \"http://login.example.org\": it must be an https:// address without path, query or user (http:// only " +
        "for the machine itself). Example: COUNTERSIGN_BASE_URL=https://login.example.org")]
    public void A_wrong_value_is_refused_with_what_was_given_what_is_allowed_and_an_example(string name, string value, string line) =>
        Assert.Equal(line, Assert.Single(Read(null, (name, value)).Faults));

    [Theory]
    [InlineData("SMTP", "http://mailer:hunter2@mail")]
    [InlineData("SMTP", "smtp://mailer:hunter2@")]
    [InlineData("SMS", "webhook+ftp://sms.example.org/hunter2")]
    [InlineData("SMS_SECRET", "hunter2")]
    [InlineData("DATABASE", "mysql://me:hunter2@db/countersign")]
    [InlineData("DATABASE", "postgres://me:hunter2@db")]
    [InlineData("DATABASE", "postgres://me:hunter2@db/countersign?sslmode=disable")]
    [InlineData("DATABASE", "postgres://:hunter2@db/countersign")]
    public void A_wrong_secret_is_refused_without_showing_it(string name, string value)
    {
        var fault = Assert.Single(Read(null, (name, value)).Faults);

        Assert.StartsWith($"COUNTERSIGN_{name} has a value that is not allowed", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_PostgreSQL_server_is_named_part_by_part()
    {
        Assert.Null(Good(("DATABASE", "SQLite")).Database);

        var near = Good(("DATABASE", "postgres://127.0.0.1:7000/x%2Dy".Replace("127", "me@127", StringComparison.Ordinal))).Database!;
        Assert.Equal(("127.0.0.1", 7000, "me", "x-y", true), (near.Host, near.Port, near.User, near.Database, near.IsHere));
        Assert.Null(near.Password);

        var far = Good(("DATABASE", "postgresql://me:p%40ss@db.example.org/countersign")).Database!;
        Assert.Equal(("db.example.org", 5432, "p@ss", false), (far.Host, far.Port, far.Password!.Reveal(), far.IsHere));
        Assert.DoesNotContain("p@ss", far.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("skew", "7", "skew in {0} is \"7\": it must be a whole number from 0 to 1. Example: \"skew\": \"1\"")]
    [InlineData("Base_URL", "login", "Example: \"Base_URL\": \"https://login.example.org\"")]
    [InlineData("bogus", "1", "bogus in {0} is not a setting. docs/operate.md lists them all.")]
    [InlineData("baseurl", "1", "baseurl in {0} is not a setting. Did you mean base_url? docs/operate.md lists them all.")]
    public void In_the_file_everything_is_told_as_it_stands_in_a_file(string name, string value, string said)
    {
        var path = Path.Combine(folder, "countersign.json");
        File.WriteAllText(path, $$"""{ "{{name}}": "{{value}}" }""");

        Assert.EndsWith(said.Replace("{0}", path, StringComparison.Ordinal), Assert.Single(Read().Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_suggested_that_is_another_word_altogether() =>
        Assert.Equal(
            "COUNTERSIGN_BOGUS is not a setting. docs/operate.md lists them all.", Assert.Single(Read(null, ("BOGUS", "x")).Faults));

    [Theory]
    [InlineData("BASEURL", "BASE_URL")]
    [InlineData("SMS_SECRETS_FILE", "SMS_SECRET")]
    [InlineData("TOTP_FAILURE", "TOTP_FAILURES")]
    public void An_unknown_name_is_refused_with_the_nearest_known_one(string given, string nearest) =>
        Assert.Equal(
            $"COUNTERSIGN_{given} is not a setting. Did you mean COUNTERSIGN_{nearest}? docs/operate.md lists them all.",
            Assert.Single(Read(null, (given, "x")).Faults));

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(3, Read(null, ("SKEW", "9"), ("SIGN_UP", "x"), ("NOSUCH", "1")).Faults.Length);

    [Fact]
    public void What_belongs_to_the_command_line_or_to_others_is_left_alone()
    {
        var environment = new Dictionary<string, string>
        {
            ["COUNTERSIGN_DATA"] = folder,
            ["COUNTERSIGN_URL"] = "http://x",
            ["COUNTERSIGN_API_KEY"] = "key_x",
            ["PATH"] = "/bin",
        };

        Assert.Empty(SettingsReader.Read(environment, null).Faults);
    }

    [Fact]
    public void A_secret_may_come_from_the_file_its_twin_names()
    {
        var file = Path.Combine(folder, "secret");
        File.WriteAllText(file, "a-line-of-chance-0123456789\n");

        var settings = Good(("SMS", "webhook+https://sms.example.org/send"), ("SMS_SECRET_FILE", file));

        Assert.Equal("a-line-of-chance-0123456789", settings.Sms.Secret!.Reveal());
        Assert.Equal("https://sms.example.org/send", settings.Sms.Gateways[1].Address!.AbsoluteUri);
        Assert.True(settings.Policy.SmsAllowed);
        Assert.DoesNotContain("chance", settings.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_given_twice_or_from_a_file_that_is_not_there_is_refused()
    {
        Assert.Contains("are both given",
            Assert.Single(Read(null, ("SMS_SECRET", "0123456789abcdef"), ("SMS_SECRET_FILE", "/x")).Faults), StringComparison.Ordinal);
        Assert.Contains(
            "cannot be read", Assert.Single(Read(null, ("SMTP_FILE", Path.Combine(folder, "gone"))).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_secret_has_no_twin() =>
        Assert.Contains("is not a setting", Assert.Single(Read(null, ("ISSUER_FILE", "/x")).Faults), StringComparison.Ordinal);

    [Fact]
    public void A_mail_server_is_read_with_its_user_and_its_encryption()
    {
        var far = Good(
            ("SMTP", "smtp://mailer%40example.org:p%3Aw%20d@mail.example.org:2525"), ("MAIL_FROM", "Login <login@example.org>")).Smtp!;
        Assert.Equal(
            ("mail.example.org", 2525, "mailer@example.org", SmtpEncryption.StartTls), (far.Host, far.Port, far.User, far.Encryption));
        Assert.Equal("p:w d", far.Password!.Reveal());
        Assert.DoesNotContain("p:w d", far.ToString(), StringComparison.Ordinal);

        var here = Good(("SMTP", "smtp://127.0.0.1")).Smtp!;
        Assert.Equal(("127.0.0.1", 587, null, SmtpEncryption.None), (here.Host, here.Port, here.User, here.Encryption));

        Assert.Equal(SmtpEncryption.None,
            Good(("SMTP", "smtp+plain://relay"), ("ALLOW_PLAIN", "smtp"), ("MAIL_FROM", "a@b.example")).Smtp!.Encryption);

        var submissions = Good(("SMTP", "smtps://127.0.0.1")).Smtp!;
        Assert.Equal((465, SmtpEncryption.FromTheStart), (submissions.Port, submissions.Encryption));
    }

    [Fact]
    public void A_mail_server_is_greeted_by_the_name_people_reach_us_under_unless_another_is_given()
    {
        Assert.Equal("xn--bcher-kva.example", Good(("BASE_URL", "https://bücher.example")).SmtpAccess.HeloName);
        Assert.Equal("", Good(("BASE_URL", "https://login")).SmtpAccess.HeloName);
        Assert.Equal("", Good(("BASE_URL", "https://192.0.2.7")).SmtpAccess.HeloName);
        Assert.Equal("mailhost", Good(("BASE_URL", "https://login"), ("SMTP_HELO_NAME", "mailhost")).SmtpAccess.HeloName);
        Assert.Equal("mx1.example.org", Good(("SMTP_HELO_NAME", "mx1.example.org")).SmtpAccess.HeloName);
    }

    [Theory]
    [InlineData("COUNTERSIGN_MAIL_FROM is missing", "SMTP", "smtp://mail.example.org")]
    [InlineData("COUNTERSIGN_SMTP_TOKEN_FILE is given", "SMTP_TOKEN_FILE", "/run/token")]
    [InlineData("COUNTERSIGN_SMTP_TOKEN_FILE is given", "SMTP_TOKEN_FILE", "/run/token", "SMTP", "smtp://ada:secret@127.0.0.1")]
    [InlineData("COUNTERSIGN_FIRST_LOCK is longer", "LONGEST_LOCK", "5m")]
    [InlineData("COUNTERSIGN_SESSION_IDLE is longer", "SESSION_LIFE", "30m")]
    [InlineData("COUNTERSIGN_FAILURES_SHORT allows more", "FAILURES_SHORT", "51/24h")]
    [InlineData("COUNTERSIGN_PASSWORD_FIRST_WAIT is longer", "PASSWORD_FIRST_WAIT", "1m", "PASSWORD_LONGEST_WAIT", "30s")]
    public void Settings_that_contradict_each_other_are_refused(string said, params string[] given)
    {
        var pairs = given.Chunk(2).Select(pair => (pair[0], pair[1])).ToArray();

        Assert.Contains(said, Assert.Single(Read(null, pairs).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Proxies_are_networks_or_single_addresses()
    {
        Assert.Equal(
            [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("192.0.2.7/32"), IPNetwork.Parse("2001:db8::1/128")],
            Good(("TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7, 2001:db8::1")).TrustedProxies);
        Assert.Single(Read(null, ("TRUSTED_PROXIES", "10.0.0.0/8,proxy")).Faults);
    }

    [Fact]
    public void Text_messages_go_to_the_countries_that_were_named()
    {
        Assert.Equal([Region.Of("DE"), Region.Of("AT")], Good(("SMS_COUNTRIES", "de, AT")).SendLimits.SmsCountries.OrderByDescending(
            region => region.Code, StringComparer.Ordinal));
        Assert.Equal([Region.Of("CH")], Good(("DEFAULT_REGION", "CH")).SendLimits.SmsCountries);
        Assert.True(Good(("SMS_COUNTRIES", "all")).SendLimits.SmsCountries.Count > 200);
        Assert.Single(Read(null, ("SMS_COUNTRIES", "DE,XX")).Faults);
        Assert.Equal(["+1436", "+1621"], Good(("SMS_RANGES", "+1436, +1 621,")).SendLimits.SmsRanges.Select(range => range.Beginning));
        foreach (var list in (string[])["+1436;+1621", "+1436 +1621", ";+1 436 ;  +1 621"])
            Assert.Equal(["+1436", "+1621"], Good(("SMS_RANGES", list)).SendLimits.SmsRanges.Select(range => range.Beginning));
        Assert.Single(Read(null, ("SMS_RANGES", "+1436,436")).Faults);
    }

    [Fact]
    public void Metrics_are_for_the_machine_itself_only()
    {
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:9464"), Good(("METRICS", "127.0.0.1:9464")).Metrics);
        Assert.Single(Read(null, ("METRICS", "0.0.0.0:9464")).Faults);
        Assert.Single(Read(null, ("METRICS", "127.0.0.1")).Faults);
    }

    [Fact]
    public void Radius_is_off_or_listened_for_at_addresses_with_their_ports()
    {
        Assert.Empty(Good().Radius);
        Assert.Empty(Good(("RADIUS", "off")).Radius);
        Assert.Equal(
            [IPEndPoint.Parse("192.0.2.10:1812"), IPEndPoint.Parse("[2001:db8::1]:1812")],
            Good(("RADIUS", "192.0.2.10:1812, [2001:db8::1]:1812")).Radius);
        foreach (var wrong in (string[])["on", "1812", "192.0.2.10", "192.0.2.10:0", "192.0.2.10:1812,192.0.2.10:1812", "host:1812", ","])
            Assert.Single(Read(null, ("RADIUS", wrong)).Faults);
    }

    [Fact]
    public void A_collector_is_an_address_or_none()
    {
        Assert.Equal(new Uri("https://otel.example.org/in"), Good(("OTLP", "https://otel.example.org/in")).Collector);
        Assert.Null(Good(("OTLP", "none")).Collector);
        foreach (var wrong in new[] { "otel.example.org:4318",
            "grpc://otel.example.org", "https://key@otel.example.org", "https://otel.example.org?key=1" })
            Assert.Single(Read(null, ("OTLP", wrong)).Faults);
    }

    private ServerSettings Good(params (string Name, string Value)[] given)
    {
        var outcome = Read(null, given);
        Assert.Empty(outcome.Faults);
        return outcome.Settings!;
    }

    private ImmutableArray<string> Faults(params (string Name, string Value)[] given) => Read(null, given).Faults;

    private SettingsOutcome Read(string? file = null, params (string Name, string Value)[] given) =>
        SettingsReader.Read(
            given.Append(("DATA", folder)).ToDictionary(
                pair => Setting.Prefix + pair.Item1, pair => pair.Item2, StringComparer.Ordinal), file);
}
