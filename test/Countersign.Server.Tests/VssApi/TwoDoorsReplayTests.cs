using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>A code that was spent at one door is spent at every door, for as long as it would have lived.</summary>
public sealed class TwoDoorsReplayTests
{
    private static readonly (string, string)[] Patient = [("PASSWORD_PER_ADDRESS", "1000/5m")];

    [Fact]
    public async Task A_code_of_an_app_spent_here_is_refused_through_both_doors_at_every_second_of_its_life()
    {
        await using var server = await VssSteps.Start(Patient);
        var grace = server.People.Grace;
        var otp = grace.Phone.NextCode();
        (await server.By(grace).Post("/auth/request-token", new { otp })).Ok();

        for (var second = 0; second < 90; second++)
        {
            var here = await server.By(grace).Post("/auth/request-token", new { otp });
            var there = await server.As(grace).Post("/tfa/", new { tfa_method = "totp", code = otp });

            // Out of its window it is a wrong code like any other, and those lock.
            Assert.True(here.Status is 400 or 429 && there.Status is 400 or 429, $"{here.Status} {there.Status} after {second} s");
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [InlineData("{0} ")]
    [InlineData(" {0}")]
    [InlineData("{0}\n")]
    public async Task Another_spelling_is_the_same_code(string spelling)
    {
        await using var server = await VssSteps.Start(Patient);
        var grace = server.People.Grace;
        var otp = grace.Phone.NextCode();
        (await server.As(grace).Post("/tfa/", new { tfa_method = "totp", code = otp })).Ok();

        var answer = await server.By(grace).Post(
            "/auth/request-token", new { otp = string.Format(System.Globalization.CultureInfo.InvariantCulture, spelling, otp) });
        Assert.Equal(400, answer.Status);
        Assert.Contains("InvalidParameterValue: otp", answer.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_code_spent_there_is_worth_nothing_here_nor_after_a_restart()
    {
        await using var server = await VssSteps.Start(Patient);
        var grace = server.People.Grace;
        (await server.As(grace).Post("/tfa/", new { backup_code = grace.BackupCodes[0] })).Ok();
        Assert.Equal(400, (await server.By(grace).Post("/auth/request-token", new { otp = grace.BackupCodes[0] })).Status);

        await server.Restart();
        Assert.Equal(400, (await server.By(grace).Post("/auth/request-token", new { otp = grace.BackupCodes[0] })).Status);
    }
}
