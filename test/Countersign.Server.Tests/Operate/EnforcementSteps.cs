using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>What the stories of enforcement say again and again.</summary>
internal static class EnforcementSteps
{
    public const string Require = $"{PagePaths.OperateEnforcement}/require";
    public const string CallOff = $"{PagePaths.OperateEnforcement}/call-off";

    /// <summary>An admin decides, with a code of their own app.</summary>
    public static async Task<PageAnswer> Decide(this PageVisitor admin, string path, TestPerson person) =>
        await admin.Submit(await admin.Open(path), path, ("code", person.Phone.NextCode()), ("reason", "the insurance asks for it"));

    /// <summary>An admin decides, and it is done.</summary>
    public static async Task Decides(this PageVisitor admin, string path, TestPerson person)
    {
        var led = await admin.Decide(path, person);
        Assert.True(led.Location?.StartsWith($"{PagePaths.OperateEnforcement}?said=requirement", StringComparison.Ordinal) is true,
            $"{led.Status} {led.Location}\n{led.Text}");
    }

    /// <summary>Makes people with proven addresses and no second factor.</summary>
    public static Task Plant(this TestServer server, int people, string name = "person") => server.Change(async tx =>
    {
        for (var i = 0; i < people; i++)
        {
            Assert.True(EmailAddress.TryParse($"{name}{i}@example.net", out var email));
            await AccountStore.TryAdd(tx, new(email, $"{name}{i}", EmailVerifiedAt: server.Clock.GetUtcNow()));
        }
    });

    /// <summary>Everybody who was told, once for each time.</summary>
    public static Task<IReadOnlyList<string>> Told(this TestServer server) => server.Db.Read(
        sql => sql.Query<string>($"SELECT destination FROM outbox WHERE kind = 'notice' AND destination LIKE '%@example.net' ORDER BY id"),
        TestContext.Current.CancellationToken);

    /// <summary>The sweeps that tell people, once more.</summary>
    public static async Task TellNow(this TestServer server)
    {
        await server.Services.GetRequiredService<TellOfRequirement>().Run(server.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
        await server.Services.GetRequiredService<TellOfCallOff>().Run(server.Clock.GetUtcNow(), TestContext.Current.CancellationToken);
    }
}
