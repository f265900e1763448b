using System.Net;
using System.Text;
using Countersign.Server.OpenId;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>Whatever a form holds, an application that sends it is told that it is wrong, and nothing of ours broke.</summary>
public sealed class UnreadableFormTests
{
    private static readonly string[] Paths =
    [
        OpenIdPaths.Authorize, OpenIdPaths.Token, OpenIdPaths.UserInfo, OpenIdPaths.Introspect, OpenIdPaths.Revoke, OpenIdPaths.SignOut,
    ];

    private static readonly Dictionary<string, string> Forms = new()
    {
        ["NUL in a value"] = "a=%00",
        ["NUL in a name"] = "%00=a",
        ["many fields"] = string.Join('&', Enumerable.Range(0, 1100).Select(n => $"a{n}=1")),
        ["a long name"] = $"{new string('a', 3000)}=1",
        ["half a character"] = "client_id=%ED%A0%80&grant_type=%FF",
        ["the last character but one"] = "client_id=%EF%BF%BE&grant_type=%EF%BF%BE&token=%EF%BF%BE",
        ["nothing"] = "",
        ["signs"] = "&&==&=&a",
    };

    public static TheoryData<string, string> Table
    {
        get
        {
            var table = new TheoryData<string, string>();
            foreach (var path in Paths)
                foreach (var form in Forms.Keys) table.Add(path, form);

            return table;
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_form_that_nobody_can_read_is_the_callers_fault()
    {
        await using var world = await OpenIdWorld.Start();
        foreach (var (path, form) in Table.Select(row => row.Data))
        {
            using var body = new StringContent(Forms[form], Encoding.ASCII, "application/x-www-form-urlencoded");
            using var answer = await world.Server.Http.PostAsync(new Uri(path, UriKind.Relative), body, Ct);

            Assert.True((int)answer.StatusCode is >= 200 and < 500, $"{path}, {form}: {answer.StatusCode}");
            if (form.StartsWith("NUL", StringComparison.Ordinal)) Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        foreach (var path in Paths)
        {
            using var half = new StringContent("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nbbb", Encoding.ASCII);
            half.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
            using var answer = await world.Server.Http.PostAsync(new Uri(path, UriKind.Relative), half, Ct);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }

        Assert.DoesNotContain(world.Server.Log.Events, one => one.Name is "unexpected");
    }
}
