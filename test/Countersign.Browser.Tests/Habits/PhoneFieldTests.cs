using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>The field that takes a phone number, while somebody types.</summary>
public sealed class PhoneFieldTests(Chromium chromium) : BrowserTest(chromium)
{
    protected override (string, string)[] Settings => [("SMS_COUNTRIES", "AR,GB,US")];

    [Theory]
    [InlineData("US", "1 202 555 0123", "For example (201) 555-0123")]
    [InlineData("US", "202 555 0123 45", "Too long for this country")]
    [InlineData("GB", "07400 123456", "For example 07400 123456")]
    [InlineData("GB", "0740 12", "Too short for this country")]
    [InlineData("AR", "011 15-2345-6789", "For example 011 15-2345-6789")]
    [InlineData("US", "+44 7400 123456", "")]
    public async Task It_says_how_a_number_of_the_country_looks_and_whether_it_can_be_complete(string country, string typed, string words)
    {
        var grace = await Visit();
        await grace.SignIn(People.Grace);
        await grace.BeginAdding();
        await grace.GiveCode(People.Grace.Phone.NextCode());
        await grace.Open(PagePaths.AddPhone);

        await grace.Page.Locator("#country").SelectOptionAsync(country);
        await grace.Fill("number", typed);
        await grace.Page.Locator("#number").BlurAsync();

        Assert.Equal(words, await grace.Page.Locator("#number-hint").TextContentAsync());
    }
}
