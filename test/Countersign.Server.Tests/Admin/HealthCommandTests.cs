using Countersign.Server.Admin;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Hosting;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>A machine that has the program alone asks whether its server is ready, and who typed a command is known.</summary>
public sealed class HealthCommandTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task It_says_what_a_server_says()
    {
        await using var app = await office.OpenServer();
        await app.StartAsync(Ct);

        var told = await office.Run("health", "--at", Assert.Single(app.Urls));

        Assert.Equal((0, "ready\n"), (told.Exit, told.Output));
    }

    [Fact]
    public async Task Where_nothing_answers_it_says_so_and_fails()
    {
        var told = await office.Run("health", "--at", $"http://127.0.0.1:{FreePort.Next()}");

        Assert.Equal(1, told.Exit);
        Assert.StartsWith("Nothing answers at http://127.0.0.1:", told.Errors, StringComparison.Ordinal);
        Assert.Contains("systemctl status countersign", told.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{}")]
    [InlineData(200, "ready to rumble")]
    [InlineData(302, "ready\n")]
    [InlineData(500, "")]
    [InlineData(503, "busy")]
    public async Task Another_program_is_no_server_that_is_ready(int status, string body)
    {
        await using var other = await TinyServer.Start(app => app.Run(async context =>
        {
            context.Response.StatusCode = status;
            if (body.Length > 0) await context.Response.WriteAsync(body, Ct);
        }));

        var told = await office.Run("health", "--at", other.Client.BaseAddress!.OriginalString);

        Assert.Equal((1, ""), (told.Exit, told.Output));
        Assert.Contains($"not as this service does (HTTP {status})", told.Errors, StringComparison.Ordinal);
        Assert.Contains("--at", told.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8080")]
    [InlineData("ftp://127.0.0.1")]
    public async Task What_is_no_address_is_told(string at) =>
        Assert.Contains("isn't an address", (await office.Run("health", "--at", at)).Errors, StringComparison.Ordinal);

    [Theory]
    [InlineData("olga", "olga")]
    [InlineData("", "countersign")]
    [InlineData(null, "countersign")]
    public void A_command_that_runs_as_the_service_s_user_is_signed_by_who_typed_it(string? typist, string named)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (typist is not null) environment["SUDO_USER"] = typist;

        Assert.Equal(named, OperatorShell.UserOf(environment, "countersign"));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
