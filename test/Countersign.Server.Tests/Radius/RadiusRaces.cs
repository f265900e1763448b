using Countersign.Server.Operators;
using Countersign.Server.Radius;
using Countersign.Server.Tests.Nodes;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Radius;

/// <summary>One state, or one code, in the hands of a crowd; and two servers on one database.</summary>
public sealed class RadiusRaces
{
    [Fact]
    public async Task A_state_and_its_code_let_one_in_however_many_come_with_them()
    {
        await using var world = await RadiusWorld.Start(Crowd.WithRoom);
        var phone = world.Server.People.Grace.Phone;
        for (var round = 1; round <= 5; round++)
        {
            var state = (await world.Vpn.Ask("grace", TestPerson.Password)).State;
            var code = phone.NextCode();
            var heard = await AtOnce(_ => world.Vpn, "grace", code, state);

            Assert.Single(heard, each => each?.Code is RadiusCode.AccessAccept);
            Assert.DoesNotContain(heard, each => each?.Code is RadiusCode.AccessChallenge);
            Assert.Equal(round, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE event = 'app_entered'"));
        }
    }

    [Fact]
    public async Task A_code_behind_the_password_lets_one_in_however_many_come_with_it()
    {
        await using var world = await RadiusWorld.Start(Crowd.WithRoom);
        var code = world.Server.People.Grace.Phone.NextCode();
        var heard = await AtOnce(_ => world.Vpn, "grace", $"{TestPerson.Password},{code}", null);

        Assert.Single(heard, each => each?.Code is RadiusCode.AccessAccept);
        Assert.Equal(1, await world.Server.Number($"SELECT count(*) FROM audit_log WHERE event = 'app_entered'"));
    }

    [Fact]
    public async Task A_state_is_worth_one_guess()
    {
        await using var world = await RadiusWorld.Start(Crowd.WithRoom);
        var grace = world.Server.People.Grace;
        var state = (await world.Vpn.Ask("grace", TestPerson.Password)).State;
        var heard = await AtOnce(_ => world.Vpn, "grace", grace.Phone.WrongCode(), state);

        Assert.Single(heard, each => each?.Code is RadiusCode.AccessChallenge);
        Assert.Equal(1, await world.Server.AuditedOf(grace, "authn_login_fail", "wrong_code"));
    }

    [Fact]
    public async Task A_challenge_of_one_server_is_answered_at_the_other_and_both_together_let_one_in()
    {
        TwoNodes.SkipOnFile();
        await using var world = await RadiusWorld.Start(Crowd.WithRoom);
        var port = FreePort.NextForDatagrams();
        await using var beside = await world.Server.StartBeside(null, ("RADIUS", $"127.0.0.1:{port}"));
        var other = new RadiusCaller(port, world.Secret);
        var phone = world.Server.People.Grace.Phone;

        var asked = await world.Vpn.Ask("grace", TestPerson.Password);
        Assert.Equal(RadiusCode.AccessAccept, (await other.Ask("grace", phone.NextCode(), asked.State)).Code);
        Assert.Equal(RadiusCode.AccessReject, (await world.Vpn.Ask("grace", phone.NextCode(), asked.State)).Code);
        for (var round = 0; round < 3; round++)
        {
            var state = (await other.Ask("grace", TestPerson.Password)).State;
            var heard = await AtOnce(n => n % 2 == 0 ? other : world.Vpn, "grace", phone.NextCode(), state);
            Assert.Single(heard, each => each?.Code is RadiusCode.AccessAccept);
        }

        await world.Server.Services.GetRequiredService<RemoveApp>().Run("olga", "vpn", TestContext.Current.CancellationToken);
        await other.Unheard(other.Status());
        await world.Vpn.Unheard(world.Vpn.Status());
    }

    private static async Task<IReadOnlyList<Heard?>> AtOnce(Func<int, RadiusCaller> by, string name, string typed, byte[]? state)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // So many at once about each of the two names that somebody has.
        var all = Enumerable.Range(0, 2 * RadiusTurns.Most).Select(async n =>
        {
            await start.Task;
            return await by(n).Send(by(n).Request(n % 4 < 2 ? name : $"{name}@example.org", typed, state));
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(all);
    }
}
