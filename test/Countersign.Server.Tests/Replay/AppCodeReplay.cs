using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Replay;

/// <summary>RFC 6238 §5.2: a code that was accepted once is never accepted again, anywhere.</summary>
public sealed class AppCodeReplay
{
    private const int LifeOfACode = 90;

    public static TheoryData<string> Everywhere => Doors.Names;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_code_spent_once_is_refused_everywhere_at_every_second_of_its_life(string spentOn)
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await Doors.Session(server);
        var proof = Proof(barbara.Phone.Code(1));
        (await (await Doors.Open(server, session)).Single(door => door.Name == spentOn).Offer(proof)).Ok();
        var sessions = await Sessions(server);

        var doors = await Doors.Open(server, session);
        for (var second = 0; second < LifeOfACode; second++)
        {
            // Every door at the edges of a step, one after the other at the seconds between.
            await Doors.AllShut(second % 30 is 0 or 29 ? doors : [doors[second % doors.Count]], proof, $"After {second} s");
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(sessions, await Sessions(server));
        (await server.As(barbara).Post("/tfa/", Proof(barbara.Phone.NextCode()))).Ok();
    }

    [Fact]
    public async Task Of_two_codes_the_older_never_comes_back()
    {
        await using var server = await TestServer.Start();
        var grace = server.As(server.People.Grace);
        string[] codes = [server.People.Grace.Phone.Code(-1), server.People.Grace.Phone.Code(), server.People.Grace.Phone.Code(1)];

        (await grace.Post("/tfa/", Proof(codes[1]))).Ok();
        (await grace.Post("/tfa/", Proof(codes[2]))).Ok();

        foreach (var again in new[] { 1, 2, 0, 1, 0, 2 }) Used(await grace.Post("/tfa/", Proof(codes[again])));
    }

    [Theory]
    [InlineData(" {0}")]
    [InlineData("{0}   ")]
    [InlineData("\t{0}\r\n")]
    [InlineData("\u00A0{0}")]
    [InlineData("{1} {2}")]
    [InlineData("{1}-{2}")]
    [InlineData("- {1} - {2} -")]
    public async Task Another_spelling_is_the_same_code(string spelling)
    {
        await using var server = await TestServer.Start();
        var grace = server.As(server.People.Grace);
        var code = server.People.Grace.Phone.NextCode();
        (await grace.Post("/tfa/", Proof(code))).Ok();

        Used(await grace.Post("/tfa/", Proof(string.Format(null, spelling, code, code[..3], code[3..]))));
    }

    [Fact]
    public async Task A_restart_forgets_no_code_nor_does_a_clock_that_goes_back()
    {
        await using var server = await TestServer.Start();
        var phone = server.People.Grace.Phone;
        var code = phone.NextCode();
        var then = server.Clock.GetUtcNow();
        (await server.As(server.People.Grace).Post("/tfa/", Proof(code))).Ok();

        await server.Restart();
        Used(await server.As(server.People.Grace).Post("/tfa/", Proof(code)));

        server.Clock.Advance(TimeSpan.FromDays(1));
        (await server.As(server.People.Grace).Post("/tfa/", Proof(phone.NextCode()))).Ok();
        server.Clock.AdjustTime(then);
        var again = await server.As(server.People.Grace).Post("/tfa/", Proof(code));
        Assert.Equal((400, "2fa_verification_failed"), (again.Status, again.Error));
        Assert.Contains("before the clock was set back", again.Msg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_that_proved_a_new_app_signs_nobody_in()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);
        await Races.EnrollmentRaces.Authorize(server, ada);
        var setup = (await ada.Post("/tfa/totp-setup/")).Ok();
        var phone = Phone.Type(setup.Secret, server.Clock);
        (await ada.Post("/tfa/test-submit/", new { tfa_method = "totp", code = phone.Code(), secret = setup.Secret })).Ok();

        Used(await ada.Post("/tfa/", Proof(phone.Code())));
        Used(await ada.Post("/tfa/", Proof(phone.Code(-1))));
        (await ada.Post("/tfa/", Proof(phone.Code(1)))).Ok();
    }

    [Fact]
    public async Task A_spent_code_of_one_person_touches_nobody_else()
    {
        await using var server = await TestServer.Start();
        (await server.As(server.People.Grace).Post("/tfa/", Proof(server.People.Grace.Phone.NextCode()))).Ok();

        (await server.As(server.People.Barbara).Post("/tfa/", Proof(server.People.Barbara.Phone.NextCode()))).Ok();
    }

    private static Dictionary<string, object> Proof(string code) => new() { ["tfa_method"] = "totp", ["code"] = code };

    private static void Used(VastAnswer answer)
    {
        Assert.Equal((400, "2fa_verification_failed"), (answer.Status, answer.Error));
        Assert.Contains("already used", answer.Msg, StringComparison.Ordinal);
        Assert.Equal(0, answer["fail_count"].GetInt32());
    }

    private static Task<long> Sessions(TestServer server) =>
        server.Db.Read(sql => sql.Number($"SELECT count(*) FROM sessions"), TestContext.Current.CancellationToken);
}
