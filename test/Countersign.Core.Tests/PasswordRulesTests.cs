using Xunit;

namespace Countersign.Core.Tests;

public sealed class PasswordRulesTests
{
    private static readonly PasswordPolicy Policy = new();

    [Theory]
    [InlineData("", PasswordRefusal.TooShort)]
    [InlineData("7 chars", PasswordRefusal.TooShort)]
    [InlineData("8 chars.", null)]
    [InlineData("password", PasswordRefusal.Common)]
    [InlineData("PassWord", PasswordRefusal.Common)]
    [InlineData("1qaz2wsx", PasswordRefusal.Common)]
    [InlineData("qwertyuiop", PasswordRefusal.Common)]
    [InlineData("correct horse battery staple", null)]
    [InlineData("Zürich-Genève", null)]
    [InlineData("Countersign!", PasswordRefusal.Personal)]
    [InlineData("2026countersign", PasswordRefusal.Personal)]
    [InlineData("countersign for my boat", null)]
    public void What_is_taken_and_what_is_not(string password, PasswordRefusal? refusal) =>
        Assert.Equal(refusal, PasswordRules.Check(password, Policy));

    [Theory]
    [InlineData("grace1906", PasswordRefusal.Personal)]
    [InlineData("GRACE-hop", PasswordRefusal.Personal)]
    [InlineData("ghopper@example.org", PasswordRefusal.Personal)]
    [InlineData("xx-ghopper", PasswordRefusal.Personal)]
    [InlineData("gracegrace", PasswordRefusal.Personal)]
    [InlineData("amazing grace, how sweet", null)]
    [InlineData("nanosecond wire", null)]
    [InlineData("grace12345", PasswordRefusal.Personal)]
    [InlineData("grace123456", null)]
    public void A_password_must_be_more_than_ones_own_name(string password, PasswordRefusal? refusal) =>
        Assert.Equal(refusal, PasswordRules.Check(password, Policy, "grace", "ghopper@example.org"));

    [Theory]
    [InlineData("ada12345", "ada", PasswordRefusal.Personal)]
    [InlineData("ada12345", " ADA ", PasswordRefusal.Personal)]
    [InlineData("ada12345", "Ada@example.org", PasswordRefusal.Personal)]
    [InlineData("ababab12", "ab", null)]
    [InlineData("ababab12", "ab@example.org", null)]
    [InlineData("ada12345", "a\ud800da", null)]
    public void A_name_counts_from_its_third_letter_on(string password, string name, PasswordRefusal? refusal) =>
        Assert.Equal(refusal, PasswordRules.Check(password, Policy, name));

    [Fact]
    public void Words_too_short_to_mean_anything_are_not_looked_for() =>
        Assert.Null(PasswordRules.Check("a-b-c-d-e", Policy, "a", "", " ", "b@example.org", "@"));

    [Fact]
    public void Length_counts_what_a_person_calls_characters()
    {
        Assert.Equal(PasswordRefusal.TooShort, PasswordRules.Check("🐎🔋📎🐴🐢🐇🦊", Policy));
        Assert.Null(PasswordRules.Check("🐎🔋📎🐴🐢🐇🦊🐝", Policy));
        Assert.Equal(PasswordRefusal.TooShort, PasswordRules.Check("u\u0308o\u0308a\u0308e\u0301", Policy));
        Assert.Null(PasswordRules.Check(string.Concat(Enumerable.Repeat("u\u0308", 128)), Policy));
    }

    [Fact]
    public void The_longest_is_128_and_a_megabyte_is_refused_unread()
    {
        Assert.Null(PasswordRules.Check(new string('x', PasswordRules.MaxLength), Policy));
        Assert.Equal(PasswordRefusal.TooLong, PasswordRules.Check(new string('x', PasswordRules.MaxLength + 1), Policy));
        Assert.Equal(PasswordRefusal.TooLong, PasswordRules.Check(new string('\ud800', 1 << 20), Policy));
        Assert.Equal(PasswordRefusal.TooLong, PasswordRules.Check(new string('\ud800', PasswordRules.MaxLength * 8 + 1), Policy));
        Assert.Equal(PasswordRefusal.NotText, PasswordRules.Check(new string('\ud800', PasswordRules.MaxLength * 8), Policy));
    }

    [Fact]
    public void Half_a_character_is_no_text()
    {
        // Facts and not inline data: an attribute cannot hold half a character.
        Assert.Equal(PasswordRefusal.NotText, PasswordRules.Check("pässword\ud800", Policy));
        Assert.Equal(PasswordRefusal.NotText, PasswordRules.Check("\udc00pässword", Policy));
        Assert.Equal(PasswordRefusal.NotText, PasswordRules.Check("pass\ud800word", Policy));
    }

    [Fact]
    public void An_installation_may_ask_for_more()
    {
        var longer = new PasswordPolicy(MinLength: 15);

        Assert.Equal(PasswordRefusal.TooShort, PasswordRules.Check("fourteen chars", longer));
        Assert.Null(PasswordRules.Check("fifteen chars..", longer));
        Assert.Contains("15", PasswordRules.Sentence(PasswordRefusal.TooShort, longer), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_refusal_tells_a_person_what_to_do() => Assert.All(
        Enum.GetValues<PasswordRefusal>(),
        refusal => Assert.Contains("Choose", PasswordRules.Sentence(refusal, Policy), StringComparison.Ordinal));

    [Fact]
    public void The_one_spelling_is_NFC()
    {
        Assert.Equal("Z\u00fcrich", PasswordRules.Canonical("Zu\u0308rich"));
        Assert.Null(PasswordRules.Canonical("\ud83d"));
        Assert.Equal("🐎", PasswordRules.Canonical("🐎"));
    }
}
