using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Radius;

/// <summary>Programs that others wrote ask us: radclient, pam_radius_auth, and FreeRADIUS in front.</summary>
public sealed partial class RealClientTests
{
    private const string Signed = "Message-Authenticator = 0x00";

    [Fact]
    public async Task Radclient_signs_somebody_in_by_a_challenge()
    {
        await using var world = await RadiusWorld.Start();
        var asked = await RealRadius.Ask(world.Port, world.Secret, "User-Name = grace", $"User-Password = {TestPerson.Password}", Signed);
        Assert.Contains("Received Access-Challenge", asked, StringComparison.Ordinal);
        Assert.Contains("Reply-Message = \"Enter the code of your authenticator app", asked, StringComparison.Ordinal);

        var state = State().Match(asked).Groups[1].Value;
        var let = await RealRadius.Ask(
            world.Port, world.Secret, "User-Name = grace", $"User-Password = \"{world.Server.People.Grace.Phone.NextCode()}\"",
            $"State = {state}", Signed);
        Assert.Contains("Received Access-Accept", let, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Radclient_is_refused_with_a_wrong_password_and_let_in_with_a_right_one()
    {
        await using var world = await RadiusWorld.Start(AppLevel.Password);
        Assert.Contains(
            "Received Access-Reject", await RealRadius.Ask(world.Port, world.Secret, "User-Name = ada", "User-Password = wrong", Signed),
            StringComparison.Ordinal);
        Assert.Contains(
            "Received Access-Accept",
            await RealRadius.Ask(
                world.Port, world.Secret, "User-Name = ada", $"User-Password = {TestPerson.Password}", "Proxy-State = 0x010203", Signed),
            StringComparison.Ordinal);
        Assert.Contains("Received Access-Accept", await RealRadius.Status(world.Port, world.Secret), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Radclient_without_a_message_authenticator_hears_nothing()
    {
        await using var world = await RadiusWorld.Start(AppLevel.Password);
        var said = await RealRadius.Ask(world.Port, world.Secret, "User-Name = ada", $"User-Password = {TestPerson.Password}");
        Assert.DoesNotContain("Received", said, StringComparison.Ordinal);
        Assert.Contains("No reply from server", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_lets_people_log_in_by_pam_through_a_freeradius_of_its_own()
    {
        await using var world = await RadiusWorld.Start();
        await using var real = new RealRadius();
        await real.StartProxy(world.Port, world.Secret);
        var grace = world.Server.People.Grace;

        var let = await real.LogIn(real.Port, RealRadius.Inner, "grace", TestPerson.Password, grace.Phone.NextCode());
        Assert.True(let.Exit == 0, let.Said);
        Assert.Contains("Enter the code of your authenticator app, or a recovery code.", let.Said, StringComparison.Ordinal);
        Assert.NotEqual(0, (await real.LogIn(real.Port, RealRadius.Inner, "grace", TestPerson.Password, grace.Phone.WrongCode())).Exit);
        Assert.NotEqual(0, (await real.LogIn(real.Port, RealRadius.Inner, "grace", "wrong")).Exit);
        var spare = world.Server.People.Linus.BackupCodes[0];
        Assert.Equal(0, (await real.LogIn(real.Port, RealRadius.Inner, "linus", TestPerson.Password, spare)).Exit);
    }

    // Before its version 3 it writes no Message-Authenticator; Debian 12 has version 2.
    [Fact]
    public async Task A_pam_that_writes_no_message_authenticator_lets_nobody_in_by_itself()
    {
        await using var world = await RadiusWorld.Start(AppLevel.Password);
        await using var real = new RealRadius();
        Assert.NotEqual(0, (await real.LogIn(world.Port, world.Secret, "ada", TestPerson.Password)).Exit);
    }

    [GeneratedRegex("State = (0x[0-9a-f]+)")]
    private static partial Regex State();
}
