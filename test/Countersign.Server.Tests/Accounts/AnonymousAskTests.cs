using System.Collections.Concurrent;
using System.Diagnostics;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Accounts;

/// <summary>
/// What a stranger asks about an address costs the same whether or not anybody has it: the same statements before the answer, and the rest
/// after it, once, also when the server is stopped in between.
/// </summary>
public sealed class AnonymousAskTests
{
    private const string Nobody = "nobody@example.org";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AskKind.ResetPassword)]
    [InlineData(AskKind.VerifyEmail)]
    [InlineData(AskKind.SignUp)]
    public async Task The_database_is_asked_the_same_for_every_address(AskKind what)
    {
        await using var server = await TestServer.Start();
        var known = what is AskKind.VerifyEmail ? await Unconfirmed(server) : server.People.Grace.Email;

        var (of, ofNobody) = (await Asked(server, what, known, "hedy1"), await Asked(server, what, Nobody, "hedy2"));

        Assert.Contains(of, text => text.Contains("INSERT INTO anonymous_asks", StringComparison.Ordinal));
        Assert.Equal(ofNobody, of);
    }

    [Fact]
    public async Task What_a_server_left_when_it_was_stopped_is_answered()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace.Email;
        await server.Db.Write(tx => AnonymousAskStore.Add(tx, new(AskKind.ResetPassword, Address(grace), PageVerbSteps.Here)), Ct);

        await server.Verb<AnonymousAsks>().Answer(100, Ct);

        await AskedMailStories.NextLink(server, grace);
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM anonymous_asks"));
    }

    [Fact]
    public async Task Each_is_answered_once_by_however_many_look_it_up()
    {
        const int asks = 12;
        await using var server = await TestServer.Start();
        await server.Db.Write(async tx =>
        {
            for (var n = 0; n < asks; n++)
                await AnonymousAskStore.Add(tx, new(AskKind.ResetPassword, Address(server.People.Grace.Email), PageVerbSteps.Here));
        }, Ct);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => server.Verb<AnonymousAsks>().Answer(100, Ct), Ct)));

        // The server looks as well, when it starts, and may be at one of them still.
        while (await server.Number($"SELECT count(*) FROM anonymous_asks") > 0) await Task.Delay(10, Ct);
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains("could not be answered", StringComparison.Ordinal));
        Assert.Equal(asks, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'password_reset_asked'"));
    }

    [Fact]
    public async Task One_that_cannot_be_answered_does_not_stand_before_the_others()
    {
        await using var server = await TestServer.Start();
        await server.Db.Write(
            tx => AnonymousAskStore.Add(tx, new(AskKind.SignUp, Address(Nobody), PageVerbSteps.Here)), Ct);

        Assert.True(EmailAddress.TryParse(server.People.Grace.Email, out var grace));
        await server.AskForReset(grace);

        await AskedMailStories.NextLink(server, server.People.Grace.Email);
        Assert.Contains(server.Log.Lines, line => line.Contains("could not be answered", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log.Lines, line => line.Contains(Nobody, StringComparison.Ordinal));
    }

    // The statements before the answer; what comes after it is no part of the trace.
    private static async Task<List<string>> Asked(TestServer server, AskKind what, string email, string name)
    {
        var heard = new ConcurrentQueue<(ActivityTraceId Trace, string Text)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Countersign",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("db.query.text") is string text) heard.Enqueue((span.TraceId, text));
            },
        };
        ActivitySource.AddActivityListener(listener);

        using var request = new Activity("request") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        request.Start();
        await (what switch
        {
            AskKind.ResetPassword => server.Verb<AskForReset>().Run(Address(email), PageVerbSteps.Here, Ct),
            AskKind.VerifyEmail => server.Verb<AskForVerification>().Run(Address(email), PageVerbSteps.Here, null, Ct),
            AskKind.SignUp => server.Verb<SignUpPerson>().Run(
                new(Address(email), name, TestPerson.Password, null, null), PageVerbSteps.Here, Ct),
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        });
        request.Stop();
        await server.AsksAnswered();
        return [.. heard.Where(one => one.Trace == request.TraceId).Select(one => one.Text)];
    }

    private static async Task<string> Unconfirmed(TestServer server)
    {
        const string emmy = "emmy@example.org";
        (await server.Stranger().Post("/users/", new { email = emmy, username = "emmy", password = TestPerson.Password })).Ok();
        await server.AsksAnswered();
        return emmy;
    }

    private static EmailAddress Address(string text) =>
        EmailAddress.TryParse(text, out var address) ? address : throw new ArgumentException(text, nameof(text));
}
