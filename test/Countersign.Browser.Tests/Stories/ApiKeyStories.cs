using System.Net;
using System.Net.Http.Headers;
using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Xunit;

namespace Countersign.Browser.Tests.Stories;

/// <summary>Keys for programs.</summary>
public sealed class ApiKeyStories(Chromium chromium) : Story(chromium)
{
    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_key_is_shown_once_works_and_is_gone_when_it_is_deleted(Scripts scripts)
    {
        var ada = await Somebody(scripts);
        await ada.SignIn(People.Ada);
        await ada.Follow("API keys");
        await ada.Fill("name", "nightly archive");
        await ada.Page.GetByLabel("read only").CheckAsync();
        await ada.Follow("Create key");
        await ada.Reads("Copy it now: it is not shown again.", "nightly archive read only");
        var key = await ada.Page.Locator("p.key").InnerTextAsync();
        Assert.Equal(HttpStatusCode.OK, await Ask(key));

        await ada.Open(PagePaths.ApiKeys);
        await ada.DoesNotRead(key);
        await ada.Press("Remove … nightly archive");
        await ada.Follow("Delete this key");
        await ada.IsTold("The API key is deleted. Nothing can use it any more.");
        await ada.DoesNotRead("nightly archive");
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(key));
    }

    private async Task<HttpStatusCode> Ask(string key)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, "/api/v0/users/current/");
        question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await Server.Http.SendAsync(question, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
