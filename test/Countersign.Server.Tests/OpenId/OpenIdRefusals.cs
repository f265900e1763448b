using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.Tests.Races;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>Every no of the specifications that can be provoked: nothing is given, and nothing is spent.</summary>
public sealed class OpenIdRefusals
{
    private const string Other = "https://evil.example/back";

    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "Wiki")]
    [InlineData("client_id", null)]
    [InlineData("redirect_uri", Other)]
    [InlineData("redirect_uri", OpenIdWorld.Back + "/")]
    [InlineData("redirect_uri", OpenIdWorld.Back + "?more=1")]
    [InlineData("redirect_uri", "https://WIKI.example.org/back")]
    [InlineData("redirect_uri", "javascript:alert(1)")]
    [InlineData("redirect_uri", null)]
    public async Task Nobody_is_sent_to_an_address_that_no_operator_gave(string part, string? value)
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);

        var told = await browser.Open(OpenIdWorld.Ask((part, value)));

        Assert.Equal((400, null), (told.Status, told.Location));
        Assert.Contains("asked in a wrong way", told.Text, StringComparison.Ordinal);
        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM app_grants"));
    }

    [Theory]
    [InlineData("invalid_request", "code_challenge", null)]
    [InlineData("invalid_request", "code_challenge_method", "plain")]
    [InlineData("invalid_request", "code_challenge_method", null)]
    [InlineData("invalid_request", "code_challenge_method", "S512")]
    [InlineData("unsupported_response_type", "response_type", "token")]
    [InlineData("unsupported_response_type", "response_type", "id_token")]
    [InlineData("unsupported_response_type", "response_type", "code id_token")]
    [InlineData("unsupported_response_type", "response_type", "none")]
    [InlineData("invalid_request", "response_type", null)]
    [InlineData("invalid_request", "response_mode", "fragment")]
    [InlineData("invalid_request", "response_mode", "form_post")]
    [InlineData("invalid_request", "scope", "openid everything")]
    [InlineData("invalid_request", "prompt", "none login")]
    [InlineData("request_not_supported", "request", "eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("request_uri_not_supported", "request_uri", "https://evil.example/ask")]
    public async Task What_is_not_spoken_is_told_to_the_application_with_its_own_mark(string error, string part, string? value)
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);

        var told = await browser.Open(OpenIdWorld.Ask((part, value)));

        Assert.StartsWith($"{OpenIdWorld.Back}?", told.Location, StringComparison.Ordinal);
        Assert.Equal((error, "st4te"), (OpenIdWorld.PartOf(told, "error"), OpenIdWorld.PartOf(told, "state")));
        Assert.Equal(world.Server.Url, OpenIdWorld.PartOf(told, "iss").TrimEnd('/'));
        Assert.Empty(OpenIdWorld.PartOf(told, "error_uri"));
        Assert.Empty(OpenIdWorld.PartOf(told, "code"));
    }

    [Theory]
    [InlineData("invalid_grant", "code_verifier", "another-verifier-another-verifier-another-verifier")]
    [InlineData("invalid_request", "code_verifier", null)]
    [InlineData("invalid_grant", "redirect_uri", Other)]
    [InlineData("invalid_request", "redirect_uri", null)]
    [InlineData("invalid_grant", "code", "made-up")]
    [InlineData("invalid_request", "code", null)]
    [InlineData("unsupported_grant_type", "grant_type", "password")]
    [InlineData("unsupported_grant_type", "grant_type", "client_credentials")]
    [InlineData("unsupported_grant_type", "grant_type", "urn:ietf:params:oauth:grant-type:device_code")]
    [InlineData("invalid_request", "grant_type", null)]
    public async Task A_code_is_redeemed_with_what_it_was_asked_with(string error, string part, string? value)
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var code = await OpenIdWorld.Code(browser);

        var (status, told) = await world.Redeem(code, (part, value));

        Assert.Equal((400, error), (status, told.GetProperty("error").GetString()));
        Assert.False(told.TryGetProperty("error_uri", out _));
    }

    [Fact]
    public async Task An_unknown_application_and_a_wrong_secret_look_alike_everywhere()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var code = await OpenIdWorld.Code(browser);
        (string, string?)[] redeeming =
        [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", OpenIdWorld.Back),
            ("code_verifier", OpenIdWorld.Verifier),
        ];
        foreach (var (path, fields) in ((string, (string, string?)[])[])
        [
            (OpenIdPaths.Token, redeeming), (OpenIdPaths.Introspect, [("token", "x")]), (OpenIdPaths.Revoke, [("token", "x")]),
        ])
        {
            var wrong = await world.Post(path, fields, "wiki", "app_wrong");
            var unknown = await world.Post(path, fields, "nobody", world.Secret);

            Assert.Equal(401, wrong.Status);
            Assert.Equal("invalid_client", wrong.Json.GetProperty("error").GetString());
            Assert.Equal((wrong.Status, wrong.Json.GetRawText()), (unknown.Status, unknown.Json.GetRawText()));
        }

        Assert.Equal(200, (await world.Redeem(code)).Status);
    }

    [Fact]
    public async Task What_one_application_was_given_is_nothing_to_another_and_a_public_one_needs_no_secret_but_its_verifier()
    {
        await using var world = await OpenIdWorld.Start();
        var other = await OpenIdWorld.Add(world.Server, OpenIdWorld.Wiki with { Name = "desk" });
        await OpenIdWorld.Add(world.Server, OpenIdWorld.Wiki with { Name = "phone", Kind = AppKind.Public });
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var code = await OpenIdWorld.Code(browser);
        (string, string?)[] fields =
        [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", OpenIdWorld.Back),
            ("code_verifier", OpenIdWorld.Verifier),
        ];

        Assert.Equal("invalid_grant", (await world.Post(OpenIdPaths.Token, fields, "desk", other)).Json.GetProperty("error").GetString());
        var none = await world.Post(OpenIdPaths.Token, [.. fields, ("client_id", "wiki")], name: null);
        Assert.Equal("invalid_client", none.Json.GetProperty("error").GetString());
        var (_, given) = await world.Redeem(await OpenIdWorld.Code(browser, ("scope", "openid offline_access")));
        var refresh = given.GetProperty("refresh_token").GetString();
        var stolen = await world.Post(OpenIdPaths.Token, [("grant_type", "refresh_token"), ("refresh_token", refresh)], "desk", other);
        Assert.Equal("invalid_grant", stolen.Json.GetProperty("error").GetString());
        var looked = await world.Post(OpenIdPaths.Introspect, [("token", given.GetProperty("access_token").GetString())], "desk", other);
        Assert.False(looked.Json.GetProperty("active").GetBoolean());
        await world.Post(OpenIdPaths.Revoke, [("token", given.GetProperty("access_token").GetString())], "desk", other);
        Assert.True(await world.IsActive(given.GetProperty("access_token").GetString()!));

        var phone = await OpenIdWorld.Code(browser, ("client_id", "phone"));
        (string, string?)[] asPhone = [.. fields.Where(field => field.Item1 != "code"), ("code", phone), ("client_id", "phone")];
        Assert.Equal(200, (await world.Post(OpenIdPaths.Token, asPhone, name: null)).Status);
    }

    [Fact]
    public async Task Whoever_reads_the_database_can_present_nothing_of_it()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        var (_, given) = await world.Redeem(await OpenIdWorld.Code(browser, ("scope", "openid offline_access")));
        var rows = await world.Server.Db.Read(
            async sql => (await sql.Query<string>($"SELECT payload FROM app_tokens WHERE payload IS NOT NULL"))
                .Concat(await sql.Query<string>($"SELECT reference FROM app_tokens WHERE reference IS NOT NULL")).ToList(),
            TestContext.Current.CancellationToken);

        Assert.True(rows.Count >= 6, $"{rows.Count}");
        foreach (var row in rows)
        {
            Assert.NotEqual(given.GetProperty("access_token").GetString(), row);
            Assert.Equal(401, (await world.UserInfo(row)).Status);
            Assert.Equal(400, (await world.Renew(row)).Status);
            Assert.Equal(400, (await world.Redeem(row)).Status);
        }
    }

    [Fact]
    public async Task A_note_of_when_it_was_asked_is_only_good_for_the_same_question()
    {
        await using var world = await OpenIdWorld.Start();
        var browser = await world.Server.Browser(world.Server.People.Grace);
        world.Server.Clock.Advance(TimeSpan.FromMinutes(5));
        var led = await browser.Open(OpenIdWorld.Ask(("prompt", "login"), ("state", "one")));
        var wanted = browser.Cookies["tfa_wanted"];
        var asked = QueryHelpers.ParseQuery(wanted[wanted.IndexOf('?', StringComparison.Ordinal)..])["asked"].ToString();
        Assert.Equal("/account/prove", led.Location);

        // Noted before the person proved anything: a note of another question, or of nobody, changes nothing.
        foreach (var note in (string[])[asked, "1.AAAA", "99999999999.AAAA", ""])
        {
            var other = await browser.Open(OpenIdWorld.Ask(("prompt", "login"), ("state", "two"), ("asked", note)));
            Assert.Equal("/account/prove", other.Location);
        }
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_told_of_silently_and_a_form_is_led_to_the_same_question()
    {
        await using var world = await OpenIdWorld.Start();
        Assert.Equal("login_required", OpenIdWorld.PartOf(await world.Server.Browser().Open(OpenIdWorld.Ask(("prompt", "none"))), "error"));

        using var form = new FormUrlEncodedContent(QueryHelpers.ParseQuery(OpenIdWorld.Ask()[OpenIdPaths.Authorize.Length..])
            .Select(part => KeyValuePair.Create(part.Key, part.Value.ToString())));
        using var led = await world.Server.Http.PostAsync(OpenIdPaths.Authorize, form, TestContext.Current.CancellationToken);
        Assert.Equal(303, (int)led.StatusCode);
        Assert.StartsWith($"{OpenIdPaths.Authorize}?client_id=wiki", led.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
