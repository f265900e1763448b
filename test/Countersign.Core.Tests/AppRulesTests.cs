using Xunit;

namespace Countersign.Core.Tests;

/// <summary>What an application may be called, and where it may send people back to.</summary>
public sealed class AppRulesTests
{
    [Theory]
    [InlineData("wiki", true)]
    [InlineData("a1", true)]
    [InlineData("the-wiki-2", true)]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("Wiki", false)]
    [InlineData("-wiki", false)]
    [InlineData("wiki-", false)]
    [InlineData("wi ki", false)]
    [InlineData("wiki/one", false)]
    [InlineData("wïki", false)]
    [InlineData("a1234567890123456789012345678901234567890", false)]
    public void A_name_has_small_letters_digits_and_hyphens_between(string name, bool isOne) => Assert.Equal(isOne, AppRules.IsName(name));

    [Theory]
    [InlineData("https://wiki.example.org/back", AppKind.Web, null)]
    [InlineData("https://wiki.example.org/back?from=here", AppKind.Web, null)]
    [InlineData("https://wiki.example.org:8443/", AppKind.Web, null)]
    [InlineData("http://127.0.0.1:5000/back", AppKind.Web, null)]
    [InlineData("http://[::1]/back", AppKind.Public, null)]
    [InlineData("http://localhost/back", AppKind.Public, null)]
    [InlineData("org.example.desk:/back", AppKind.Public, null)]
    [InlineData("org.example.desk:/back", AppKind.Web, "must begin with https://")]
    [InlineData("desk:/back", AppKind.Public, "must begin with https://")]
    [InlineData("javascript:alert(1)", AppKind.Public, "must begin with https://")]
    [InlineData("http://wiki.example.org/back", AppKind.Web, "by http to another machine")]
    [InlineData("https://wiki.example.org/back#top", AppKind.Web, "has a # in it")]
    [InlineData("https://wiki.example.org/back#", AppKind.Web, "has a # in it")]
    [InlineData("https://wiki@evil.example/back", AppKind.Web, "has a name or password in it")]
    [InlineData("https://*.example.org/back", AppKind.Web, "a * in it")]
    [InlineData("https://wiki.example.org/*", AppKind.Web, "a * in it")]
    [InlineData("/back", AppKind.Web, "must begin with https://")]
    [InlineData("wiki.example.org", AppKind.Web, "isn't a whole address")]
    [InlineData("https://wiki.example.org/back here", AppKind.Web, "isn't a whole address")]
    [InlineData("https://wiki.example.org/bäck", AppKind.Web, "isn't a whole address")]
    [InlineData("https://wiki.example.org\\@evil.example/", AppKind.Web, "isn't a whole address")]
    [InlineData("", AppKind.Web, "isn't a whole address")]
    public void An_address_is_whole_and_goes_by_https_or_to_the_own_machine(string address, AppKind kind, string? fault)
    {
        if (fault is null) Assert.Null(AppRules.FaultOf(address, kind));
        else Assert.Contains(fault, AppRules.FaultOf(address, kind), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_is_no_longer_than_five_hundred_characters() =>
        Assert.NotNull(AppRules.FaultOf("https://wiki.example.org/" + new string('a', AppRules.LongestAddress), AppKind.Web));
}
