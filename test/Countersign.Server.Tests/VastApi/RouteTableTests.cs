using Countersign.Server.VastApi;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>The routes and who may call them, written down a second time: a new route must be thought about twice.</summary>
public sealed class RouteTableTests
{
    /// <summary>Routes that strangers and machines may call without any gate.</summary>
    private static readonly string[] Open = ["/healthz", "/readyz", "/assets/{hash}/{name}"];

    private static readonly Dictionary<VastAccess, string[]> Table = new()
    {
        [VastAccess.Anybody] =
            ["POST users/", "POST users/login/", "POST users/login/program/", "POST users/verify-email/", "POST users/verify-email/send/"],
        [VastAccess.CallerOrSecret] =
            ["POST tfa/", "POST tfa/email/", "POST tfa/sms/", "POST tfa/sms/resend/", "POST tfa/test/", "POST tfa/resend/"],
        [VastAccess.Caller] = ["POST users/logout/"],
        [VastAccess.Reader] =
        [
            "GET tfa/status/",
            "GET users/current/", "GET users/current/deletion/", "GET users/current/messages/",
            "GET users/current/messages/{id}/",
            "GET auth/apikeys/", "GET auth/apikeys/{id:long}/",
            "GET auth/sessions/", "GET audit_logs/",
        ],
        [VastAccess.Changer] =
        [
            "DELETE tfa/",
            "POST tfa/totp-setup/", "POST tfa/authorize-new-method/", "PUT tfa/authorize-new-method/", "POST tfa/confirm-new/",
            "POST tfa/test-submit/", "PUT tfa/update/", "PUT tfa/regen-backup-codes/", "PUT users/password/", "POST auth/apikeys/",
            "POST users/current/export/", "POST users/current/deletion/", "DELETE users/current/deletion/",
            "DELETE auth/apikeys/{id:long}/", "PUT commands/reset_apikey/", "DELETE auth/sessions/",
        ],
    };

    [Fact]
    public async Task The_table_and_the_running_server_agree()
    {
        await using var server = await TestServer.Start();

        var live = LiveRoutes.Of(server).Select(route => $"{route.Access} {route.Method} {route.Pattern[LiveRoutes.Prefix.Length..]}");

        Assert.Equal(Table.SelectMany(row => row.Value.Select(route => $"{row.Key} {route}")).Order(), live.Order());
    }

    [Fact]
    public async Task Every_route_of_every_door_names_who_may_call_it()
    {
        await using var server = await TestServer.Start();

        var nameless = LiveRoutes.Endpoints(server)
            .Where(endpoint => !Open.Contains(LiveRoutes.Pattern(endpoint)))
            .Where(endpoint => !endpoint.Metadata.Any(fact => fact.GetType().Name.Contains("Access", StringComparison.Ordinal)));

        Assert.Empty(nameless.Select(LiveRoutes.Pattern));
    }

    [Fact]
    public async Task What_belongs_to_somebody_else_does_not_exist()
    {
        await using var server = await TestServer.Start();
        var key = server.As(server.People.Barbara);
        var session = server.With(
            (await key.Post("/tfa/", new { backup_code = server.People.Barbara.BackupCodes[0] })).Ok().Text("session_key")!);
        var backup_code = server.People.Barbara.BackupCodes[1];
        var others = (await server.As(server.People.Grace).Get("/tfa/status/")).Ok()["methods"][0].GetProperty("id").GetInt64();
        var before = await Belongings.Of(server);

        VastAnswer[] answers =
        [
            await session.Get("/auth/apikeys/1/"),
            await session.Delete("/auth/apikeys/1/"),
            await session.Delete("/auth/sessions/", new { id = 999 }),
            await session.Delete("/tfa/", new { backup_code, target_id = others }),
            await session.Put("/tfa/update/", new { tfa_method_id = others, label = "mine" }),
            await session.Post("/tfa/sms/", new { tfa_method_id = others }),
            await session.Post("/tfa/", new { tfa_method = "totp", tfa_method_id = others, code = "123456" }),
            await session.Post("/tfa/authorize-new-method/", new { tfa_method_id = others }),
        ];

        Assert.All(answers, answer => Assert.Equal((404, "not_found"), (answer.Status, answer.Error)));
        Assert.Equal(before, await Belongings.Of(server));
    }
}
