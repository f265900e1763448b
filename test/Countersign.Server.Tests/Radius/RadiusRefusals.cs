using System.Diagnostics.Metrics;
using System.Net.Sockets;
using Countersign.Core;
using Countersign.Server.Radius;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Radius;

/// <summary>What gets no answer, and what gets one that lets nobody in.</summary>
public sealed class RadiusRefusals
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>
    /// CVE-2024-3596: whoever stands between could turn the rejection of a request without a Message-Authenticator into an acceptance. So
    /// such a request, its password right, is nobody's.
    /// </summary>
    [Fact]
    public async Task A_request_without_a_message_authenticator_hears_nothing()
    {
        await using var world = await RadiusWorld.Start(AppLevel.Password);
        await world.Vpn.Unheard(world.Vpn.Bare("ada", TestPerson.Password));
        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE account_id > 0"));
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Ask("ada", TestPerson.Password)).Code);
    }

    [Fact]
    public async Task Whoever_is_unknown_or_has_another_secret_hears_nothing_and_is_counted()
    {
        var port = FreePort.NextForDatagrams();
        await using var server = await TestServer.Start(("RADIUS", $"127.0.0.1:{port}"));
        var elsewhere = new RadiusCaller(port, await RadiusWorld.Add(server, "elsewhere", AppLevel.SecondFactor, "192.0.2.0/24"));
        await elsewhere.Unheard(elsewhere.Request("grace", TestPerson.Password));
        server.Clock.Advance(TimeSpan.FromSeconds(2));

        await RadiusWorld.Add(server, "here", AppLevel.SecondFactor, "127.0.0.1");
        var stranger = new RadiusCaller(port, "another-secret-of-thirty-two-chars");
        await stranger.Unheard(stranger.Request("grace", TestPerson.Password));
        await stranger.Unheard(stranger.Status());
        await elsewhere.Unheard([1, 2, 3]);

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM audit_log WHERE account_id > 0"));
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM password_waits"));
    }

    [Fact]
    public async Task What_is_asked_is_counted_by_what_became_of_it_and_by_nothing_else()
    {
        await using var world = await RadiusWorld.Start();
        var counted = new System.Collections.Concurrent.ConcurrentBag<(string Result, int Tags)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "countersign.radius.requests") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add(((string)tags[0].Value!, tags.Length)));
        listener.Start();

        await world.Vpn.Ask("grace", TestPerson.Password);
        await world.Vpn.Ask("grace", "wrong");
        await world.Vpn.Send(world.Vpn.Status());
        await world.Vpn.Unheard([9, 9]);
        await world.Vpn.Unheard(world.Vpn.Bare("grace", TestPerson.Password));

        foreach (var result in (string[])["challenged", "rejected", "status", "malformed", "unauthentic"])
            Assert.Contains((result, 1), counted);
    }

    [Fact]
    public async Task What_is_no_password_is_refused_and_says_what_is_taken()
    {
        await using var world = await RadiusWorld.Start();
        foreach (var kind in (byte[])[3, 79, 26])
        {
            // CHAP, EAP, and what a vendor has of its own.
            var authenticator = new byte[16];
            var request = RadiusSigning.Ask(
                RadiusCode.AccessRequest, kind, authenticator,
                [new(RadiusKind.UserName, "grace"u8.ToArray()), new((RadiusKind)kind, new byte[17])],
                System.Text.Encoding.ASCII.GetBytes(world.Secret))!;
            var heard = (await world.Vpn.Send(request))!;
            Assert.Equal((RadiusCode.AccessReject, "Only passwords are taken here (PAP)."), (heard.Code, heard.Message));
        }

        Assert.Equal(0, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE account_id > 0"));
    }

    [Theory]
    [InlineData("gr\0ace", "x")]
    [InlineData("\uFFFF", "x")]
    [InlineData("", "x")]
    public async Task A_name_that_nobody_can_have_is_refused_and_nothing_breaks(string name, string typed)
    {
        await using var world = await RadiusWorld.Start();
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask(name, typed)).Code);
    }

    [Fact]
    public async Task A_store_that_fails_gives_no_answer_and_lets_nobody_in_and_the_same_question_is_decided_later()
    {
        await using var world = await RadiusWorld.Start();
        using var port = new UdpClient(AddressFamily.InterNetwork);
        var request = world.Vpn.Request("grace", $"{TestPerson.Password},{world.Server.People.Grace.Phone.NextCode()}");

        await world.Server.Db.Write(tx => TestSql.Break(tx, "INSERT ON audit_log"), Ct);
        Assert.Null(await world.Vpn.Send(request, TimeSpan.FromSeconds(3), port));
        Assert.Contains(world.Server.Log.Lines, line => line.Contains("A RADIUS request got no answer", StringComparison.Ordinal));
        await world.Server.Db.Write(tx => TestSql.Mend(tx, "audit_log"), Ct);
        Assert.Equal(RadiusCode.AccessAccept, (await world.Vpn.Send(request, by: port))!.Code);
    }

    [Fact]
    public async Task A_flood_of_noise_takes_nothing_from_those_who_are_known()
    {
        await using var world = await RadiusWorld.Start();
        using var noise = new UdpClient(AddressFamily.InterNetwork);
        var chance = new Random(3);
        for (var n = 0; n < 5000; n++)
        {
            var bytes = new byte[chance.Next(0, 1200)];
            chance.NextBytes(bytes);
            if (bytes.Length > 20) (bytes[0], bytes[2], bytes[3]) = (1, (byte)(bytes.Length >> 8), (byte)(bytes.Length & 0xFF));
            await noise.SendAsync(bytes, new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, world.Port), Ct);
        }

        var tries = 0;
        while (await world.Vpn.Send(world.Vpn.Status(), TimeSpan.FromSeconds(1)) is null) Assert.True(++tries < 10);
        Assert.Equal(RadiusCode.AccessChallenge, (await world.Vpn.Ask("grace", TestPerson.Password)).Code);
    }

    [Fact]
    public async Task Whatever_a_known_client_says_is_refused_and_nothing_breaks()
    {
        await using var world = await RadiusWorld.Start([("PASSWORD_PER_ADDRESS", "10000/5m"), .. Crowd.WithRoom]);
        var chance = new Random(5);
        byte[] Noise(int most)
        {
            var bytes = new byte[chance.Next(0, most)];
            chance.NextBytes(bytes);
            return bytes;
        }

        byte[] kinds = [1, 2, 4, 18, 24, 31, 32, 33, 79, 80, 95, 0, 255];
        var requests = Enumerable.Range(0, 200).Select(_ => RadiusSigning.Ask(
            RadiusCode.AccessRequest, Noise(2).FirstOrDefault(), Enumerable.Range(0, 16).Select(_ => (byte)chance.Next(256)).ToArray(),
            [.. Enumerable.Range(0, chance.Next(8)).Select(_ => new RadiusField(
                (RadiusKind)kinds[chance.Next(kinds.Length)], Noise(chance.Next(3) == 0 ? 129 : 20)))],
            System.Text.Encoding.ASCII.GetBytes(world.Secret))!).ToList();
        foreach (var some in requests.Chunk(50))
        {
            var heard = await Task.WhenAll(some.Select(request => world.Vpn.Send(request, TimeSpan.FromSeconds(15))));
            Assert.All(heard.Zip(some), pair => Assert.True(
                pair.First?.Code is RadiusCode.AccessReject
                || RadiusPacket.Find(pair.Second)!.Of(RadiusKind.MessageAuthenticator).Count() > 1, Convert.ToHexString(pair.Second)));
        }

        Assert.DoesNotContain(world.Server.Log.Lines, line => line.Contains("could not be answered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_tries_one_name_on_and_on_takes_no_place_from_anybody_else()
    {
        await using var world = await RadiusWorld.Start(Crowd.WithRoom);
        using var port = new UdpClient(AddressFamily.InterNetwork);
        for (var n = 0; n < 400; n++)
        {
            await port.SendAsync(
                world.Vpn.Request("grace", "wrong"), new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, world.Port), Ct);
            if (n % 20 == 0) await Task.Delay(5, Ct);
        }

        var since = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(RadiusCode.AccessChallenge, (await world.Vpn.Ask("barbara", TestPerson.Password)).Code);
        Assert.True(since.Elapsed < TimeSpan.FromSeconds(8), $"It took {since.Elapsed}.");
    }

    // On PostgreSQL nothing short of the whole database keeps everybody waiting.
    [Trait("Store", "file")]
    [Fact]
    public async Task What_there_is_no_room_for_is_dropped_and_counted_and_the_rest_is_answered()
    {
        await using var world = await RadiusWorld.Start(Crowd.WithRoom);
        var dropped = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "countersign.radius.requests") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if ((string?)tags[0].Value == "dropped") Interlocked.Increment(ref dropped);
        });
        listener.Start();
        await world.Vpn.Ask("grace", TestPerson.Password);

        // While somebody writes, everybody waits who wants to.
        var (held, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = world.Server.Db.Write(async tx =>
        {
            await tx.Number($"SELECT 1");
            held.TrySetResult();
            await go.Task;
        }, Ct);
        await held.Task;
        using var port = new UdpClient(AddressFamily.InterNetwork);
        for (var n = 0; n < 1200 && Interlocked.Read(ref dropped) == 0; n++)
        {
            await port.SendAsync(
                world.Vpn.Request($"nobody{n}", "wrong"), new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, world.Port), Ct);
            if (n % 20 == 0) await Task.Delay(5, Ct);
        }

        Assert.True(Interlocked.Read(ref dropped) > 0);
        go.SetResult();
        await holding;
        var tries = 0;
        while (await world.Vpn.Send(world.Vpn.Status(), TimeSpan.FromSeconds(2)) is null) Assert.True(++tries < 15);
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_finishes_what_it_has_taken()
    {
        await using var world = await RadiusWorld.Start();
        var asked = Enumerable.Range(0, 10)
            .Select(_ => world.Vpn.Send(world.Vpn.Request("linus", TestPerson.Password), TimeSpan.FromSeconds(10))).ToList();
        await Task.WhenAny(asked);
        await world.Server.Restart();
        var heard = await Task.WhenAll(asked);
        Assert.All(heard.OfType<Heard>(), each => Assert.Equal(RadiusCode.AccessChallenge, each.Code));
        Assert.Equal(RadiusCode.AccessChallenge, (await world.Vpn.Ask("grace", TestPerson.Password)).Code);
    }
}
