using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Delivery;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed partial class MessageTextsTests
{
    // 3GPP TS 23.038 §6.2.1, the characters that cost one septet, as far as we need them.
    private const string Gsm7 = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static readonly MessageTexts Texts = DeliveryWorld.Texts;
    private static readonly Code Code = DeliveryWorld.CodeOf("042042");
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset Morning = new(2026, 11, 3, 8, 5, 0, TimeSpan.FromHours(1));

    private static Message[] CodeMessages =>
    [
        Texts.CodeToLogIn(Channel.Sms, Code, Life), Texts.CodeToLogIn(Channel.Email, Code, Life),
        Texts.CodeToChangeSettings(Channel.Sms, Code, Life), Texts.CodeToChangeSettings(Channel.Email, Code, Life),
        Texts.VerifyEmail(Code, new Uri("https://login.example.org/verify?token=lnk_1"), Life),
    ];

    [Fact]
    public void A_text_message_to_sign_in_reads_like_this() => Assert.Equal(
        "042042 is your Countersign code to sign in. It works for 10 minutes. Not you? Change your password.\n@login.example.org #042042",
        Texts.CodeToLogIn(Channel.Sms, Code, Life).Text);

    [Fact]
    public void A_text_message_to_change_settings_says_so() => Assert.Contains(
        "code to change security settings", Texts.CodeToChangeSettings(Channel.Sms, Code, Life).Text, StringComparison.Ordinal);

    [Fact]
    public void A_mail_to_sign_in_reads_like_this() => Assert.Equal(
        """
        042042

        This is your code to sign in at Countersign. It works for 10 minutes, and once. Nobody from Countersign will ever ask you for it.

        If this was not you, somebody knows your password. Change it now at https://login.example.org/

        --·
        Countersign

        """.Replace('·', ' '),
        Texts.CodeToLogIn(Channel.Email, Code, Life).Text);

    [Fact]
    public void Every_code_comes_first_and_is_in_no_subject() => Assert.All(CodeMessages, message =>
    {
        Assert.StartsWith("042042", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("042042", message.Subject, StringComparison.Ordinal);
    });

    [Fact]
    public void Text_messages_fit_into_one_and_need_no_special_letters() =>
        Assert.All(CodeMessages.Where(message => message.Html.Length == 0), message =>
        {
            Assert.InRange(message.Text.Length, 1, 160);
            Assert.All(message.Text, letter => Assert.Contains(letter, Gsm7));
        });

    [Fact]
    public void A_long_name_and_a_long_host_still_fit_into_one_text_message()
    {
        var texts = new MessageTexts("Department of Applied Arts", new Uri("https://two-factor.login.example.org"));

        Assert.InRange(texts.CodeToChangeSettings(Channel.Sms, Code, Life).Text.Length, 1, 160);
    }

    [Theory]
    [InlineData("https://login.example.org", "@login.example.org #042042")]
    [InlineData("http://localhost:8080", "@localhost #042042")]
    [InlineData("https://bücher.example", "@xn--bcher-kva.example #042042")]
    public void The_last_line_binds_the_code_to_our_own_pages(string baseUrl, string line) =>
        Assert.Equal(line, new MessageTexts("Countersign", new Uri(baseUrl)).CodeToLogIn(Channel.Sms, Code, Life).Text.Split('\n')[^1]);

    [Theory]
    [InlineData(1, "1 minute")]
    [InlineData(30, "30 minutes")]
    [InlineData(60, "1 hour")]
    [InlineData(90, "1.5 hours")]
    [InlineData(1440, "24 hours")]
    public void Lives_are_spoken_as_people_do(int minutes, string spoken) => Assert.Contains(
        $"works for {spoken}.", Texts.CodeToLogIn(Channel.Sms, Code, TimeSpan.FromMinutes(minutes)).Text, StringComparison.Ordinal);

    [Fact]
    public void The_mail_that_proves_an_address_has_code_and_link()
    {
        var message = Texts.VerifyEmail(Code, new Uri("https://login.example.org/verify?a=1&token=lnk_1"), Life);

        Assert.Contains("\nhttps://login.example.org/verify?a=1&token=lnk_1\n", message.Text, StringComparison.Ordinal);
        Assert.Contains("href=\"https://login.example.org/verify?a=1&amp;token=lnk_1\"", message.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notice_reads_like_this() => Assert.Equal(
        """
        One of your backup codes was used. It will not work again. You have 2 left: make new ones soon.

        When: 3 November 2026, 07:05 UTC
        From: 203.0.113.7
        Device: countersign/0.1 (linux)

        If this was you, there is nothing to do. If not, change your password now, then look at your sign-in methods: https://login.example.org/

        --·
        Countersign

        """.Replace('·', ' '),
        Texts.Notice(NoticeKind.BackupCodeUsed, new(Morning, "203.0.113.7", "countersign/0.1 (linux)", Left: 2)).Text);

    [Fact]
    public void Every_notice_says_what_happened_when_and_what_to_do() => Assert.All(Enum.GetValues<NoticeKind>(), kind =>
    {
        var notice = Texts.Notice(kind, new(Morning, "203.0.113.7", "Firefox", "Pixel (******1234)", 3, Morning.AddMinutes(15)));

        Assert.Equal(MessageKind.Notice, notice.Kind);
        Assert.Contains("3 November 2026, 07:05 UTC", notice.Text, StringComparison.Ordinal);
        Assert.Contains("https://login.example.org/", notice.Text, StringComparison.Ordinal);
        Assert.Contains("If ", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(SixDigits(), notice.Text);
        Assert.NotEmpty(notice.Html);
    });

    [Theory]
    [InlineData("2026-11-03T08:20:00+01:00", "until 3 November 2026, 07:20 UTC;")]
    [InlineData("9999-12-31T23:59:59Z", "until it is unlocked;")]
    [InlineData(null, "until it is unlocked;")]
    public void A_lock_says_when_it_ends(string? until, string expected)
    {
        var end = until is null ? (DateTimeOffset?)null : DateTimeOffset.Parse(until, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Contains(expected, Texts.Notice(NoticeKind.Locked, new(Morning, Until: end)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Firefox\r\n\r\nYour account is closed, call +1 900 555 0100", "Firefox Your account is closed, call +1 900 555 0100")]
    [InlineData("see https://evil.example/login now", "see https evil example/login now")]
    [InlineData("<a href=x>me@evil.example</a>", "a href=x me evil example /a")]
    [InlineData("\u202egnp.exe\u2066", "gnp exe")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0)", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)")]
    [InlineData("Grüße 東京 👍", "Grüße 東京 👍")]
    public void What_a_caller_says_it_is_can_hold_neither_link_nor_line(string device, string shown)
    {
        var notice = Texts.Notice(NoticeKind.SecondFactorFailed, new(Morning, Device: device));

        Assert.Contains($"Device: {shown}\n", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<a href=x", notice.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_caller_says_is_cut_where_it_gets_long()
    {
        var notice = Texts.Notice(NoticeKind.SecondFactorFailed, new(Morning, Device: new string('x', 5000)));

        Assert.Contains($"Device: {new string('x', 79)}…\n", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_the_settings_are_encoded_in_html()
    {
        var html = new MessageTexts("R&D <Login>", new Uri("https://login.example.org")).CodeToLogIn(Channel.Email, Code, Life).Html;

        Assert.Contains("R&amp;D &lt;Login&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<Login>", html, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<![\d.])\d{6}(?!\d)")]
    private static partial Regex SixDigits();
}
