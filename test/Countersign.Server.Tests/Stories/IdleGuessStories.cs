using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Guesses at the recovery codes of somebody who has none.</summary>
public sealed class IdleGuessStories
{
    private const string Guess = "0000-0000-0000";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task They_are_answered_like_any_and_lock_none_that_are_made_later(bool areAllSpent)
    {
        await using var server = await TestServer.Start();
        var (grace, linus) = (server.People.Grace, server.People.Linus);
        var id = await server.IdOf(grace);
        await server.Change(tx => areAllSpent
            ? tx.Execute($"UPDATE backup_codes SET used_at = {tx.Now} WHERE account_id = {id}")
            : tx.Execute($"DELETE FROM backup_codes WHERE account_id = {id}"));

        for (var guesses = 0; guesses < 12; guesses++)
        {
            var with = await server.As(linus).Post("/tfa/", new { backup_code = Guess });
            var without = await server.As(grace).Post("/tfa/", new { backup_code = Guess });
            Assert.Equal((with.Status, with.Error, with.Msg), (without.Status, without.Error, without.Msg));
            Assert.Equal(with.Body.ToString(), without.Body.ToString());
        }

        (await server.As(grace).Post("/tfa/", new { backup_code = Guess })).IsRefused(429, "tfa_locked");
        var codes = (await (await server.SignedIn(grace)).Put(
            "/tfa/regen-backup-codes/", new { tfa_method = "totp", code = grace.Phone.NextCode() })).Ok().Texts("backup_codes");
        (await server.As(grace).Post("/tfa/", new { backup_code = codes[0] })).Ok();
    }

    [Fact]
    public async Task A_new_set_is_no_way_around_the_lock_of_a_set_that_was_guessed_at()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        for (var guesses = 0; guesses < 12; guesses++) await server.As(grace).Post("/tfa/", new { backup_code = Guess });

        var codes = (await (await server.SignedIn(grace)).Put(
            "/tfa/regen-backup-codes/", new { tfa_method = "totp", code = grace.Phone.NextCode() })).Ok().Texts("backup_codes");

        (await server.As(grace).Post("/tfa/", new { backup_code = codes[0] })).IsRefused(429, "tfa_locked");
    }
}
