using System.Net;
using System.Net.Http.Headers;

namespace Countersign.TestKit;

/// <summary>
/// A person at a browser without scripts: keeps cookies, reads pages, fills in their forms and presses the buttons. It
/// follows no redirects by itself, so that a test sees where a page leads.
/// </summary>
public sealed class PageVisitor(HttpClient http)
{
    private readonly Dictionary<string, string> cookies = [];

    /// <summary>More headers, such as <c>Origin</c> or <c>Accept-Language</c>.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>What the browser carries.</summary>
    public IReadOnlyDictionary<string, string> Cookies => cookies;

    /// <summary>Another window that has the same cookies from now on and its own afterwards.</summary>
    public PageVisitor Copy() => At(http);

    /// <summary>The same browser when its next request goes to another node.</summary>
    public PageVisitor At(HttpClient node)
    {
        var copy = new PageVisitor(node);
        foreach (var (name, value) in cookies) copy.cookies[name] = value;
        foreach (var (name, value) in Headers) copy.Headers[name] = value;
        return copy;
    }

    /// <summary>Opens an address.</summary>
    public Task<PageAnswer> Open(string path) => Send(HttpMethod.Get, path, null);

    /// <summary>Goes where a change led.</summary>
    public Task<PageAnswer> Follow(PageAnswer led) =>
        Open(led.Location ?? throw new InvalidOperationException($"{led.Status} leads nowhere:\n{led.Text}"));

    /// <summary>Fills in the form of a page that goes to this address, and presses its button.</summary>
    public Task<PageAnswer> Submit(PageAnswer page, string action, params (string Name, string Value)[] fields)
    {
        var filled = page.FormOf(action);
        foreach (var (name, value) in fields) filled[name] = value;
        return Post(action, filled);
    }

    /// <summary>Posts fields as they are, with no form behind them.</summary>
    public Task<PageAnswer> Post(string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        Send(HttpMethod.Post, path, new FormUrlEncodedContent(fields));

    /// <summary>Signs in, with the app where the account has one.</summary>
    public async Task SignIn(TestPerson person)
    {
        var door = await Open("/sign-in");
        var led = await Submit(door, "/sign-in", ("name", person.Email), ("password", TestPerson.Password));
        if (led.Location?.StartsWith("/sign-in/code", StringComparison.Ordinal) is true)
            led = await Submit(await Follow(led), "/sign-in/code", ("code", person.Phone.NextCode()));
        if (led.Location is null || led.Location.StartsWith("/sign-in", StringComparison.Ordinal))
            throw new InvalidOperationException($"{person.Name} was not let in: {led.Status}, {led.Location}\n{led.Text}");
    }

    private async Task<PageAnswer> Send(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(Sent)));
        if (method == HttpMethod.Post) request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        foreach (var (name, value) in Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        Keep(response.Headers);
        return new((int)response.StatusCode,
            response.Headers, response.Headers.Location?.OriginalString, await response.Content.ReadAsStringAsync());
    }

    // As it came: what a browser is given it gives back.
    private static string Sent(KeyValuePair<string, string> cookie) => $"{cookie.Key}={Uri.EscapeDataString(cookie.Value)}";

    private void Keep(HttpResponseHeaders headers)
    {
        if (!headers.TryGetValues("Set-Cookie", out var cookies)) return;

        foreach (var pair in cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
        {
            if (pair[1].Length == 0) this.cookies.Remove(pair[0]);
            else this.cookies[pair[0]] = WebUtility.UrlDecode(pair[1]);
        }
    }
}
