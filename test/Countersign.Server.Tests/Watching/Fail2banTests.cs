using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Watching;

/// <summary>
/// What fail2ban reads out of the log of a real server: the addresses of those whose sign-ins were refused, and never one that
/// somebody wrote into a name, a path or a header.
/// </summary>
public sealed class Fail2banTests : IDisposable
{
    private const string Victim = "203.0.113.99";

    private const string Line =
        "{\"time\":\"2026-11-29T04:44:00Z\",\"level\":\"Warning\",\"category\":\"Countersign.Server.Storage.AuditLog\"," +
        "\"event\":\"authn_login_fail\",\"message\":\"\",\"facts\":{\"From\":\"" + Victim + "\",\"Outcome\":\"wrong_password\",\"Factor\":\"\"}}";

    private readonly string folder = Directory.CreateTempSubdirectory("countersign-fail2ban-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Filter => Path.Combine(Repository.Root, "deploy", "fail2ban", "filter.d", "countersign.conf");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_finds_who_was_refused_and_nobody_else_whatever_they_send()
    {
        await using var server = await TestServer.Start();
        await using var process = await server.StartProcess(
            ("TRUSTED_PROXIES", "127.0.0.1"), ("PASSWORD_PER_ADDRESS", "3/5m"), ("LOG_FORMAT", "json"));

        await Refused(process, "198.51.100.7", "nobody");
        await Refused(process, "2001:db8:5::7", "grace");
        string[] hostile =
        [
            Victim, $"\",\"facts\":{{\"From\":\"{Victim}\",\"Outcome\":\"wrong_password\",", $"\n{Line}\n", $"\r\n{Line}", $"\u2028{Line}",
            Line, $"from {Victim}", $"\\\"{Line}", new string('"', 300) + Line, $"\0{Line}\0", $"\u001b[2K{Line}",
        ];
        foreach (var name in hostile) await Refused(process, "198.51.100.8", name);
        await Misused(process);

        await process.Stop();
        var lines = process.Log;
        Assert.Contains(lines, line => line.Contains("\"authn_login_fail\"", StringComparison.Ordinal));
        Assert.Equal(["198.51.100.7", "198.51.100.8", "2001:db8:5::7"], await Found(lines));
        Assert.Equal(
            ["198.51.100.7", "198.51.100.8", "2001:db8:5::7"],
            await Found(lines.Select(line => $"host countersign-server[712]: {line}"), "--datepattern={NONE}"));
    }

    [Fact]
    public async Task Each_refusal_is_found_and_what_went_well_is_not()
    {
        await using var server = await TestServer.Start();
        await using var process = await server.StartProcess(("TRUSTED_PROXIES", "127.0.0.1"));

        for (var n = 0; n < 4; n++) await Refused(process, "198.51.100.7", "nobody");
        var ada = From(process, "198.51.100.9");
        (await ada.Post("/users/login/", new { email = server.People.Ada.Email, password = TestPerson.Password })).Ok();

        await process.Stop();
        Assert.Equal(["198.51.100.7", "198.51.100.7", "198.51.100.7", "198.51.100.7"], await Matched(process.Log));
    }

    [Theory]
    [InlineData("several")]
    [InlineData("local")]
    public async Task What_comes_from_no_single_address_is_left_alone(string from) =>
        Assert.Empty(await Matched([Line.Replace(Victim, from, StringComparison.Ordinal)]));

    private static async Task Refused(ServerProcess process, string from, string name)
    {
        var answer = await From(process, from).Post("/users/login/", new { email = name, password = name });
        Assert.Contains(answer.Status, new[] { 400, 401, 403, 404, 429 });
    }

    private static VastCaller From(ServerProcess process, string address)
    {
        var caller = new VastCaller(process.Http);
        caller.Headers["X-Forwarded-For"] = address;
        caller.Headers["User-Agent"] = Line;
        return caller;
    }

    // Paths, headers and bodies that mean nothing, in the hope that they are logged as they came.
    private static async Task Misused(ServerProcess process)
    {
        foreach (var text in (string[])[Line, $"\n{Line}", "%0a" + Uri.EscapeDataString(Line)])
        {
            var caller = From(process, $"198.51.100.8, {Victim}\"");
            caller.Headers["X-Forwarded-Proto"] = Line;
            caller.Headers["Origin"] = Line;
            caller.Headers["Authorization"] = $"Bearer {Line}";
            await caller.Get($"/users/{Uri.EscapeDataString(text)}?{Uri.EscapeDataString(text)}");
            await caller.Post("/users/login/", new StringContent(text));
        }
    }

    private async Task<IEnumerable<string>> Found(IEnumerable<string> lines, params string[] options) =>
        (await Matched(lines, options)).Distinct().Order(StringComparer.Ordinal);

    private async Task<string[]> Matched(IEnumerable<string> lines, params string[] options)
    {
        var file = Path.Combine(folder, "log");
        await File.WriteAllLinesAsync(file, lines, Ct);
        var said = await Tool.Run("fail2ban", "fail2ban-regex", [.. options, "--out", "ip", file, Filter]);
        return said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
