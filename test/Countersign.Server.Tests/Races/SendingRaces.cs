using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>A crowd cannot make us send more than we would have sent to one caller: each message costs money.</summary>
public sealed class SendingRaces
{
    [Fact]
    public async Task A_crowd_that_asks_for_a_code_gets_one_message()
    {
        await using var server = await TestServer.Start();
        var linus = server.People.Linus;

        var secret = Crowd.OneOf(await Crowd.AtOnce(_ => server.As(linus).Post("/tfa/sms/")), 400, "tfa_challenge_exists").Secret;
        Assert.Single(server.Inbox.Sms.Requests);

        server.Clock.Advance(TimeSpan.FromSeconds(30));
        var again = await Crowd.AtOnce(_ => server.As(linus).Post("/tfa/sms/resend/", new { secret }));
        Crowd.OneOf(again, 429, "sms_rate_limited");
        Assert.Equal(2, server.Inbox.Sms.Requests.Count);
        Assert.Equal(2, await server.Number($"SELECT count(*) FROM outbox WHERE channel = 'sms'"));
    }

    [Theory]
    [InlineData("SMS_PER_ACCOUNT_SHORT", "3/10m", 3)]
    [InlineData("SMS_PER_ACCOUNT_LONG", "7/1d", 7)]
    [InlineData("SMS_PER_ADDRESS", "5/1h", 5)]
    [InlineData("SMS_PER_COUNTRY", "4/1d", 4)]
    [InlineData("SMS_IN_ALL", "1/1d", 1)]
    public async Task Of_a_budget_a_crowd_gets_exactly_what_there_is(string setting, string value, int most)
    {
        await using var server = await TestServer.Start((setting, value), ("OPEN_CHALLENGES", "100"));
        await server.Authorize(server.As(server.People.Ada), server.People.Ada);

        var answers = await Crowd.AtOnce(n => server.As(server.People.Ada).Post("/tfa/sms/", new { phone_number = $"+1416555{1000 + n}" }));

        Assert.Equal(most, answers.Count(200));
        Assert.Equal(Crowd.Size - most, answers.Count(429, "sms_rate_limited"));
        Assert.Equal(most, server.Inbox.Sms.Requests.Count);
    }
}
