using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Wording;
using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>What an operator words otherwise: every text can be, and what would not help is refused with its line.</summary>
public sealed class OwnTextsTests : IDisposable
{
    private static readonly Code Code = DeliveryWorld.CodeOf("042042");
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-texts-");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string, string> KeysInEachLanguage()
    {
        var all = new TheoryData<string, string>();
        foreach (var key in OwnKeys.All) foreach (var language in Languages.All) all.Add(key.Name, language.Code());
        return all;
    }

    [Theory]
    [MemberData(nameof(KeysInEachLanguage))]
    public void Each_text_can_be_worded_otherwise_in_its_own_language_and_nothing_else_changes(string name, string code)
    {
        var key = OwnKeys.Find(name)!;
        Write(code, $"{name} = Zanzibar{string.Concat(key.Once.Select(hole => $" {{{hole}}}"))}{(key.IsHeard ? " {code}" : "")}");

        var (texts, faults) = OperatorTexts.Read(Settings);

        Assert.Empty(faults);
        Assert.All(Languages.All, language =>
        {
            var usual = Samples(OwnTexts.None, language);
            var said = Samples(texts, language);
            var changed = usual.Zip(said).Where(pair => Whole(pair.First) != Whole(pair.Second)).ToList();
            if (language.Code() != code) Assert.Empty(changed);
            if (language.Code() == code) Assert.NotEmpty(changed);
            Assert.All(changed, pair => Assert.Contains("Zanzibar", Whole(pair.Second), StringComparison.Ordinal));
            Assert.All(usual.Zip(said), pair => Assert.Equal(Secrets(pair.First), Secrets(pair.Second)));
        });
    }

    [Theory]
    [MemberData(nameof(KeysInEachLanguage))]
    public void The_usual_sentence_in_its_own_place_changes_nothing(string name, string code)
    {
        if (!OwnKeys.Find(name)!.Holes.Contains(Hole.Usual)) return;
        Write(code, $"{name} = {{usual}}");

        var (texts, faults) = OperatorTexts.Read(Settings);

        Assert.Empty(faults);
        Assert.All(Languages.All, language =>
            Assert.Equal(Samples(OwnTexts.None, language).Select(Whole), Samples(texts, language).Select(Whole)));
    }

    [Fact]
    public void No_text_of_a_subject_or_a_headline_has_a_hole_for_anything_but_the_service() => Assert.All(
        OwnKeys.All.Where(key => key.Name.EndsWith(".subject", StringComparison.Ordinal) || key.Name.EndsWith(".headline", StringComparison.Ordinal)),
        key => Assert.Equal([Hole.Usual, Hole.Site], key.Holes));

    [Fact]
    public void A_text_message_in_the_operators_words_ends_for_phones_as_before()
    {
        Write("en", "# our own", "", "sign-in.sms = {code} for {site}, good for {time}. Help: 555-0100");

        Assert.Equal(
            "042042 for Countersign, good for 10 minutes. Help: 555-0100\n@login.example.org #042042",
            Texts().CodeToLogIn(Channel.Sms, Code, Life).Text);
    }

    [Theory]
    [InlineData("sign-in.call = Code {code}. Again, for {time}: {code}!", "Code|0|4|2|0|4|2|Again, for 10 minutes:|0|4|2|0|4|2")]
    [InlineData("sign-in.call = {code}{code}{code} Bye from {site}.", "0|4|2|0|4|2|0|4|2|0|4|2|0|4|2|0|4|2|Bye from Countersign.")]
    [InlineData("change.call = {code} {code}", "Hello. This is Countersign. Your code to sign in is:|0|4|2|0|4|2|Once more, your code is:|0|4|2|0|4|2|" +
        "Tell it to nobody. If you did not ask for it, change your password. Goodbye.")]
    public void A_call_in_the_operators_words_has_each_digit_between_pauses_wherever_the_code_stands(string line, string read)
    {
        Write("en", line);

        Assert.Equal(read.Replace('|', '\n'), Texts().CodeToLogIn(Channel.Sms, Code, Life).Spoken);
    }

    [Fact]
    public void Our_own_calls_are_as_short_as_others_must_be() => Assert.All(
        Languages.All.SelectMany(language => Samples(OwnTexts.None, language)).Where(sample => sample.Message.Spoken is not null),
        sample => Assert.InRange(CallLines.Last(sample.Message.Spoken!).TotalSeconds, 20, 40));

