using Countersign.Core;
using Countersign.Server.Requests;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Server.Tests.Pages;

public sealed class AcceptLanguageTests
{
    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData("DE-de", "de")]
    [InlineData("de_CH", "de")]
    [InlineData("en, de", "en")]
    [InlineData("de, en", "de")]
    [InlineData("fr, de, en", "de")]
    [InlineData("en;q=0.5, de;q=0.9", "de")]
    [InlineData("en;q=0.5, de", "de")]
    [InlineData("de;q=0.1,en;q=0.2,fr", "en")]
    [InlineData("de;q=0.001", "de")]
    [InlineData("de ; q=0.8 , en ; q=0.9", "en")]
    [InlineData("fr, de;q=0", "en")]
    [InlineData("de;q=0", "en")]
    [InlineData("de;q=0.0, en;q=0.1", "en")]
    [InlineData("de;q=0.000", "en")]
    [InlineData("en;q=0", "de")]
    [InlineData("en;q=0, fr", "de")]
    [InlineData("en;q=0, de;q=0.1", "de")]
    [InlineData("de-AT, de;q=0", "de")]
    [InlineData("de;q=0, *", "en")]
    [InlineData("en;q=0, *", "de")]
    [InlineData("en;q=0.1, *;q=0.5", "de")]
    [InlineData("de;q=0.1, *;q=0.5", "en")]
    [InlineData("de, *;q=0", "de")]
    [InlineData("en, *;q=0", "en")]
    public void The_language_most_wanted_is_spoken_and_one_that_is_refused_is_not(string header, string code)
    {
        foreach (var ofServer in Languages.All) Assert.Equal(code, Request(header).LanguageFor(ofServer).Code());
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("fr")]
    [InlineData("fr, *;q=0.1")]
    [InlineData("fr, *;q=0")]
    [InlineData("en;q=0, de;q=0")]
    [InlineData("*;q=0")]
    [InlineData("den")]
    [InlineData(";;;")]
    public void Where_nothing_decides_the_server_s_own_language_is_spoken(string header)
    {
        foreach (var ofServer in Languages.All) Assert.Equal(ofServer, Request(header).LanguageFor(ofServer));
    }

    [Fact]
    public void What_is_refused_is_not_among_what_is_wanted()
    {
        Assert.Equal(["fr", "en-GB"], Request("en-GB;q=0.3, de;q=0, fr, *;q=0.1").WantedLanguages());
        Assert.Null(Request("fr, de;q=0").FirstKnownLanguage());
        Assert.Equal(Language.English, Request("de;q=0, en;q=0.1").FirstKnownLanguage());
    }

    private static HttpRequest Request(string header)
    {
        var request = new DefaultHttpContext().Request;
        if (header.Length > 0) request.Headers.AcceptLanguage = header;
        return request;
    }
}
