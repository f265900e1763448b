using System.Net;
using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Settings;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Secrets;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Nodes;

/// <summary>
/// Servers of one database share what stands in links, apps and signatures, and the keys; who does not, waits and says so.
/// </summary>
public sealed class AgreementTests : IDisposable
{
    private readonly KeyFolder folder = new();
    private readonly KeyFolder other = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        folder.Dispose();
        other.Dispose();
    }

    [Theory]
    [InlineData("ISSUER", "Another Ltd", "COUNTERSIGN_ISSUER is \"Another Ltd\" here, and \"Countersign\" on the servers")]
    [InlineData("BASE_URL", "https://other.example.org", "COUNTERSIGN_BASE_URL is \"https://other.example.org/\" here, and")]
    [InlineData("SMS_SECRET", "another secret of the gateway", "COUNTERSIGN_SMS_SECRET is \"")]
    public async Task A_server_with_another_setting_is_refused_beside_others_and_told_which(string name, string value, string said)
    {
        TwoNodes.SkipOnFile();
        await using var server = await TestServer.Start();

        var refused = await Assert.ThrowsAsync<NodesDifferException>(() => server.StartBeside(own: (name, value)));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Contains("start each server with the new ones", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("another secret", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct)).StatusCode);
    }

    [Fact]
    public async Task It_waits_with_its_health_alone_and_begins_when_the_last_of_the_others_has_left()
    {
        TwoNodes.SkipOnFile();
        await using var server = await TestServer.Start();
        await using var one = await server.StartProcess();
        await using var waiting = await server.StartProcess(("ISSUER", "Another Ltd"));
        using var ready = await waiting.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(
            "not ready: COUNTERSIGN_ISSUER is not what it is on the other servers of this database; the log says what to do\n",
            await ready.Content.ReadAsStringAsync(Ct));
        using var live = await waiting.Http.GetAsync(new Uri("/healthz", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        using var asked = await waiting.Http.GetAsync(new Uri("/api/v0/tfa/status/", UriKind.Relative), Ct);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (asked.StatusCode, asked.Headers.GetValues("Retry-After").Single()));

        await one.Stop();
        await Ready(waiting.Http);
        (await waiting.With(server.People.Ada.ApiKey).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_server_that_was_taken_for_dead_answers_nothing_while_others_have_other_settings()
    {
        TwoNodes.SkipOnFile();
        await using var server = await TestServer.Start();
        await server.Db.Write(async tx =>
        {
            await tx.Execute($"DELETE FROM nodes");
            await NodeStore.Add(tx, "another", new("elsewhere", "http://10.0.0.2"), "BASE_URL=https://other.example.org/");
        }, Ct);

        await server.Services.GetRequiredService<Membership>().Renew(Ct);

        var answer = await server.As(server.People.Ada).Get("/users/current/");
        Assert.Equal((503, "5"), (answer.Status, answer.Headers.GetValues("Retry-After").Single()));
        using var ready = await server.Http.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
        Assert.Contains("COUNTERSIGN_BASE_URL", await ready.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        await server.Db.Write(tx => NodeStore.Remove(tx, "another"), Ct);
        await server.Services.GetRequiredService<Membership>().Renew(Ct);
        (await server.As(server.People.Ada).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_dead_server_is_waited_for_for_twenty_seconds_and_no_longer()
    {
        TwoNodes.SkipOnFile();
        await using var server = await TestServer.Start();
        await server.Db.Write(async tx =>
        {
            await tx.Execute($"DELETE FROM nodes");
            await NodeStore.Add(tx, "another", new("elsewhere", "http://10.0.0.2"), "BASE_URL=https://other.example.org/");
        }, Ct);
        var membership = new Membership(
            server.Db, sql => SharedSettings.Of(sql, server.Services.GetRequiredService<ServerSettings>(), folder.Open()),
            new("here", "http://127.0.0.1"), new NodeState());

        Assert.NotEmpty(await membership.Look(Ct));
        await server.Db.Write(tx => tx.Execute($"UPDATE nodes SET seen_at = seen_at - 19"), Ct);
        Assert.NotEmpty(await membership.Look(Ct));
        await server.Db.Write(tx => tx.Execute($"UPDATE nodes SET seen_at = seen_at - 2"), Ct);
        Assert.Empty(await membership.Look(Ct));
    }

    [Fact]
    public void Keys_are_compared_by_a_fingerprint_and_alone_when_they_differ()
    {
        var settings = new ServerSettings
        {
            Sms = Sms("the secret of the gateway"),
        };
        var (here, there) = (SharedSettings.Of(settings, folder.Open()), SharedSettings.Of(settings, other.Open()));

        Assert.Empty(here.From([there.ToString(), here.ToString()]));
        var difference = Assert.Single(here.From([there.ToString()]));

        Assert.Equal("COUNTERSIGN_KEY_FILE", difference.Name);
        Assert.Matches("^\"k1:[0-9a-f]{16}\"$", difference.Here);
        Assert.DoesNotContain("the secret", here.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Servers_fit_together_where_each_reads_what_the_other_writes()
    {
        var (settings, keys) = (new ServerSettings(), folder.Open());
        string Now() => SharedSettings.Of(settings, keys).ToString();
        var before = Now();
        keys.AddComing(KeyFolder.Morning);
        var coming = Now();
        keys.Activate("k2");
        var active = Now();
        keys.Remove("k1");
        var alone = Now();

        Assert.Contains(":coming", coming, StringComparison.Ordinal);
        foreach (var (one, two) in (IEnumerable<(string, string)>)[(before, coming), (coming, active), (active, active), (alone, alone)])
        {
            Assert.Empty(SharedSettings.Parse(one).From([two]));
            Assert.Empty(SharedSettings.Parse(two).From([one]));
        }

        foreach (var (one, two) in (IEnumerable<(string, string)>)[(before, active), (before, alone), (coming, alone), (active, alone)])
        {
            Assert.Equal("COUNTERSIGN_KEY_FILE", Assert.Single(SharedSettings.Parse(one).From([two])).Name);
            Assert.Equal("COUNTERSIGN_KEY_FILE", Assert.Single(SharedSettings.Parse(two).From([one])).Name);
        }
    }

    [Fact]
    public void While_a_key_comes_into_use_a_secret_is_compared_by_those_that_use_the_same_one()
    {
        var (settings, keys) = (
            new ServerSettings { Sms = Sms("a secret") }, folder.Open());
        keys.AddComing(KeyFolder.Morning);
        var coming = SharedSettings.Of(settings, keys);
        var other = SharedSettings.Of(settings with { Sms = Sms("another secret") }, keys);
        keys.Activate("k2");

        Assert.Empty(SharedSettings.Of(settings, keys).From([coming.ToString()]));
        Assert.Equal("COUNTERSIGN_SMS_SECRET", Assert.Single(coming.From([other.ToString()])).Name);
    }

    [Fact]
    public void What_was_written_down_is_read_back_whatever_is_in_it()
    {
        var settings = SharedSettings.Of(new() { Issuer = "A = B, \"C\"" }, folder.Open());

        Assert.Equal(settings.ToString(), SharedSettings.Parse(settings.ToString()).ToString());
        Assert.Equal("\"A = B, \"C\"\"", Assert.Single(settings.From([SharedSettings.Of(new(), folder.Open()).ToString()])).Here);
    }

    private static async Task Ready(HttpClient at)
    {
        while (true)
        {
            try
            {
                using var answer = await at.GetAsync(new Uri("/readyz", UriKind.Relative), Ct);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It changes from waiting to working just now.
            }

            await Task.Delay(50, Ct);
        }
    }

    private static SmsSettings Sms(string secret) =>
        new SmsSettings { Secret = new(secret) }.With(1, new WebhookGateway(new("https://sms.example.org"), null));
}
