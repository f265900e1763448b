using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed partial class MessageTextsTests
{
    // 3GPP TS 23.038 §6.2.1, the characters that cost one septet, as far as we need them.
    private const string Gsm7 =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ " +
        "!\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static readonly MessageTexts Texts = DeliveryWorld.Texts;
    private static readonly Code Code = DeliveryWorld.CodeOf("042042");
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset Morning = new(2026, 11, 3, 8, 5, 0, TimeSpan.FromHours(1));

    private static Message[] CodeMessages => [.. Languages.All.SelectMany(language => CodesIn(Texts.In(language)))];

    private static Message[] CodesIn(MessageTexts texts) =>
    [
        texts.CodeToLogIn(Channel.Sms, Code, Life), texts.CodeToLogIn(Channel.Email, Code, Life),
        texts.CodeToChangeSettings(Channel.Sms, Code, Life), texts.CodeToChangeSettings(Channel.Email, Code, Life),
        texts.CodeToLogInOrChange(Channel.Sms, Code, Life), texts.CodeToLogInOrChange(Channel.Email, Code, Life),
        texts.VerifyEmail(Code, new Uri("https://login.example.org/verify?token=lnk_1"), Life),
    ];

    private static readonly Uri NotMe = new("https://login.example.org/not-me?token=lnk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG");

    private static Message[] AllIn(MessageTexts texts) =>
    [
        .. CodesIn(texts),
        texts.ConfirmSignUp(new Uri("https://login.example.org/verify?token=lnk_1"), Life),
        texts.ResetPassword(new Uri("https://login.example.org/reset?token=lnk_1"), Life),
        texts.DisableByLink("lnk_1", new Uri("https://login.example.org/tf/disable/lnk_1"), Life, TimeSpan.Zero),
        texts.DisableByLink("lnk_1", new Uri("https://login.example.org/tf/disable/lnk_1"), Life, TimeSpan.FromHours(24)),
        .. Enum.GetValues<NoticeKind>().Select(kind => texts.Notice(kind, new(Morning, "203.0.113.7", "Firefox", "Pixel", 3, Morning))),
        .. Enum.GetValues<NoticeKind>().Select(kind => texts.ShortNotice(kind, NotMe)),
    ];

    [Fact]
    public void A_text_message_to_sign_in_reads_like_this() => Assert.Equal(
        "042042 is your Countersign code to sign in. It works for 10 minutes. Not you? Change your password.\n@login.example.org #042042",
        Texts.CodeToLogIn(Channel.Sms, Code, Life).Text);

    [Fact]
    public void A_text_message_to_change_settings_says_so() => Assert.Contains(
        "code to change security settings", Texts.CodeToChangeSettings(Channel.Sms, Code, Life).Text, StringComparison.Ordinal);

    [Fact]
    public void A_German_text_message_reads_like_this() => Assert.Equal(
        "042042 ist Ihr Code zum Anmelden bei Countersign. Er gilt 10 Minuten. Nicht Sie? Ändern Sie Ihr Passwort.\n@login.example.org " +
            "#042042",
        Texts.In(Language.German).CodeToLogIn(Channel.Sms, Code, Life).Text);

    [Fact]
    public void A_German_notice_reads_like_this() => Assert.Equal(
        """
        Einer Ihrer Wiederherstellungscodes wurde benutzt. Er gilt nicht noch einmal. Sie haben noch 2: Erzeugen Sie bald neue.

        Wann: 3. November 2026, 07:05 UTC
        Von: 203.0.113.7
        Gerät: countersign/0.1 (linux)

        Wenn Sie das waren, ist nichts zu tun. Wenn nicht, ändern Sie jetzt Ihr Passwort und prüfen Sie dann Ihre Anmeldemethoden: https://login.example.org/

        --·
        Countersign

        """.Replace('·', ' '),
        Texts.In(Language.German).Notice(NoticeKind.BackupCodeUsed, new(Morning, "203.0.113.7", "countersign/0.1 (linux)", Left: 2)).Text);

    public static TheoryData<Language> Translations => [.. Languages.All.Where(language => language is not Language.English)];

    [Theory]
    [MemberData(nameof(Translations))]
    public void Every_message_says_the_same_in_every_language_and_nothing_in_English(Language language)
    {
        var (english, other) = (AllIn(Texts), AllIn(Texts.In(language)));

        Assert.All(english.Zip(other), pair =>
        {
            Assert.Equal(pair.First.Kind, pair.Second.Kind);
            Assert.NotEqual(pair.First.Text, pair.Second.Text);
            Assert.Equal(Addresses(pair.First.Text), Addresses(pair.Second.Text));
            Assert.Equal(pair.First.Html.Length == 0, pair.Second.Html.Length == 0);
            if (pair.First.Html.Length > 0) Assert.NotEqual(pair.First.Subject, pair.Second.Subject);
            if (pair.First.Html.Length > 0)
                Assert.Contains($"<html lang=\"{language.Code()}\">", pair.Second.Html, StringComparison.Ordinal);
        });

        static IEnumerable<string> Addresses(string text) =>
            text.Split(' ', '\n').Where(word => word.Contains("https://", StringComparison.Ordinal));
    }

    [Fact]
    public void No_message_of_any_language_is_empty_or_holds_a_gap() =>
        Assert.All(Languages.All, language => Assert.All(AllIn(Texts.In(language)), message =>
    {
        Assert.NotEmpty(message.Text);
        Assert.DoesNotContain("  ", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("backup code", message.Text + message.Subject, StringComparison.OrdinalIgnoreCase);
    }));

    [Fact]
    public void German_mails_hold_no_English() => Assert.All(AllIn(Texts.In(Language.German)), message =>
        Assert.DoesNotMatch(@"\b(the|your|and|was|you|not|works?|sign-in|code to|If|When|From|Device|method)\b",
            message.Text.Replace(NotMe.AbsoluteUri, "", StringComparison.Ordinal)));

    [Fact]
    public void A_short_notice_with_its_link_is_at_most_two_text_messages() => Assert.All(Languages.All, language =>
        Assert.All(Enum.GetValues<NoticeKind>(), kind =>
        {
            var text = Texts.In(language).ShortNotice(kind, NotMe).Text;
            Assert.InRange(text.Length, 1, 2 * 153);
            Assert.All(text, letter => Assert.Contains(letter, Gsm7));
        }));

    [Theory]
    [InlineData(1, "gilt 1 Minute.")]
    [InlineData(60, "gilt 1 Stunde.")]
    [InlineData(90, "gilt 1,5 Stunden.")]
    public void Lives_are_spoken_in_German(int minutes, string spoken) => Assert.Contains(
        spoken, Texts.In(Language.German).CodeToLogIn(Channel.Sms, Code, TimeSpan.FromMinutes(minutes)).Text, StringComparison.Ordinal);

    [Fact]
    public void Who_has_chosen_no_language_is_written_to_in_that_of_the_server()
    {
        var texts = new MessageTexts("Countersign", new Uri("https://login.example.org"), Language.German);

        Assert.StartsWith(
            "042042: Bestätigen", texts.In(null).VerifyEmail(Code, new Uri("https://login.example.org/v"), Life).Subject, StringComparison.Ordinal);
        Assert.StartsWith("042042: Confirm", texts.In(Language.English)
            .VerifyEmail(Code, new Uri("https://login.example.org/v"), Life).Subject, StringComparison.Ordinal);
    }

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
    public void Every_code_comes_first_in_the_subject_too_where_there_is_one() => Assert.All(CodeMessages, message =>
    {
        Assert.StartsWith("042042", message.Text, StringComparison.Ordinal);
        Assert.True(message.Subject.Length == 0 || message.Subject.StartsWith("042042: ", StringComparison.Ordinal), message.Subject);
    });

    [Fact]
    public void An_operator_can_keep_codes_out_of_subjects()
    {
        var discreet = new MessageTexts("Countersign", new Uri("https://login.example.org"), look: new() { CodeInSubject = false });

        Assert.Equal("Your Countersign code to sign in", discreet.CodeToLogIn(Channel.Email, Code, Life).Subject);
        Assert.Equal(
            "Ihr Code zum Anmelden bei Countersign", discreet.In(Language.German).CodeToLogIn(Channel.Email, Code, Life).Subject);
    }

    [Fact]
    public void The_color_of_the_operator_stands_in_mails_and_is_their_only_one()
    {
        var green = new MessageTexts("Countersign", new Uri("https://login.example.org"), look: new() { Color = "#00603c" });

        foreach (var html in (string[])
            [green.CodeToLogIn(Channel.Email, Code, Life).Html, green.ResetPassword(new("https://login.example.org/x"), Life).Html])
        {
            Assert.Contains("#00603c", html, StringComparison.Ordinal);
            Assert.DoesNotContain(ServiceLook.UsualColor, html, StringComparison.Ordinal);
        }
    }

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

        Assert.All(Languages.All, language =>
            Assert.InRange(texts.In(language).CodeToChangeSettings(Channel.Sms, Code, Life).Text.Length, 1, 160));
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
        One of your recovery codes was used. It will not work again. You have 2 left: make new ones soon.

        When: 3 November 2026, 07:05 UTC
        From: 203.0.113.7
        Device: countersign/0.1 (linux)

        If this was you, there is nothing to do. If not, change your password now, then look at your sign-in methods: https://login.example.org/

        --·
        Countersign

        """.Replace('·', ' '),
        Texts.Notice(NoticeKind.BackupCodeUsed, new(Morning, "203.0.113.7", "countersign/0.1 (linux)", Left: 2)).Text);

    [Fact]
    public void No_notice_holds_a_secret() => Assert.All(Languages.All, language => Assert.All(Enum.GetValues<NoticeKind>(), kind =>
        Assert.DoesNotMatch(
            SixDigits(), Texts.In(language).Notice(kind, new(Morning, "203.0.113.7", "Firefox", "Pixel (******1234)", 3, Morning)).Text)));

    [Fact]
    public void Every_notice_says_what_happened_when_and_what_to_do() => Assert.All(Enum.GetValues<NoticeKind>(), kind =>
    {
        var notice = Texts.Notice(kind, new(Morning, "203.0.113.7", "Firefox", "Pixel (******1234)", 3, Morning.AddMinutes(15)));

        Assert.Equal(MessageKind.Notice, notice.Kind);
        Assert.Contains("3 November 2026, 07:05 UTC", notice.Text, StringComparison.Ordinal);
        Assert.Contains("https://login.example.org/", notice.Text, StringComparison.Ordinal);

        // All but three are about something that somebody did, perhaps not the person.
        Assert.Contains(kind switch
        {
            NoticeKind.SecondFactorRequired => "turn it on before that date",
            NoticeKind.SecondFactorNotRequired => "there is nothing you have to do",
            NoticeKind.FewBackupCodes => "Make new ones here: https://login.example.org/",
            _ => "If ", // an open list: everything else
        }, notice.Text, StringComparison.Ordinal);
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
