using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What outlives the process.</summary>
public sealed class RestartStories
{
    [Fact]
    public async Task Failures_and_sessions_outlive_a_restart()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        (await server.As(grace).Post("/tfa/", new { code = grace.Phone.WrongCode() })).Expect(System.Net.HttpStatusCode.BadRequest);

        await server.Restart();

        var failed = await server.As(grace).Post("/tfa/", new { code = grace.Phone.WrongCode() });
        Assert.Equal(2, failed["fail_count"].GetInt32());
        var login = (await server.As(grace).Post("/tfa/", new { code = grace.Phone.NextCode() })).Ok();

        await server.Restart();

        (await server.With(login.Text("session_key")!).Get("/users/current/")).Ok();
    }

    [Fact]
    public async Task A_session_outlives_the_kill_of_the_process_that_gave_it()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        var grace = server.People.Grace;
        string key;
        await using (var doomed = await server.StartProcess())
        {
            key = (await doomed.With(grace.ApiKey).Post("/tfa/", new { backup_code = grace.BackupCodes[0] })).Ok().Text("session_key")!;
            await doomed.Kill();
        }

        Assert.Equal(9, (await server.With(key).Get("/tfa/status/")).Ok()["backup_codes_remaining"].GetInt32());
        var again = await server.As(grace).Post("/tfa/", new { backup_code = grace.BackupCodes[0] });
        Assert.Equal("invalid_backup_code", again.Error);
    }
}
