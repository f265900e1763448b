using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class SignUpRulesTests
{
    [Theory]
    [InlineData("j", true)]
    [InlineData("jm", true)]
    [InlineData("7", true)]
    [InlineData("ada.b-c_d", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("-a", false)]
    [InlineData("a b", false)]
    [InlineData("a@b", false)]
    [InlineData("ädä", false)]
    public void A_user_name_has_one_character_at_the_least_and_is_no_address(string? name, bool expected) =>
        Assert.Equal(expected, SignUpRules.IsUsername(name));

    [Fact]
    public void A_user_name_has_forty_characters_at_the_most()
    {
        Assert.True(SignUpRules.IsUsername(new string('a', 40)));
        Assert.False(SignUpRules.IsUsername(new string('a', 41)));
    }

    [Theory]
    [InlineData("jo@example.org", "jo")]
    [InlineData("x@example.org", "x")]
    [InlineData("Ada_@example.org", "Ada_")]
    [InlineData("ada+lists@example.org", "ada-lists")]
    [InlineData("ada.o'neil@example.org", "ada.oneil")]
    [InlineData("_ada_@example.org", "ada")]
    [InlineData("ada=#!lists@example.org", "ada-lists")]
    [InlineData("françois.müller@example.org", "francois.muller")]
    [InlineData("用户7@example.org", "7")]
    [InlineData("用户@example.org", null)]
    [InlineData("-@example.org", null)]
    [InlineData("!@example.org", null)]
    [InlineData("a123456789b123456789c123456789d123456789e@example.org", "a123456789b123456789c123456789d123456789")]
    public void A_user_name_is_made_of_an_address(string typed, string? name)
    {
        Assert.True(EmailAddress.TryParse(typed, out var email));
        Assert.Equal(name, SignUpRules.UsernameOf(email));
    }

    [Fact]
    public void What_is_made_of_any_address_is_a_user_name_with_any_number()
    {
        var locals = Gen.Elements("azAZ09.-+_'!üé用\u0308ﬁ".ToCharArray()).ArrayOf().Select(letters => new string(letters)).ToArbitrary();
        Prop.ForAll(locals, Gen.Choose(2, 2_000_000).ToArbitrary(), (local, number) =>
            !EmailAddress.TryParse($"{local}@example.org", out var email)
            || SignUpRules.UsernameOf(email) is not { } name
            || (SignUpRules.IsUsername(name) && SignUpRules.IsUsername(SignUpRules.Numbered(name, number))))
        .QuickCheckThrowOnFailure();
    }
}
