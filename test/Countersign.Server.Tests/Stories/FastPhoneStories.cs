using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>An app whose clock is off: what it is told is true, and costs it one code.</summary>
public sealed class FastPhoneStories
{
    [Fact]
    public async Task A_phone_a_minute_fast_is_told_to_set_its_clock_and_its_next_codes_count()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var key = server.As(grace);
        var fast = grace.Phone.Code(2);

        var told = (await key.Post("/tfa/", new { code = fast })).IsRefused(400, "2fa_verification_failed");
        Assert.Contains("Set the clock of your phone", told.Text("msg"), StringComparison.Ordinal);
        Assert.DoesNotContain("wait five minutes", told.Text("msg"), StringComparison.Ordinal);

        (await key.Post("/tfa/", new { code = grace.Phone.Code() })).Ok();
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        (await key.Post("/tfa/", new { code = grace.Phone.Code() })).Ok();
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(fast, grace.Phone.Code());
        told = (await key.Post("/tfa/", new { code = fast })).IsRefused(400, "2fa_verification_failed");
        Assert.Contains("typed before", told.Text("msg"), StringComparison.Ordinal);
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        (await key.Post("/tfa/", new { code = grace.Phone.Code() })).Ok();
    }
}
