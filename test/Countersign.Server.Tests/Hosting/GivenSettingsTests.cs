using System.Collections.Immutable;
using System.Net;
using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.SignIn;
using Countersign.Server.Vocabulary;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>Settings as orchestrators, env files and hurried people give them.</summary>
public sealed class GivenSettingsTests : IDisposable
{
    private const string Secret = "2026#s3cr3t";

    private static readonly (string, string) From = ("MAIL_FROM", "a@b.example");

    private readonly string folder = Directory.CreateTempSubdirectory("countersign-given-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("WEB_")]
    [InlineData("SMTP_")]
    [InlineData("WEB_2_BLUE_")]
    public void The_links_to_services_that_Kubernetes_makes_are_no_settings(string service)
    {
        (string, string)[] links =
        [
            ($"{service}SERVICE_HOST", "10.96.0.17"), ($"{service}SERVICE_PORT", "80"), ($"{service}SERVICE_PORT_HTTP", "80"),
            ($"{service}SERVICE_PORT_METRICS_TLS", "9464"), ($"{service}PORT", "tcp://10.96.0.17:80"),
            ($"{service}PORT_80_TCP", "tcp://10.96.0.17:80"), ($"{service}PORT_80_TCP_PROTO", "tcp"), ($"{service}PORT_80_TCP_PORT", "80"),
            ($"{service}PORT_80_TCP_ADDR", "10.96.0.17"), ($"{service}PORT_53_UDP", "udp://[fd00::17]:53"),
            ($"{service}PORT_53_UDP_ADDR", "fd00::17"),
        ];

        Good(links);
        Assert.All(links, link => Good(link));
    }

    [Theory]
    [InlineData("PORT", "8080")]
    [InlineData("SMTP_PORT", "587")]
    [InlineData("SERVICE_HOST", "login.example.org")]
    [InlineData("SERVICE_PORT", "http")]
    [InlineData("SERVICE_PORT", "0")]
    [InlineData("SMTP_SERVICE", "10.96.0.17")]
    [InlineData("PORT_80_TCP", "10.96.0.17:80")]
    [InlineData("PORT_80_TCP_PROTO", "https")]
    [InlineData("BASE_URL_PORT", "https://login.example.org:80")]
    [InlineData("TRUSTED_PROXY", "10.96.0.17")]
    [InlineData("SERVICE_HOSTS", "10.96.0.17")]
    public void A_setting_with_a_wrong_name_is_not_taken_for_such_a_link(string name, string value) =>
        Assert.StartsWith($"COUNTERSIGN_{name} is not a setting", Assert.Single(Faults((name, value))), StringComparison.Ordinal);

    [Fact]
    public void No_setting_of_ours_is_named_like_such_a_link() => Assert.All(
        SettingsTable.All, setting => Assert.All((string[])["10.96.0.17", "80", "tcp", "tcp://10.96.0.17:80"],
            value => Assert.False(ServiceLinks.IsOne(setting.Name, value), setting.Name)));

    public static TheoryData<string, string> Unclear => new MatrixTheoryData<string, string>(
        [
            "SMTP smtp://{0}mail.example.org:587", "SMTP smtps://{0}mail.example.org", "SMS webhook+https://{0}sms.example.org/send",
            "DATABASE postgres://{0}db.example.org/countersign",
        ],
        [
            $"mailer:{Secret}@", $"mailer:{Secret}@#", $"mai#ler:{Secret}@", "mailer:2026?s3cr3t@", "mailer:2026/s3cr3t@", "mailer:s3cr3t/@",
            "mailer:?s3cr3t@", "mailer:2026\\s3cr3t@", "mailer:s3cr3t 26@", "mailer:100%s3cr3t@", "mailer:s3cr3t%@", "mailer:s3cr3t%2@",
            "mailer:s3cr3t%FF@", "mailer:s3cr3t%0A@", "mailer:a@b/s3cr3t@", "s3cr3t/@",
        ]);

    [Theory, MemberData(nameof(Unclear))]
    public void No_part_of_an_address_is_taken_for_another(string setting, string who)
    {
        var (name, form) = (setting.Split(' ')[0], setting.Split(' ')[1]);

        var fault = Assert.Single(Faults((name, string.Format(null, CompositeFormat.Parse(form), who)), From));

        Assert.StartsWith($"COUNTERSIGN_{name} has a value that is not allowed", fault, StringComparison.Ordinal);
        Assert.Contains("`%23` for #", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SMTP", "smtp://:s3cr3t@mail.example.org")]
    [InlineData("SMTP", "smtp://@mail.example.org")]
    [InlineData("SMTP", "smtp://mail.example.org:0")]
    [InlineData("SMTP", "smtp://mail.example.org:s3cr3t")]
    [InlineData("SMTP", "smtp://mail.example.org:")]
    [InlineData("SMTP", "smtp://mail.example.org:65536")]
    [InlineData("SMTP", "smtp://mail.example.org/s3cr3t")]
    [InlineData("SMTP", "smtp://mail.example.org?s3cr3t")]
    [InlineData("SMTP", "smtp:mail.example.org")]
    [InlineData("DATABASE", "postgres://:s3cr3t@db.example.org/countersign")]
    [InlineData("DATABASE", "postgres://me:s3cr3t@db.example.org:0/countersign")]
    [InlineData("DATABASE", "postgres://me:s3cr3t@db.example.org/countersign?sslmode=disable")]
    [InlineData("DATABASE", "postgres://me:s3cr3t@db.example.org/countersign/other")]
    [InlineData("DATABASE", "postgres://me:s3cr3t@db.example.org//countersign")]
    [InlineData("DATABASE", "postgres://me:s3cr3t@db.example.org/100%")]
    [InlineData("SMS", "webhook+https://sms.example.org/send#s3cr3t")]
    [InlineData("SMS", "webhook+https://one%3As3cr3t:b@sms.example.org/send")]
    [InlineData("SMS", "webhook+https://sms.example.org:/send")]
    [InlineData("BASE_URL", "https://s3cr3t@login.example.org")]
    [InlineData("BASE_URL", "https://login.example.org/?s3cr3t")]
    [InlineData("BASE_URL", "https://login.example.org/#s3cr3t")]
    [InlineData("BASE_URL", "https://login.example.org/.")]
    [InlineData("BASE_URL", "https://login.example.org?")]
    [InlineData("BASE_URL", "https:login.example.org")]
    [InlineData("BASE_URL", "https://login.example.org:0")]
    [InlineData("OTLP", "https://key:s3cr3t@otel.example.org")]
    [InlineData("OTLP", "https://otel.example.org/?key=s3cr3t")]
    [InlineData("MAIL_FROM", "login@example.org (Login)")]
    [InlineData("MAIL_FROM", "a@b.example, c@d.example")]
    [InlineData("TRUSTED_PROXIES", "10.1")]
    [InlineData("TRUSTED_PROXIES", "10/8")]
    [InlineData("TRUSTED_PROXIES", "010.0.0.1")]
    [InlineData("TRUSTED_PROXIES", "10.0.0.1/8/8")]
    public void No_part_of_an_address_is_dropped(string name, string value)
    {
        var fault = Assert.Single(Faults(name == "SMTP" ? [(name, value), From] : [(name, value)]));

        Assert.StartsWith($"COUNTERSIGN_{name} ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_percent_encoded_is_read_as_it_was_meant_whatever_it_is()
    {
        foreach (var who in (string[])["mailer", "a@b.example", "DOMAIN\\mailer", "ünser", "日本", "a+b%c"])
        {
            foreach (var password in (string[])[Secret, "a@b", "a/b?c", "100%", "%41", "pä ss", "🔑", "-._~!$&'()*+,;=", "a:b"])
            {
                var (u, p) = (Uri.EscapeDataString(who), Uri.EscapeDataString(password));

                var smtp = Good(("SMTP", $"smtp://{u}:{p}@mail.example.org:2525"), From).Smtp!;
                var sms = (WebhookGateway)Good(("SMS", $"webhook+https://{u}:{p}@sms.example.org:8443/a?b=c")).Sms.Gateways[1];

                Assert.Equal(("mail.example.org", 2525, who, password), (smtp.Host, smtp.Port, smtp.User, smtp.Password!.Reveal()));
                var server = Good(("DATABASE", $"postgres://{u}:{p}@db.example.org/{Uri.EscapeDataString("a b#c")}")).Database!;

                Assert.Equal((who, password, "a b#c"), (server.User, server.Password!.Reveal(), server.Database));
                Assert.Equal("https://sms.example.org:8443/a?b=c", sms.Address!.AbsoluteUri);
                Assert.Equal((who, password), (sms.Login!.User, sms.Login.Password.Reveal()));
            }
        }
    }

    [Theory]
    [InlineData("smtp://mailer:pa@ss@mail.example.org", "mailer", "pa@ss")]
    [InlineData("smtp://login@example.org:pass@mail.example.org", "login@example.org", "pass")]
    [InlineData("smtp://mailer:a:b@mail.example.org", "mailer", "a:b")]
    [InlineData("SMTP://mailer:pässwort@MAIL.example.org", "mailer", "pässwort")]
    public void What_can_mean_only_one_thing_is_read_as_it(string value, string user, string password)
    {
        var smtp = Good(("SMTP", value), From).Smtp!;

        Assert.Equal(("mail.example.org", user, password), (smtp.Host, smtp.User, smtp.Password!.Reveal()));
    }

    [Theory]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    [InlineData("https://BÜCHER.example:8443/", "https://xn--bcher-kva.example:8443")]
    [InlineData("https://straße.example", "https://xn--strae-oqa.example")]
    [InlineData("https://例子.广告", "https://xn--fsqu00a.xn--4rr70v")]
    [InlineData("https://xn--bcher-kva.example", "https://xn--bcher-kva.example")]
    [InlineData("https://Login.Example.Org:443", "https://login.example.org")]
    [InlineData("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443")]
    public void Our_own_address_is_kept_as_browsers_send_it(string given, string origin)
    {
        var url = Good(("BASE_URL", given)).BaseUrl;

        Assert.Equal(origin, new SessionCookie(url).Origin);
        Assert.StartsWith(origin, new PublicAddress(url).DisablePage(Token.New(TokenKind.Link)).OriginalString,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\uFEFFhttps://login.example.org")]
    [InlineData("https://login.example.org/\u200B")]
    [InlineData("\u00A0\u202Ahttps://login.example.org\u202C\r")]
    [InlineData("\u201Chttps://login.example.org\u201D")]
    [InlineData("\u201Ehttps://login.example.org\u201C")]
    [InlineData("'\u2066https://login.example.org\u2069'")]
    public void What_nobody_sees_and_the_quotes_of_an_editor_around_a_value_are_no_part_of_it(string given) =>
        Assert.Equal("https://login.example.org/", Good(("BASE_URL", given)).BaseUrl.AbsoluteUri);

    [Theory]
    [InlineData("10.0.0.0/8,")]
    [InlineData(",10.0.0.0/8")]
    [InlineData("10.0.0.0/8,,")]
    [InlineData("10.0.0.0/8 , ")]
    [InlineData("10.0.0.0/8;")]
    public void A_comma_too_many_names_nothing_more(string given)
    {
        Assert.Equal([IPNetwork.Parse("10.0.0.0/8")], Good(("TRUSTED_PROXIES", given)).TrustedProxies);
        var countries = given.Replace("10.0.0.0/8", "de", StringComparison.Ordinal);
        Assert.Equal([Region.Of("DE")], Good(("SMS_COUNTRIES", countries)).SendLimits.SmsCountries);
        var plain = given.Replace("10.0.0.0/8", "sms", StringComparison.Ordinal);
        Assert.Equal([PlainWay.TextMessages], Good(("ALLOW_PLAIN", plain)).PlainAllowed);
        var all = given.Replace("10.0.0.0/8", "all", StringComparison.Ordinal);
        Assert.True(Good(("SMS_COUNTRIES", all)).SendLimits.SmsCountries.Count > 200);
    }

    [Theory]
    [InlineData("TRUSTED_PROXIES")]
    [InlineData("SMS_COUNTRIES")]
    [InlineData("ALLOW_PLAIN")]
    public void A_list_of_nothing_but_commas_is_none(string name) => Assert.Single(Faults((name, " , ,")));

    [Theory]
    [InlineData("{0}")]
    [InlineData("\"{0}\"")]
    [InlineData("'{0}'")]
    [InlineData(" \"{0}\" ")]
    [InlineData("\" {0}\"\r")]
    [InlineData("{0}\r")]
    public void What_an_env_file_leaves_around_a_value_is_taken_off_every_value(string form)
    {
        foreach (var setting in SettingsTable.All.Where(setting => setting.Name is not ("DATA" or "BREACHED_PASSWORDS" or "SMTP_TOKEN_FILE")))
        {
            var given = string.Format(null, CompositeFormat.Parse(form), setting.Example);
            var faults = Faults((setting.Name, given), From);
            Assert.Equal(Faults((setting.Name, setting.Example), From), faults);
        }

        var kept = Good(("MAIL_FROM", "\"Example, Ltd\" <login@example.org>"), ("ISSUER", "Joe's"));
        Assert.Equal(("Example, Ltd", "Joe's"), (kept.MailFrom.Name, kept.Issuer));
        Assert.Equal("Example Ltd", Good(("ISSUER", string.Format(null, CompositeFormat.Parse(form), "Example Ltd"))).Issuer);
        Assert.Equal("Countersign", Good(("ISSUER", string.Format(null, CompositeFormat.Parse(form), ""))).Issuer);
    }

    [Fact]
    public void The_file_of_a_secret_may_be_read_only_and_a_group_s_and_have_a_mark_and_line_ends()
    {
        var file = Path.Combine(folder, "smtp");
        File.WriteAllText(file, "smtp://mailer:pass@mail.example.org\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal("pass", Good(("SMTP_FILE", $"'{file}'"), From).Smtp!.Password!.Reveal());
    }

    [Fact]
    public void A_file_of_a_secret_that_is_a_folder_or_empty_is_told_as_that()
    {
        var (empty, place) = (Path.Combine(folder, "empty"), Path.Combine(folder, "place"));
        File.WriteAllText(empty, "\n");
        Directory.CreateDirectory(place);

        Assert.Contains("nothing is in that file", Assert.Single(Faults(("SMTP_FILE", empty))), StringComparison.Ordinal);
        Assert.Contains("is a folder and no file", Assert.Single(Faults(("SMTP_FILE", place))), StringComparison.Ordinal);
    }

    private ServerSettings Good(params (string Name, string Value)[] given)
    {
        var outcome = Read(given);
        Assert.Empty(outcome.Faults);
        return outcome.Settings!;
    }

    private ImmutableArray<string> Faults(params (string Name, string Value)[] given) => Read(given).Faults;

    private SettingsOutcome Read((string Name, string Value)[] given) =>
        SettingsReader.Read(
            given.Append(("DATA", folder)).DistinctBy(pair => pair.Item1).ToDictionary(
                pair => Setting.Prefix + pair.Item1, pair => pair.Item2, StringComparer.Ordinal), file: null);
}
