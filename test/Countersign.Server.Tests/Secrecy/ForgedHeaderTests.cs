using System.Net.Sockets;
using System.Text;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Secrecy;

/// <summary>What a request says about hosts and addresses is believed by nobody.</summary>
public sealed class ForgedHeaderTests
{
    private const string Evil = "evil.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Host")]
    [InlineData("X-Forwarded-Host")]
    [InlineData("X-Host")]
    [InlineData("Forwarded")]
    [InlineData("Origin")]
    public async Task No_header_ever_gets_into_a_mailed_link(string header)
    {
        await using var server = await TestServer.Start();
        var stranger = server.Stranger();
        stranger.Headers[header] = header == "Forwarded" ? $"host={Evil};proto=https" : header == "Origin" ? $"https://{Evil}" : Evil;
        await stranger.Post("/users/", SignUp());

        await OnlyOurOwnLinks(server);
    }

    [Fact]
    public async Task Nor_does_a_request_line_that_names_another_host()
    {
        await using var server = await TestServer.Start();
        var body = System.Text.Json.JsonSerializer.Serialize(SignUp());
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Http.BaseAddress!.Port, Ct);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST http://{Evil}/api/v0/users/ HTTP/1.1\r\nHost: {Evil}\r\nContent-Type: application/json\r\nContent-Length: " +
                $"{body.Length}\r\nConnection: close\r\n\r\n{body}"), Ct);
        using var reader = new StreamReader(connection.GetStream());
        await reader.ReadToEndAsync(Ct);

        await OnlyOurOwnLinks(server);
    }

    [Fact]
    public async Task Nobody_gets_more_tries_of_a_password_by_claiming_other_addresses()
    {
        await using var server = await TestServer.Start();
        var statuses = new List<int>();
        for (var n = 0; n < 10; n++)
        {
            var stranger = server.Stranger();
            stranger.Headers["X-Forwarded-For"] = $"203.0.113.{n}";
            stranger.Headers["X-Real-IP"] = $"203.0.113.{n}";
            stranger.Headers["Forwarded"] = $"for=203.0.113.{n}";
            statuses.Add((await stranger.Post("/users/login/", new { email = "grace", password = "wrong-wrong-wrong" })).Status);
        }

        Assert.Equal([403, 403, 403, 403, 403, 429, 429, 429, 429, 429], statuses);
        Assert.Equal(0, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM audit_log WHERE ip_address LIKE '203.%'"), Ct));
    }

    private static object SignUp() => new { email = "hedy@example.net", username = "hedy", password = "correct-horse-battery-7" };

    // Where the request was refused there is no mail, and that is as good.
    private static async Task OnlyOurOwnLinks(TestServer server)
    {
        var accounts = await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM accounts WHERE username = 'hedy'"), Ct);
        if (accounts == 0) return;

        var mail = await server.Inbox.Next("hedy@example.net", Ct);
        Assert.DoesNotContain(Evil, mail.Raw, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(server.Http.BaseAddress!.ToString(), mail.Text, StringComparison.Ordinal);
    }
}
