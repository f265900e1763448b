using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>New backup codes and removed methods next to their use: the use came first, or it fails; nothing in between.</summary>
public sealed class RecoveryRaces
{
    private const int Rounds = 5;

    [Fact]
    public async Task Codes_used_while_new_ones_are_made_were_used_before_or_not_at_all()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var person = server.People.Grace;
        var codes = person.BackupCodes;
        for (var round = 0; round < Rounds; round++)
        {
            var grace = await EnrollmentRaces.SignedIn(server, person);
            var (app, old) = (person.Phone.NextCode(), codes);
            var answers = await Crowd.AtOnce(n => n == 20
                ? grace.Put("/tfa/regen-backup-codes/", new { tfa_method = "totp", code = app })
                : server.As(person).Post("/tfa/", new { backup_code = old[n % old.Count] }));

            codes = answers[20].Ok().Texts("backup_codes");
            await NoneUsedAfterTheLastSet(server);
            await ExactlyTheseAreLive(server, codes);
            server.Clock.Advance(TimeSpan.FromMinutes(15));
            var dead = await server.As(person).Post("/tfa/", new { backup_code = old[0] });
            Assert.Equal((401, "invalid_backup_code"), (dead.Status, dead.Error));
        }

        foreach (var code in codes) (await server.As(person).Post("/tfa/", new { backup_code = code })).Ok();
    }

    [Fact]
    public async Task Of_two_sets_made_at_once_one_is_live_and_whole()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var person = server.People.Grace;
        var codes = person.BackupCodes;
        for (var round = 0; round < Rounds; round++)
        {
            var grace = await EnrollmentRaces.SignedIn(server, person);
            object[] proofs = [new { tfa_method = "totp", code = person.Phone.NextCode() }, new { backup_code = codes[0] }];
            var answers = await Crowd.AtOnce(2, n => grace.Put("/tfa/regen-backup-codes/", proofs[n]));

            var sets = answers.Where(answer => answer.Status == 200).Select(answer => answer.Texts("backup_codes")).ToList();
            Assert.NotEmpty(sets);
            var live = await LiveOnes(server, sets);
            codes = Assert.Single(live, set => set.Count > 0);
            Assert.Equal(10, codes.Count);
            await ExactlyTheseAreLive(server, codes);
        }
    }

    [Fact]
    public async Task A_code_spent_on_making_new_codes_by_a_crowd_makes_one_set()
    {
        await using var server = await TestServer.Start(Crowd.WithRoom);
        var person = server.People.Grace;
        var grace = await EnrollmentRaces.SignedIn(server, person);
        var code = person.Phone.NextCode();

        var answers = await Crowd.AtOnce(_ => grace.Put("/tfa/regen-backup-codes/", new { tfa_method = "totp", code }));

        await ExactlyTheseAreLive(server, Crowd.OneOf(answers, 400, "2fa_verification_failed").Texts("backup_codes"));
        Assert.Equal(1, await server.AuditedOf(person, "backup_codes_regenerated", "success"));
    }

    [Fact]
    public async Task One_code_removes_a_method_or_signs_in_but_never_both()
    {
        var (removed, signedIn) = (0, 0);
        for (var round = 0; round < 3; round++)
        {
            await using var server = await TestServer.Start();
            var person = server.People.Barbara;
            var barbara = await EnrollmentRaces.SignedIn(server, person);
            var code = person.Phone.NextCode();
            var answers = await Crowd.AtOnce(n => n % 8 == round
                ? barbara.Delete("/tfa/", new { tfa_method = "totp", code })
                : server.As(person).Post("/tfa/", new { tfa_method = "totp", code }));

            Assert.Equal(1, answers.Count(200));
            var isGone = answers.Single(answer => answer.Status == 200).Has("remaining_methods");
            Assert.Equal(isGone ? 1 : 2, await server.Number(
                $"SELECT count(*) FROM methods JOIN accounts ON accounts.id = account_id WHERE username = 'barbara'"));
            (removed, signedIn) = isGone ? (removed + 1, signedIn) : (removed, signedIn + 1);
        }

        Assert.Equal(3, removed + signedIn);
    }

    [Fact]
    public async Task After_the_removal_is_told_no_code_of_that_app_was_taken()
    {
        await using var server = await TestServer.Start();
        var person = server.People.Barbara;
        var barbara = await EnrollmentRaces.SignedIn(server, person);
        var (now, next) = (person.Phone.NextCode(), person.Phone.Code(1));

        await Crowd.AtOnce(n => n == 10
            ? barbara.Delete("/tfa/", new { tfa_method = "totp", code = now })
            : server.As(person).Post("/tfa/", new { tfa_method = "totp", code = next }));

        Assert.Equal(0, await server.Number($"""
            SELECT count(*) FROM audit_log later JOIN audit_log removal ON removal.account_id = later.account_id
            WHERE removal.event = 'method_removed' AND removal.outcome = 'success'
              AND later.factor = 'totp' AND later.event = 'authn_login_success' AND later.seq > removal.seq
            """));
    }

    private static async Task NoneUsedAfterTheLastSet(TestServer server) => Assert.Equal(0, await server.Number($"""
        SELECT count(*) FROM audit_log used
        WHERE used.factor = 'backup_code' AND used.event = 'authn_login_success'
          AND used.seq > (SELECT max(seq) FROM audit_log made
                          WHERE made.account_id = used.account_id AND made.event = 'backup_codes_regenerated' AND made.outcome = 'success')
        """));

    private static async Task ExactlyTheseAreLive(TestServer server, IReadOnlyList<string> codes)
    {
        Assert.Equal(10, await server.Number(
            $"SELECT count(*) FROM backup_codes JOIN accounts ON accounts.id = account_id WHERE username = 'grace' AND used_at IS NULL"));
        Assert.Equal(10, Assert.Single(await LiveOnes(server, [codes])).Count);
    }

    private static async Task<IReadOnlyList<IReadOnlyList<string>>> LiveOnes(TestServer server, IReadOnlyList<IReadOnlyList<string>> sets)
    {
        var live = new List<IReadOnlyList<string>>();
        foreach (var set in sets)
        {
            var found = new List<string>();
            foreach (var code in set)
                if (await BackupCodesInTable.IsLive(server, "grace", code)) found.Add(code);
            live.Add(found);
        }

        return live;
    }
}
