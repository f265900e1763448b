using System.Net;
using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>A server that waits for its key file takes whatever is put there in between, and begins with the right one.</summary>
public sealed class WaitingRoomTests : IAsyncLifetime
{
    private readonly LogKeeper log = new();
    private readonly CancellationTokenSource stop = new();
    private readonly string url = $"http://127.0.0.1:{FreePort.Next()}";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-waiting-");
    private HttpClient http = null!;
    private TestServer server = null!;
    private Task running = Task.CompletedTask;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Right => Path.Combine(server.Folder, "keys");

    private string Own => Path.Combine(folder.FullName, "keys");

    public async ValueTask InitializeAsync()
    {
        TwoNodes.SkipOnFile();
        server = await TestServer.Start();
        http = new() { BaseAddress = new(url) };
        KeyRing.OpenOrCreate(Own, server.Clock.GetUtcNow());
        running = Task.Run(() => Node.Run(
            server.Services.GetRequiredService<ServerSettings>() with { KeyFile = Own, WitnessFile = Own + ".witness" },
            new([url], IsDevelopment: false, server.Clock, HashCosts.Default, Keep), stop.Token), Ct);
        await Told("COUNTERSIGN_KEY_FILE is \"k1:");
        await Told("Not ready, and waiting: The key 'k1' in the key file is not the one that the database was written with");
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        http?.Dispose();
        if (server is not null) await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("nothing", "is missing, and the database was written with its keys")]
    [InlineData("garbage", "is damaged: it is not the JSON")]
    [InlineData("an empty file", "is damaged")]
    [InlineData("a list with a hole", "is damaged: a key id is not")]
    [InlineData("the right file, open to others", "can be used by others than its owner")]
    [InlineData("a folder", "cannot be read")]
    [InlineData("another file", "COUNTERSIGN_KEY_FILE is \"k1:")]
    public async Task The_right_file_is_noticed_whatever_was_there_in_between(string between, string said)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such modes on Windows.");
        File.Delete(Own);
        if (!OperatingSystem.IsWindows()) Put(between);

        await Told(between == "another file" ? $"\"{HeldKeys.Of(KeyRing.Open(Own))}\"" : said);
        Assert.Contains("COUNTERSIGN_KEY_FILE", await NotReady(), StringComparison.Ordinal);
        using var asked = await http.GetAsync(new Uri("/api/v0/tfa/status/", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, asked.StatusCode);

        if (Directory.Exists(Own)) Directory.Delete(Own);
        File.Copy(Right, Own, overwrite: true);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Own, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await Ready();
        (await new VastCaller(http, server.People.Ada.ApiKey).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task With_a_wrong_file_it_waits_on_when_all_others_have_left()
    {
        await server.Db.Write(tx => tx.Execute($"DELETE FROM nodes"), Ct);

        while ((await NotReady()).Contains("other servers", StringComparison.Ordinal)) await Task.Delay(50, Ct);
        Assert.Equal(
            "not ready: the key file (COUNTERSIGN_KEY_FILE) is missing, damaged, or not the one of this database; the log says what to " +
                "do\n",
            await NotReady());

        File.Copy(Right, Own, overwrite: true);
        await Ready();
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private void Put(string between)
    {
        switch (between)
        {
            case "nothing": break;
            case "garbage": Write("{ no keys"); break;
            case "an empty file": Write(""); break;
            case "a list with a hole": Write("""{"format":1,"keys":[null]}"""); break;
            case "a folder": Directory.CreateDirectory(Own); break;
            case "another file": KeyRing.OpenOrCreate(Own, server.Clock.GetUtcNow()); break;
            default:
                File.Copy(Right, Own);
                File.SetUnixFileMode(Own, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
                break;
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private void Write(string text)
    {
        File.WriteAllText(Own, text);
        File.SetUnixFileMode(Own, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    // A server that has died says nothing any more.
    private async Task Told(string said)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var line = log.Line(said, patience.Token);
        if (await Task.WhenAny(line, running) == running) await running;
        await line;
    }

    // Where it looks anew it may leave its port for a moment; what must not be is that it ends.
    private async Task<string> NotReady()
    {
        while (true)
        {
            if (running.IsCompleted) await running;
            try
            {
                using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                return await answer.Content.ReadAsStringAsync(Ct);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, Ct);
            }
        }
    }

    private async Task Ready()
    {
        while (true)
        {
            if (running.IsCompleted) await running;
            try
            {
                using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It changes from waiting to working just now.
            }

            await Task.Delay(50, Ct);
        }
    }

    private void Keep(ILoggingBuilder logging) => logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Warning);
}
