using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VastApi;
using Countersign.Server.VssApi;
using Countersign.TestKit;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>Every route of this door, from the live table, against every kind of caller.</summary>
public sealed class VssMatrixTests
{
    private static readonly string[] Kinds =
    [
        "nobody", "wrong password",
        "unknown name", "API key", "2FA session", "waiting sign-in", "expired token", "disabled token", "password", "token",
    ];

    public static TheoryData<string> Callers => [.. Kinds];

    [Theory, MemberData(nameof(Callers))]
    public async Task Each_route_takes_whom_it_should(string kind)
    {
        await using var server = await VssSteps.Start();
        foreach (var (method, path, access) in Routes(server))
        {
            var answer = await (await Make(server, kind)).Send(new(method), path);
            var isTurnedAway = answer.Status == 401;

            Assert.Equal((access, kind) switch
            {
                (VssAccess.Anybody, _) => false,
                (VssAccess.Password, _) => kind is not "password",
                (VssAccess.Token, _) => kind is not "token",
                _ => throw new InvalidOperationException($"{method} {path} names no access."),
            }, isTurnedAway);
            server.Clock.Advance(TimeSpan.FromMinutes(20));
        }
    }

    private static IEnumerable<(string Method, string Path, VssAccess Access)> Routes(TestServer server) =>
        from endpoint in LiveRoutes.Endpoints(server)
        let access = endpoint.Metadata.GetMetadata<VssAccessNeeded>()?.Access
        where access is not null
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
        select (method, LiveRoutes.Pattern(endpoint)
            .Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{token}", "lnk_x", StringComparison.Ordinal), access!.Value);

    private static async Task<VssCaller> Make(TestServer server, string kind) => kind switch
    {
        "nobody" => new(server.Http),
        "wrong password" => VssCaller.With(server.Http, "grace", "not-this-one"),
        "unknown name" => VssCaller.With(server.Http, "nobody", "not-this-one"),
        "API key" => server.By(server.People.Ada.ApiKey),
        "2FA session" => server.By((await server.LoggedIn(server.People.Grace)).Bearer!),
        "waiting sign-in" => server.By((await server.Stranger().Password(server.People.Grace)).Ok().Secret),
        "expired token" => await Expired(server),
        "disabled token" => await Disabled(server),
        "password" => server.By(server.People.Ada),
        "token" => server.By(await server.Token(server.People.Ada)),
        _ => throw new ArgumentException(kind),
    };

    private static async Task<VssCaller> Expired(TestServer server)
    {
        var token = await server.Token(server.People.Ada);
        server.Clock.Advance(TimeSpan.FromHours(24));
        return server.By(token);
    }

    private static async Task<VssCaller> Disabled(TestServer server)
    {
        var token = server.By(await server.Token(server.People.Ada));
        var id = (await token.Get("/v2/user/token")).Ok()["data"]
            .EnumerateArray().Single(shown => shown.GetProperty("current").GetBoolean()).GetProperty("id").GetInt64();
        (await token.Send(HttpMethod.Put, $"/v2/user/token/{id}")).Ok();
        return token;
    }
}
