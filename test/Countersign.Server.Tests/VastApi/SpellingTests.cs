using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>One code, one bucket, however it is written: spelling neither replays a code nor buys another guess.</summary>
public sealed class SpellingTests
{
    public static TheoryData<string> Spellings =>
        ["{0}{1}", " {0}{1}",
            "{0}{1}\n", "{0} {1}", "{0}-{1}", "\t{0} - {1} ", "{0}\u00A0{1}", "\u2003{0}{1}", "{0}{1}\u0000", "\u200B{0}\u2011{1}.",
            "\u202A({0}{1})\u202C"];

    [Theory, MemberData(nameof(Spellings))]
    public async Task A_used_code_stays_used_and_a_wrong_one_counts(string spelling)
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var key = server.As(grace);
        var code = grace.Phone.NextCode();
        (await key.Post("/tfa/", new { code })).Ok();

        (await key.Post("/tfa/", new { code = Spell(spelling, code) })).IsRefused(400, "2fa_verification_failed");
        var before = (await key.Methods())[0].GetProperty("fail_count").GetInt32();
        var wrong = (await key.Post("/tfa/", new { code = Spell(spelling, grace.Phone.WrongCode()) })).IsRefused(
            400, "2fa_verification_failed");

        Assert.Equal(before + 1, wrong["fail_count"].GetInt32());
    }

    [Fact]
    public async Task Spelling_gives_no_sixth_guess()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var key = server.As(grace);
        var wrong = grace.Phone.WrongCode();
        var indic = string.Concat(wrong.Select(digit => (char)(digit - '0' + '٠')));
        var wide = string.Concat(wrong.Select(digit => (char)(digit - '0' + '０')));
        foreach (var code in (string[])[wrong, indic, wide, $" {wrong}.", $"{wrong[..3]}\u2011{wrong[3..]}"])
            (await key.Post("/tfa/", new { tfa_method = "totp", code })).IsRefused(400, "2fa_verification_failed");

        (await key.Post("/tfa/", new { tfa_method = "totp", code = grace.Phone.Code() })).IsRefused(429, "tfa_locked");
    }

    [Theory]
    [InlineData("GRACE@EXAMPLE.ORG")]
    [InlineData(" grace@example.org ")]
    [InlineData("Grace")]
    [InlineData("\u200Bgrace\u200E")]
    [InlineData("gr\u00ADace@example.org\u00A0")]
    [InlineData("ｇｒａｃｅ")]
    public async Task No_spelling_of_a_name_leads_around_the_second_factor(string name)
    {
        await using var server = await TestServer.Start();
        var browser = server.Stranger();

        var answer = await browser.Post("/users/login/", new { email = name, password = TestPerson.Password });

        Assert.Null(browser.Cookie);
        Assert.True(answer.Status == 403 || answer["tfa_required"].GetBoolean());
    }

    [Fact]
    public async Task A_backup_code_is_spent_in_all_its_spellings()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var code = grace.BackupCodes[0];
        (await server.As(grace).Post("/tfa/", new { backup_code = code.Replace("-", "", StringComparison.Ordinal) })).Ok();

        foreach (var spelling in (string[])[code, code.ToLowerInvariant(), $" {code} ", code
            .Replace('-', ' '), code.Replace('0', 'O').Replace('1', 'l')])
            (await server.As(grace).Post("/tfa/", new { backup_code = spelling })).IsRefused(401, "invalid_backup_code");
    }

    private static string Spell(string spelling, string code) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, code[..3], code[3..]);
}
