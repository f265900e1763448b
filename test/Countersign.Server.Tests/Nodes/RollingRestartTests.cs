using System.Collections.Concurrent;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>Servers that are restarted one by one behind the real proxy, under load: nobody notices.</summary>
public sealed class RollingRestartTests
{
    private const int Callers = 8;
    private const int SignIns = 60;

    // Longer than the proxy needs to see it, on a busy machine too.
    private static readonly (string Name, string Value)[] Settings = [("DRAIN", "5s"), ("TRUSTED_PROXIES", "127.0.0.1")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restarting_each_server_in_turn_fails_no_request()
    {
        TwoNodes.SkipOnFile();
        Assert.SkipUnless(Proxy.IsInstalled, "The proxy is missing: apt-get install haproxy.");
        await using var server = await TestServer.Start(TestClock.Now());
        string[] urls = [$"http://127.0.0.1:{FreePort.Next()}", $"http://127.0.0.1:{FreePort.Next()}"];
        var nodes = new List<ServerProcess>();
        foreach (var url in urls) nodes.Add(await server.StartProcess(url, Settings));
        await using var proxy = await Proxy.Start(urls);
        await proxy.Until(up: 2, Ct);

        using var end = new CancellationTokenSource();
        var (answers, load) = (new ConcurrentDictionary<string, int>(), new List<Task>());
        var apps = await server.PlantApps(server.People.Grace, Callers * SignIns);
        foreach (var own in apps.Chunk(SignIns)) load.Add(Call(proxy, server.People.Grace, own, answers, end.Token));
        for (var n = 0; n < urls.Length; n++)
        {
            await nodes[n].Stop();
            await nodes[n].DisposeAsync();
            nodes[n] = await server.StartProcess(urls[n], Settings);
            await proxy.Until(up: 2, Ct);
        }

        await end.CancelAsync();
        await Task.WhenAll(load);
        foreach (var node in nodes) await node.DisposeAsync();

        Assert.True(answers.Keys.SequenceEqual(["200"]), string.Join(Environment.NewLine, answers));
        Assert.True(answers["200"] > 100, $"Only {answers["200"]} requests: that was no load.");
    }

    [Fact]
    public async Task A_server_that_stops_says_so_first_and_finishes_what_it_was_asked()
    {
        TwoNodes.SkipOnFile();
        await using var server = await TestServer.Start(TestClock.Now());
        await using var node = await server.StartProcess(("DRAIN", "3s"));
        var caller = node.With(server.People.Grace.ApiKey);
        (await caller.Get("/tfa/status/")).Ok();

        var stopping = node.Stop();
        var ready = "";
        while (!ready.Contains("stopping", StringComparison.Ordinal))
        {
            using var answer = await node.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
            ready = await answer.Content.ReadAsStringAsync(Ct);
        }

        Assert.Equal("not ready: this server is stopping\n", ready);
        var last = (await caller.Get("/tfa/status/")).Ok();
        Assert.Equal("close", last.Headers.GetValues("Connection").Single());
        await stopping;
    }

    // Mostly readers, and as many sign-ins as there are codes: each is good once, so one that was asked twice would be seen.
    private static async Task Call(
        Proxy proxy, TestPerson person, (long Id, string Key)[] apps, ConcurrentDictionary<string, int> answers, CancellationToken end)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(proxy.Url) };
        var caller = new VastCaller(http, person.ApiKey);
        for (var n = 0; !end.IsCancellationRequested; n++)
        {
            try
            {
                var answer = n % 4 == 0 && n / 4 < apps.Length ? await SignIn(caller, apps[n / 4]) : await caller.Get("/tfa/status/");
                answers.AddOrUpdate(answer.Status == 200 ? "200" : answer.ToString(), 1, (_, times) => times + 1);
            }
            catch (HttpRequestException broken)
            {
                answers.AddOrUpdate(broken.Message, 1, (_, times) => times + 1);
            }

            await Task.Delay(20, Ct);
        }
    }

    private static Task<VastAnswer> SignIn(VastCaller caller, (long Id, string Key) app) => caller.Post(
        "/tfa/", new { tfa_method = "totp", tfa_method_id = app.Id, code = Phone.Type(app.Key, TestClock.Now()).Code() });
}
