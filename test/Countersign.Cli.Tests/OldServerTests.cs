using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>Servers that are older than what this program asks them for.</summary>
public sealed class OldServerTests
{
    private const string User =
        """
        "id":1,"email":"ada@example.org","username":"ada","email_verified":true,"tfa_status":"disabled","created_at":1776000000
        """;

    private const string Waiting =
        """
        {"tfa_required":true,"secret":"s","tfa_secret":"s",
         "methods":[{"id":1,"method":"totp","label":null,"phone_number":null,"is_primary":true}]}
        """;

    private const string TooOld =
        "This server is too old for `login`: make an API key on its pages, and keep it here:\n  countersign set api-key\n";

    [Theory]
    [InlineData("password alone", "")]
    [InlineData("password alone", "\"session_key\":null,")]
    [InlineData("password alone", "\"session_key\":\"\",")]
    [InlineData("second factor", "")]
    public async Task A_session_that_only_a_browser_could_keep_is_not_kept_and_the_key_is_named(string kind, string with)
    {
        await using var server = await Start(new()
        {
            ["/api/v0/users/login/"] = kind == "second factor"
                ? Waiting
                : $"{{{with}{User}}}",
            ["/api/v0/tfa/"] = $"{{{with}{User}}}",
        });
        using var terminal = new Terminal { Url = server.Url };

        var ran = await terminal.Run("login --username ada --password-file - --code 123456", [new("a-password", IsPiped: true)]);

        Assert.Equal((1, "", TooOld), (ran.ExitCode, ran.Output, ran.Errors));
        Assert.False(File.Exists(terminal.PathOf("countersign/tfa_key")));
    }

    [Fact]
    public async Task A_server_without_any_of_it_is_told_as_too_old()
    {
        await using var server = await Start([]);
        using var terminal = new Terminal { Url = server.Url };

        var ran = await terminal.Run("login --username ada --password-file -", [new("a-password", IsPiped: true)]);
        var raw = await terminal.Run("login --username ada --password-file - --raw", [new("a-password", IsPiped: true)]);
        var browser = await terminal.Run("login --browser", []);

        Assert.Equal((1, "", TooOld), (ran.ExitCode, ran.Output, ran.Errors));
        Assert.StartsWith(
            """{"success":false,"error":"failed","msg":"This server is too old for `login`""", raw.Errors, StringComparison.Ordinal);
        Assert.Equal((1, ""), (browser.ExitCode, browser.Output));
        Assert.Equal(
            "This server is too old to sign in by the browser. Sign in here, or use an API key:\n  countersign login\n  countersign set " +
                "api-key\n",
            browser.Errors);
    }

    [Fact]
    public async Task A_server_that_does_not_say_when_the_session_ends_is_not_spoken_for()
    {
        await using var server = await Start(new() { ["/api/v0/users/login/"] = $"{{\"session_key\":\"ses_x\",{User}}}" });
        using var terminal = new Terminal { Url = server.Url };

        var ran = await terminal.Run("login --username ada --password-file -", [new("a-password", IsPiped: true)]);

        Assert.Equal((0, "You are signed in as ada@example.org.\n"), (ran.ExitCode, ran.Output));
    }

    // A small server that answers as the old one did, and ignores what it does not know.
    private static async Task<OldServer> Start(Dictionary<string, string> answers)
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.ContentType = "application/json";
            if (answers.TryGetValue(context.Request.Path, out var answer))
            {
                context.Response.Cookies.Append("session", "for-browsers");
                await context.Response.WriteAsync(answer);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("""{"success":false,"error":"not_found","msg":"There is nothing here."}""");
        });
        await app.StartAsync();
        return new(new(url), app);
    }

    private sealed record OldServer(Uri Url, WebApplication App) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
