using Countersign.Server.Secrets;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

/// <summary>What a request may make the server compute, counted and not timed.</summary>
public sealed class HashesOfRequestsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_crowd_of_wrong_proofs_for_new_backup_codes_computes_no_hash()
    {
        await using var server = await TestServer.Start();
        var grace = await server.LoggedIn(server.People.Grace);
        var before = Hashes(server);

        var answers = await Crowd.AtOnce(_ => grace.Put("/tfa/regen-backup-codes/", new { tfa_method = "totp", code = "000000" }));

        Assert.All(answers, answer => Assert.Contains(answer.Status, (int[])[400, 429]));
        Assert.Equal(before, Hashes(server));
    }

    [Fact]
    public async Task A_crowd_with_one_right_proof_computes_one_set_and_no_code_of_another()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);
        var code = grace.Phone.NextCode();
        var before = Hashes(server);

        var answers = await Crowd.AtOnce(_ => session.Put("/tfa/regen-backup-codes/", new { tfa_method = "totp", code }));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(before + 10, Hashes(server));
    }

    [Fact]
    public async Task What_looks_like_a_recovery_code_of_somebody_who_has_none_computes_no_hash()
    {
        await using var server = await TestServer.Start();
        var before = Hashes(server);

        for (var n = 0; n < 8; n++)
            Assert.NotEqual(200, (await server.As(server.People.Ada).Post("/tfa/", new { backup_code = "ABCD-EFGH-JKMN" })).Status);

        Assert.Equal(before, Hashes(server));
    }

    [Fact]
    public async Task A_locked_method_makes_the_server_compute_nothing_even_for_the_right_code()
    {
        await using var server = await TestServer.Start();
        var kurt = server.People.Kurt;
        var entered = (await server.As(kurt).Post("/tfa/", new { backup_code = kurt.BackupCodes[0] })).Ok();
        var session = server.With(entered.Text("session_key")!);
        var before = Hashes(server);

        (await session.Put("/tfa/regen-backup-codes/", new { tfa_method = "totp", code = kurt.Phone.NextCode() })).IsRefused(
            429, "tfa_locked");

        Assert.Equal(before, Hashes(server));
    }

    [Fact]
    public async Task A_wrong_first_code_of_a_method_computes_no_hash_and_the_right_one_a_set()
    {
        await using var server = await TestServer.Start();
        var ada = await server.SignedIn(server.People.Ada);
        await server.Authorize(ada, server.People.Ada);
        var setup = (await ada.Post("/tfa/totp-setup/")).Ok();
        var phone = Phone.Scan(setup.Text("provisioning_uri")!, server.Clock);
        var before = Hashes(server);

        (await ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", code = phone.WrongCode(), secret = setup.Secret }))
            .IsRefused(400, "2fa_verification_failed");
        Assert.Equal(before, Hashes(server));

        (await ada.Post("/tfa/confirm-new/", new { tfa_method = "totp", code = phone.NextCode(), secret = setup.Secret })).Ok();
        Assert.Equal(before + 10, Hashes(server));
    }

    [Fact]
    public async Task A_wrong_backup_code_costs_one_hash_and_none_once_they_are_locked()
    {
        await using var server = await TestServer.Start();
        var grace = await server.LoggedIn(server.People.Grace);
        var before = Hashes(server);

        for (var i = 0; i < 5; i++)
            (await grace.Put("/tfa/regen-backup-codes/", new { backup_code = "0000-0000-0000" })).IsRefused(401, "invalid_backup_code");
        Assert.Equal(before + 5, Hashes(server));

        (await grace.Put("/tfa/regen-backup-codes/", new { backup_code = "0000-0000-0000" })).IsRefused(429, "tfa_locked");
        Assert.Equal(before + 5, Hashes(server));
    }

    [Fact]
    public async Task While_every_other_place_is_taken_and_waited_for_people_sign_in()
    {
        await using var server = await TestServer.Start(("HASH_QUEUE", "4"), ("HASH_WAIT", "30s"));
        var turnstile = server.Services.GetRequiredService<HashTurnstile>();
        using var door = new ManualResetEventSlim();
        var flood = new List<Task>();
        for (var i = 0; i < 300; i++)
            flood.Add(Ignore(turnstile.Run(new(HashLane.Others, $"{i}", $"198.51.100.{i}"), () => { door.Wait(Ct); return i; }, Ct)));

        foreach (var person in (TestPerson[])[server.People.Ada, server.People.Grace, server.People.Linus])
            (await server.Stranger().Password(person)).Ok();

        door.Set();
        await Task.WhenAll(flood);
    }

    [Fact]
    public async Task A_sign_in_that_found_no_place_is_no_wrong_password()
    {
        await using var server = await TestServer.Start(("HASH_QUEUE", "4"), ("HASH_WAIT", "30s"), ("PASSWORD_PER_ADDRESS", "10/5m"));
        var turnstile = server.Services.GetRequiredService<HashTurnstile>();
        using var door = new ManualResetEventSlim();
        var flood = new List<Task>();
        for (var i = 0; i < 300; i++)
            flood.Add(Ignore(turnstile.Run(new(HashLane.SignIns, $"{i}", $"198.51.100.{i}"), () => { door.Wait(Ct); return i; }, Ct)));

        for (var n = 0; n < 12; n++) Assert.Equal(503, (await server.Stranger().Password(server.People.Ada)).Status);

        door.Set();
        await Task.WhenAll(flood);
        (await server.Stranger().Password(server.People.Ada)).Ok();
        Assert.Equal(0, await server.Number($"SELECT count(*) FROM password_waits"));
    }

    [Theory]
    [InlineData("free@example.org", "somebody")]
    [InlineData("ada@example.org", "somebody")]
    public async Task A_sign_up_computes_one_hash_and_a_forgotten_password_none_whether_or_not_the_address_has_an_account(
        string email, string username)
    {
        await using var server = await TestServer.Start();
        var before = Hashes(server);

        (await server.Stranger().Post("/users/", new { email, username, password = "correct-horse-battery-staple" })).Ok();
        Assert.Equal(before + 1, Hashes(server));

        var browser = server.Browser();
        await browser.Submit(await browser.Open("/forgot-password"), "/forgot-password", ("email", email));
        Assert.Equal(before + 1, Hashes(server));
    }

    private static long Hashes(TestServer server) =>
        server.Services.GetRequiredService<PasswordHash>().Count + server.Services.GetRequiredService<BackupCodeHash>().Count;

    // Whoever the flood itself turns away is no matter here.
    private static async Task Ignore(Task one)
    {
        try
        {
            await one;
        }
        catch (HashTurnstileBusyException)
        {
            return;
        }
    }
}
