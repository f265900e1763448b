using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>A server with an application that it knows, which asks as it likes.</summary>
internal sealed class OpenIdWorld : IAsyncDisposable
{
    public const string Back = "https://wiki.example.org/back";
    public const string Gone = "https://wiki.example.org/gone";
    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private OpenIdWorld(TestServer server, string secret) => (Server, Secret) = (server, secret);

    public TestServer Server { get; }

    public string Secret { get; }

    public static string Challenge => ChallengeOf(Verifier);

    /// <summary>Starts one, at a time at which other programs are, too.</summary>
    public static async Task<OpenIdWorld> Start(Func<NewApp, NewApp>? with = null, params (string Name, string Value)[] settings)
    {
        var server = await TestServer.Start(new FakeTimeProvider(DateTimeOffset.UtcNow), settings);
        var world = new OpenIdWorld(server, await Add(server, (with ?? (app => app))(Wiki)));
        return world;
    }

    public static NewApp Wiki { get; } = new(
        "wiki", "The wiki", AppKind.Web, [Back], [Gone], [AppScopes.Profile, AppScopes.Email, AppScopes.Offline], AppLevel.Password, null,
        AppAlgorithm.Es256, AsksConsent: false);

    public static async Task<string> Add(TestServer server, NewApp app)
    {
        var secret = Token.New(TokenKind.App);
        await server.Change(tx => AppStore.Add(tx, app, app.Kind is AppKind.Web ? AppSecret.HashOf(secret) : null));
        return secret.Reveal();
    }

    public static string ChallengeOf(string verifier) => WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    /// <summary>What the application asks; null leaves a part out.</summary>
    public static string Ask(params (string Name, string? Value)[] parts)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = "wiki",
            ["redirect_uri"] = Back,
            ["response_type"] = "code",
            ["scope"] = "openid profile email",
            ["state"] = "st4te",
            ["nonce"] = "n0nce",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in parts) all[name] = value;
        return QueryHelpers.AddQueryString(OpenIdPaths.Authorize, all.Where(part => part.Value is not null));
    }

    /// <summary>Goes to the application from a browser at which somebody is signed in; the code that it gets.</summary>
    public static async Task<string> Code(PageVisitor browser, params (string Name, string? Value)[] parts) =>
        PartOf(await browser.Open(Ask(parts)), "code");

    /// <summary>A part of what the application was told.</summary>
    public static string PartOf(PageAnswer answer, string name)
    {
        var isLed = answer.Location?.Contains("://", StringComparison.Ordinal) is true;
        Assert.True(isLed, $"{answer.Status} {answer.Location}\n{answer.Text}");
        return QueryHelpers.ParseQuery(new Uri(answer.Location!).Query).TryGetValue(name, out var value) ? value.ToString() : "";
    }

    /// <summary>The application asks at an address that is no page.</summary>
    public async Task<(int Status, JsonElement Json)> Post(
        string path, (string Name, string? Value)[] fields, string? name = "wiki", string? secret = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Where(field => field.Value is not null)
                .Select(field => KeyValuePair.Create(field.Name, field.Value!))),
        };
        if (name is not null)
            request.Headers.Authorization =
                new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{secret ?? Secret}")));
        using var response = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>Redeems a code.</summary>
    public Task<(int Status, JsonElement Json)> Redeem(string code, params (string Name, string? Value)[] other)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Back,
            ["code_verifier"] = Verifier,
        };
        foreach (var (field, value) in other) fields[field] = value;
        return Post(OpenIdPaths.Token, [.. fields.Select(field => (field.Key, field.Value))]);
    }

    /// <summary>Renews.</summary>
    public Task<(int Status, JsonElement Json)> Renew(string refresh) =>
        Post(OpenIdPaths.Token, [("grant_type", "refresh_token"), ("refresh_token", refresh)]);

    /// <summary>Asks who somebody is.</summary>
    public async Task<(int Status, JsonElement Json)> UserInfo(string access)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, OpenIdPaths.UserInfo);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        using var response = await Server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>Whether what it was given is good.</summary>
    public async Task<bool> IsActive(string token) =>
        (await Post(OpenIdPaths.Introspect, [("token", token)])).Json.GetProperty("active").GetBoolean();

    public async Task<JsonElement> Get(string path) =>
        JsonElement.Parse(await Server.Http.GetStringAsync(path, TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
