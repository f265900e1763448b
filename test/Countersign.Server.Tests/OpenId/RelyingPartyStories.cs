using System.Security.Claims;
using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.Pages;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>A real application: a web server of its own, with the handler that ASP.NET Core brings.</summary>
public sealed class RelyingPartyStories
{
    [Fact]
    public async Task An_application_of_AspNetCore_signs_somebody_in_and_out()
    {
        await using var world = await OpenIdWorld.Start();
        var port = $"http://127.0.0.1:{FreePort.Next()}";
        var secret = await OpenIdWorld.Add(world.Server, OpenIdWorld.Wiki with
        {
            Name = "shop",
            Title = "The shop",
            Level = AppLevel.SecondFactor,
            ReturnAddresses = [$"{port}/signin-oidc"],
            SignedOutAddresses = [$"{port}/signout-callback-oidc"],
        });
        await using var shop = Shop(port, world.Server.Url, secret);
        await shop.StartAsync(TestContext.Current.CancellationToken);
        using var plain = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(plain) { BaseAddress = new(port) };
        var (there, here) = (new PageVisitor(http), await world.Server.Browser(world.Server.People.Grace));

        var asked = await there.Open("/");
        var back = await here.Open(new Uri(asked.Location!).PathAndQuery);
        var let = await there.Open(new Uri(back.Location!).PathAndQuery);
        Assert.Equal(302, let.Status);
        var page = await there.Open("/");
        Assert.Equal($"grace {world.Server.People.Grace.Email} {AppProofRules.SecondFactorAcr}", page.Text.Trim());

        var leaving = await there.Open("/out");
        var sure = await here.Open(new Uri(leaving.Location!).PathAndQuery);
        var gone = await here.Follow(await here.Submit(sure, PagePaths.AuthorizeSignOut));
        Assert.StartsWith($"{port}/signout-callback-oidc?state=", gone.Location, StringComparison.Ordinal);
        Assert.Equal("/", (await there.Open(new Uri(gone.Location!).PathAndQuery)).Location);
        Assert.Equal(302, (await there.Open("/")).Status);
        await here.SignIn(world.Server.People.Barbara);

        // What was given to somebody else's browser is refused there: the handler knows its own questions.
        var stranger = new PageVisitor(http);
        var mixed = await here.Open(new Uri((await there.Copy().Open("/again")).Location!).PathAndQuery);
        Assert.NotEqual(302, (await stranger.Open(new Uri(mixed.Location!).PathAndQuery)).Status);
    }

    [Fact]
    public async Task An_application_of_AspNetCore_asks_for_a_passkey_and_hears_of_it()
    {
        await using var world = await OpenIdWorld.Start(null, TestServer.Named);
        var (grace, port) = (world.Server.People.Grace, $"http://127.0.0.1:{FreePort.Next()}");
        var secret = await OpenIdWorld.Add(
            world.Server, OpenIdWorld.Wiki with { Name = "shop", Title = "The shop", ReturnAddresses = [$"{port}/signin-oidc"] });
        await using var shop = Shop(port, world.Server.Pages, secret);
        await shop.StartAsync(TestContext.Current.CancellationToken);
        using var plain = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(plain) { BaseAddress = new(port) };
        using var device = new PasskeyDevice();
        var (there, here) = (new PageVisitor(http), await world.Server.Browser(grace));
        await here.AddPasskey(grace, device, world.Server.Pages);
        here = await world.Server.Browser(grace);

        var led = await here.Open(new Uri((await there.Open("/vault")).Location!).PathAndQuery);
        Assert.Equal(PagePaths.ProvePasskey, led.Location);
        var way = await here.Follow(await here.Answer(
            await here.Follow(led), PagePaths.ProvePasskey, device, origin: world.Server.Pages));
        var back = await here.Open(way.Links.Single(link => link.StartsWith(OpenIdPaths.Authorize, StringComparison.Ordinal)));
        await there.Open(new Uri(back.Location!).PathAndQuery);

        Assert.EndsWith(AppProofRules.PhishingResistantAcr, (await there.Open("/")).Text.Trim(), StringComparison.Ordinal);
    }

    private static WebApplication Shop(string url, string issuer, string secret)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddAuthorization();
        builder.Services.AddAuthentication(auth =>
        {
            auth.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            auth.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
        }).AddCookie().AddOpenIdConnect(oidc =>
        {
            oidc.Authority = issuer;
            oidc.RequireHttpsMetadata = false;
            (oidc.ClientId, oidc.ClientSecret) = ("shop", secret);
            (oidc.ResponseType, oidc.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
            oidc.Scope.Add("email");
            oidc.MapInboundClaims = false;
            oidc.ClaimActions.Remove("acr");
            oidc.GetClaimsFromUserInfoEndpoint = true;
            oidc.SaveTokens = true;
            oidc.Events.OnRedirectToIdentityProvider = leading =>
            {
                if (leading.Properties.Parameters.TryGetValue("acr_values", out var wanted))
                    leading.ProtocolMessage.AcrValues = (string?)wanted;
                return Task.CompletedTask;
            };
        });
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/", (ClaimsPrincipal user) => string.Join(
            ' ', new[] { "preferred_username", "email", "acr" }.Select(user.FindFirstValue))).RequireAuthorization();
        app.MapGet("/out", () => TypedResults.SignOut(
            new() { RedirectUri = "/" },
            [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        app.MapGet("/vault", (HttpContext http) => http.ChallengeAsync(
            OpenIdConnectDefaults.AuthenticationScheme,
            new OpenIdConnectChallengeProperties { RedirectUri = "/", Parameters = { ["acr_values"] = AppProofRules.PhishingResistantAcr } }));
        app.MapGet("/again", (HttpContext http) => http.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme));
        return app;
    }
}
