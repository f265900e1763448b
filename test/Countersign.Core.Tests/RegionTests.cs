using Xunit;

namespace Countersign.Core.Tests;

/// <summary>The codes of countries, and the words a credential is stored as.</summary>
public sealed class RegionTests
{
    [Fact]
    public void Two_capital_letters_are_a_code()
    {
        Assert.Equal("CA", Region.Of("CA").Code);
        Assert.Equal("CA", Region.Of("CA").ToString());
        Assert.Equal("", default(Region).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("C")]
    [InlineData("CAN")]
    [InlineData("ca")]
    [InlineData("Ca")]
    [InlineData("C1")]
    public void Anything_else_is_a_mistake_in_the_source(string code) =>
        Assert.Throws<ArgumentException>(() => Region.Of(code));

    [Fact]
    public void A_credential_is_stored_as_the_word_for_what_it_is()
    {
        Assert.Equal("key:7", Credential.Of(new ApiKeyId(7)).Word);
        Assert.Equal("ses:7", Credential.Of(new SessionId(7)).Word);
        Assert.Equal("shell:root", Credential.OfShell("root").Word);
        Assert.Equal("admin:7", Credential.OfAdmin(new(7)).Word);
        Assert.Equal("password", Credential.PasswordAlone.Word);
    }
}
