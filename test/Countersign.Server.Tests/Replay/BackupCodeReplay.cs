using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Replay;

/// <summary>A backup code buys one thing, once.</summary>
public sealed class BackupCodeReplay
{
    public static TheoryData<string> Everywhere => Doors.Names;

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_code_spent_once_is_refused_everywhere(string spentOn)
    {
        await using var server = await TestServer.Start();
        var session = await Doors.Session(server);
        var code = server.People.Barbara.BackupCodes[1];
        (await (await Doors.Open(server, session)).Single(door => door.Name == spentOn).Offer(Proof(code))).Ok();

        // A set that was replaced is forgotten altogether: its codes count as wrong ones, of which five lock.
        string[] spellings =
            spentOn == "new backup codes" ? [code] : [code, code.ToLowerInvariant(), code.Replace("-", ""), $" {code.Replace('-', ' ')} "];
        foreach (var spelling in spellings)
        {
            var doors = await Doors.Open(server, session);
            await Doors.AllShut(spellings.Length == 1 ? doors.Take(4).ToList() : doors, Proof(spelling), $"As '{spelling}'");
        }

        await server.Restart();
        Assert.Equal("invalid_backup_code", (await server.As(server.People.Barbara).Post("/tfa/", Proof(code))).Error);
    }

    [Fact]
    public async Task A_spent_code_is_told_apart_from_a_wrong_one_by_nobody_who_has_none()
    {
        await using var server = await TestServer.Start();
        var grace = server.As(server.People.Grace);
        (await grace.Post("/tfa/", Proof(server.People.Grace.BackupCodes[0]))).Ok();

        var spent = await grace.Post("/tfa/", Proof(server.People.Grace.BackupCodes[0]));
        var wrong = await grace.Post("/tfa/", Proof("0000-0000-0000"));

        Assert.Equal((spent.Status, spent.Error, spent.Msg), (wrong.Status, wrong.Error, wrong.Msg));
    }

    [Fact]
    public async Task However_often_a_spent_code_is_offered_its_owner_stays_free()
    {
        await using var server = await TestServer.Start();
        var grace = server.As(server.People.Grace);
        var codes = server.People.Grace.BackupCodes;
        (await grace.Post("/tfa/", Proof(codes[0]))).Ok();

        for (var n = 0; n < 10; n++) Assert.Equal(401, (await grace.Post("/tfa/", Proof(codes[0]))).Status);

        (await grace.Post("/tfa/", Proof(codes[1]))).Ok();
    }

    private static Dictionary<string, object> Proof(string code) => new() { ["backup_code"] = code };
}