    // Six digits, twice, take 13 seconds with their pauses; the words around them the pause of their line and a second for 12 letters.
    [Theory]
    [InlineData(12 * 46, true)]
    [InlineData((12 * 46) + 1, false)]
    public void A_minute_is_the_most_that_a_call_may_take(int letters, bool isTaken)
    {
        Write("de", "", $"change.call = {{code}} {{code}} {new string('a', letters)}");

        var faults = OperatorTexts.Read(Settings).Faults;

        if (isTaken) Assert.Empty(faults);
        else
            Assert.Equal(
                $"{FileOf("de")}:2: change.call makes a call of about 61 seconds, and 60 are the most. Shorten it.", Assert.Single(faults));
    }

    [Fact]
    public void A_mail_in_the_operators_words_has_its_code_above_them_and_is_encoded()
    {
        Write("en", "sign-in.text = <b>{usual}</b> Ask R&D.", "sign-in.subject = {site}: sign in");
        var mail = Texts().CodeToLogIn(Channel.Email, Code, Life);

        Assert.Equal("042042: Countersign: sign in", mail.Subject);
        Assert.StartsWith("042042\n\n<b>This is your code to sign in at Countersign.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;This is your code", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Ask R&amp;D.", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_a_hole_has_nothing_in_it_our_own_sentence_stands()
    {
        Write("en", "locked.text = Closed until {until}.");
        var until = new DateTimeOffset(2026, 11, 3, 8, 5, 0, TimeSpan.Zero);

        Assert.Contains(
            "Closed until 3 November 2026, 08:05 UTC.", Texts().Notice(NoticeKind.Locked, new(until, Until: until)).Text, StringComparison.Ordinal);
        Assert.Contains(
            "It takes no more codes until it is unlocked", Texts().Notice(NoticeKind.Locked, new(until)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_braces_in_it_is_no_hole()
    {
        Write("en", "method-added.text = {name} came.");

        Assert.Contains(
            "{usual} {code} came.",
            Texts().Notice(NoticeKind.MethodAdded, new(DateTimeOffset.UnixEpoch, Method: "{usual} {code}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sign-in.sms = Your code.", "sign-in.sms lacks {code}, without which the message helps nobody. Put it in, once.")]
    [InlineData("sign-in.sms = {code}, I repeat: {code}", "sign-in.sms has {code} twice. Take one of them out.")]
    [InlineData("sign-in.call = Your code.", "sign-in.call lacks {code}, without which the call helps nobody. Put it in, twice.")]
    [InlineData("sign-in.call = {code}, bye", "sign-in.call has {code} once. Whoever has no pen at hand needs it again: put it in twice.")]
    [InlineData("sign-in.call = {code}{code}{code}{code}", "sign-in.call has {code} more than 3 times. Take some of them out.")]
    [InlineData("sign-in.call = {code} {code} {site} {site}", "sign-in.call has {site} twice. Take one of them out.")]
    [InlineData("sign-in.call = {code} {code} {usual}", "sign-in.call has {usual}, and nothing fills that here. Mend it. It may have {code}, {site}, {time}.")]
    [InlineData("sign-in.sms = {code} {kode}", "sign-in.sms has {kode}, and nothing fills that here. Mend it. It may have {code}, {site}, {time}.")]
    [InlineData("sign-in.subject = {code}!", "sign-in.subject has {code}, which the message has in a place of its own and nowhere else. Take it out. It may have {usual}, {site}.")]
    [InlineData("turn-off.headline = {token}", "turn-off.headline has {token}, which the message has in a place of its own and nowhere else. Take it out. It may have {usual}, {site}.")]
    [InlineData("news.sms-link = {headline}", "news.sms-link lacks {link}, without which the message helps nobody. Put it in, once.")]
    [InlineData("turn-off.command = tfa", "turn-off.command lacks {token}, without which the message helps nobody. Put it in, once.")]
    [InlineData("sign-in.smz = {code}", "sign-in.smz isn't the key of a text. `countersign-server message keys` lists them all.")]
    [InlineData("sign-in.sms {code}", "a line is a key, = and a text. To keep our own text, leave the line out; a note begins with #.")]
    [InlineData("sign-in.headline =", "a line is a key, = and a text. To keep our own text, leave the line out; a note begins with #.")]
    [InlineData("sign-in.headline = {site", "sign-in.headline has a brace that belongs to nothing: braces stand around the name of a hole. Take it out.")]
    [InlineData("sign-in.headline = a\tb", "sign-in.headline has a character that doesn't belong into a text, such as a tab. Take it out.")]
    public void What_would_not_help_is_refused_with_its_line_and_what_to_do(string line, string said)
    {
        Write("de", "# a note", line);

        Assert.Equal($"{FileOf("de")}:2: {said}", Assert.Single(OperatorTexts.Read(Settings).Faults));
    }

    [Fact]
    public void The_same_key_twice_is_refused()
    {
        Write("en", "sign-in.headline = a", "sign-in.headline = b");

        Assert.Equal(
            $"{FileOf("en")}:2: sign-in.headline stands in line 1 already. Take one of the two out.",
            Assert.Single(OperatorTexts.Read(Settings).Faults));
    }

    [Theory]
    [InlineData("fr.txt")]
    [InlineData("de.text")]
    [InlineData("DE.txt")]
    public void A_file_of_no_language_is_refused_and_never_passed_over(string name)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, "sign-in.headline = a");

        Assert.Equal(
            $"{path}: texts are looked for in en.txt and de.txt, a file for each language that is spoken here. Rename it, or move it away.",
            Assert.Single(OperatorTexts.Read(Settings).Faults));
    }

    [Fact]
    public void What_editors_leave_is_passed_over_and_a_folder_that_is_not_there_is_not()
    {
        File.WriteAllText(Path.Combine(folder.FullName, ".de.txt.swp"), "x");
        File.WriteAllText(Path.Combine(folder.FullName, "de.txt~"), "x");

        Assert.Empty(OperatorTexts.Read(Settings).Faults);
        Assert.Equal(
            "COUNTERSIGN_TEXTS names /nowhere/texts, and there is no such folder. Make it, or take the setting out.",
            Assert.Single(OperatorTexts.Read(Settings with { TextsFolder = "/nowhere/texts" }).Faults));
    }

    // The last line, "@login.example.org #123456", has 27 letters more with its line break; {code} stands for six; a time for ten at the most.
    [Theory]
    [InlineData("{code} ", 'a', (2 * 153) - 27 - 7, true)]
    [InlineData("{code} ", 'a', (2 * 153) - 27 - 6, false)]
    [InlineData("{code} {time} ", 'a', (2 * 153) - 27 - 18, true)]
    [InlineData("{code} {time} ", 'a', (2 * 153) - 27 - 17, false)]
    [InlineData("{code} ", '€', (2 * 153 - 27 - 7) / 2, true)]
    [InlineData("{code} ", '€', ((2 * 153 - 27 - 7) / 2) + 1, false)]
    [InlineData("{code} ", 'č', (2 * 67) - 27 - 7, true)]
    [InlineData("{code} ", 'č', (2 * 67) - 27 - 6, false)]
    public void Two_parts_are_the_most_that_a_text_may_make(string before, char letter, int more, bool isTaken)
    {
        Write("en", $"sign-in.sms = {before}{new string(letter, more)}");

        var faults = OperatorTexts.Read(Settings).Faults;

        if (isTaken) Assert.Empty(faults);
        else
            Assert.StartsWith(
                $"{FileOf("en")}:1: sign-in.sms makes a text message of 3 parts, each of which is paid for; 2 is the most. Shorten it",
                Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void A_headline_counts_in_the_text_message_that_it_becomes()
    {
        Write("de", "", $"method-added.headline = {new string('č', 80)}");

        var fault = Assert.Single(OperatorTexts.Read(Settings).Faults);

        Assert.StartsWith($"{FileOf("de")}:2: method-added.headline makes a text message of 3 parts", fault, StringComparison.Ordinal);
        Assert.Contains("or do without č, which", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_a_text_makes_longer_is_told_as_its_own_doing()
    {
        Write("de", $"sign-in.sms = {{code}} {new string('a', 140)}");

        Assert.Contains("a text in the folder of COUNTERSIGN_TEXTS makes it so", SmsLength.Of(Settings).Warning, StringComparison.Ordinal);
    }

    private ServerSettings Settings => new() { BaseUrl = new("https://login.example.org"), TextsFolder = folder.FullName };

    private MessageTexts Texts()
    {
        var (texts, faults) = OperatorTexts.Read(Settings);
        Assert.Empty(faults);
        return MessageTexts.Of(Settings, texts);
    }

    private string FileOf(string code) => Path.Combine(folder.FullName, $"{code}.txt");

    private void Write(string code, params string[] lines) => File.WriteAllLines(FileOf(code), lines);

    private List<MessageSample> Samples(OwnTexts own, Language language) =>
        [.. new MessageSamples(Settings).All(MessageTexts.Of(Settings, own).In(language))];

    private static string Whole(MessageSample sample) => $"{sample.Message.Subject}\n{sample.Message.Text}\n{sample.Message.Html}\n{sample.Message.Spoken}";

    // How often the code and the token of the link stand in a message and in its subject.
    private static (int, int, int, int) Secrets(MessageSample sample) => (
        sample.Message.Text.Split("123456").Length, sample.Message.Text.Split("lnk_").Length, sample.Message.Subject.Split("123456").Length,
        sample.Message.Subject.Split("lnk_").Length);
}
