using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>What a form says of where it comes from. Browsers of before 2023 say it by Origin alone.</summary>
public sealed class OriginTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task A_form_names_its_origin_and_nothing_names_the_page()
    {
        var visitor = await Visit();
        await visitor.Open(PagePaths.SignIn + "?next=%2Fsecurity");

        var sent = await visitor.Page.RunAndWaitForRequestAsync(
            () => visitor.GivePassword(People.Grace), request => request.Method == "POST");

        var said = await sent.AllHeadersAsync();
        Assert.Equal(visitor.Server.Url, said["origin"]);
        Assert.Equal(visitor.Server.Url + "/", said["referer"]);
    }
}
