using Xunit;

namespace Countersign.Core.Tests;

public sealed class AppPathTests
{
    private static readonly AppPath Everywhere = new("/", AppLevel.SecondFactor, null);

    private static readonly AppPath[] Paths =
    [
        new("/admin", AppLevel.SecondFactor, TimeSpan.FromMinutes(10)), new("/public", null, null),
        new("/public/staff", AppLevel.Password, null), new("/bücher", null, null), new("/slash/", null, null),
    ];

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/page?x=/public", "/")]
    [InlineData("/admin", "/admin")]
    [InlineData("/admin/", "/admin")]
    [InlineData("/admin/x?y", "/admin")]
    [InlineData("/admin?x", "/admin")]
    [InlineData("/%61dmin", "/admin")]
    [InlineData("/administration", "/")]
    [InlineData("/public/page", "/public")]
    [InlineData("/public/staff/room", "/public/staff")]
    [InlineData("/b%C3%BCcher/1", "/bücher")]
    [InlineData("/slash", "/")]
    [InlineData("/slash/x", "/slash/")]
    public void The_longest_path_of_whole_segments_holds(string target, string prefix) =>
        Assert.Equal(prefix, AppPathRules.At(Paths, Everywhere, target).Prefix);

    [Theory]
    [InlineData("/public/../x")]
    [InlineData("/public/./x")]
    [InlineData("/public/..")]
    [InlineData("/public/%2e%2e/x")]
    [InlineData("/public/%2E")]
    [InlineData("/public//x")]
    [InlineData("//public")]
    [InlineData("/public/%2fx")]
    [InlineData("/public\\x")]
    [InlineData("/public/%5Cx")]
    [InlineData("/public;x")]
    [InlineData("/public/%3b")]
    [InlineData("/public/%2525")]
    [InlineData("/public/%25")]
    [InlineData("/public/%zz")]
    [InlineData("/public/%2")]
    [InlineData("/public/%")]
    [InlineData("/public/%00")]
    [InlineData("/public/%0a")]
    [InlineData("/public/%ff")]
    [InlineData("/public/%c0%ae")]
    [InlineData("/public.")]
    [InlineData("/public%20")]
    [InlineData("/public/%3fx")]
    [InlineData("/public/%23x")]
    public void Where_several_things_may_be_meant_the_strictest_of_all_holds(string target)
    {
        var demand = AppPathRules.At(Paths, Everywhere, target);

        Assert.Equal((AppLevel.SecondFactor, TimeSpan.FromMinutes(10)), (demand.Level, demand.FreshFor));
    }

    [Theory]
    [InlineData("/Public/x", AppLevel.SecondFactor, null)]
    [InlineData("/ADMIN", AppLevel.SecondFactor, 10)]
    [InlineData("/public/Staff", AppLevel.Password, null)]
    public void In_another_case_the_stricter_of_both_spellings_holds(string target, AppLevel level, int? minutes)
    {
        var demand = AppPathRules.At(Paths, Everywhere, target);

        Assert.Equal((level, minutes), (demand.Level, (int?)demand.FreshFor?.TotalMinutes));
    }

    [Theory]
    [InlineData("/admin", null)]
    [InlineData("/", null)]
    [InlineData("/my docs", null)]
    [InlineData("/bücher", null)]
    [InlineData("", "isn't a path")]
    [InlineData("admin", "isn't a path")]
    [InlineData("/a*", "isn't a path")]
    [InlineData("/a%20", "isn't a path")]
    [InlineData("/a?b", "isn't a path")]
    [InlineData("/a/../b", "isn't a path")]
    [InlineData("/a//b", "isn't a path")]
    [InlineData("/a;b", "isn't a path")]
    [InlineData("/.countersign", "is ours")]
    [InlineData("/.COUNTERSIGN/x", "is ours")]
    public void A_path_is_written_as_it_is_meant(string prefix, string? fault)
    {
        if (fault is null) Assert.Null(AppPathRules.FaultOf(prefix));
        else Assert.Contains(fault, AppPathRules.FaultOf(prefix), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_of_any_length_is_too_long_beyond_its_limit() =>
        Assert.Contains("longer", AppPathRules.FaultOf("/" + new string('a', AppPathRules.LongestPrefix)), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://intra.example", "https://intra.example", "/")]
    [InlineData("HTTPS://Intra.Example:443/A?b#", null, null)]
    [InlineData("HTTPS://Intra.Example:443/A?b", "https://intra.example", "/A?b")]
    [InlineData("http://localhost:80/", "http://localhost", "/")]
    [InlineData("http://localhost:443/", "http://localhost:443", "/")]
    [InlineData("https://[::1]:8443/x", "https://[::1]:8443", "/x")]
    [InlineData("https://intra.example?x", null, null)]
    [InlineData("https://intra.example\\@evil.example/", null, null)]
    [InlineData("https://grace@intra.example/", null, null)]
    [InlineData("https://intra.example:0/", null, null)]
    [InlineData("https://intra.example:65536/", null, null)]
    [InlineData("https://intra.example:/", null, null)]
    [InlineData("https://intra.example:+1/", null, null)]
    [InlineData("https://intra..example/", null, null)]
    [InlineData("https://.example/", null, null)]
    [InlineData("https://bücher.example/", null, null)]
    [InlineData("https://intra%2eexample/", null, null)]
    [InlineData("https:///", null, null)]
    [InlineData("https://[::1/", null, null)]
    [InlineData("https://[::1]x/", null, null)]
    [InlineData("ftp://intra.example/", null, null)]
    [InlineData("//intra.example/", null, null)]
    [InlineData("/", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    [InlineData("https://intra.example/ü", null, null)]
    [InlineData("https://intra.example/a b", null, null)]
    [InlineData("https://intra.example/a\r\nb", null, null)]
    public void An_address_has_one_spelling_or_is_none(string? text, string? origin, string? target)
    {
        var address = AppAddress.Find(text);

        Assert.Equal((origin, target), (address?.Origin, address?.Target));
    }
}
