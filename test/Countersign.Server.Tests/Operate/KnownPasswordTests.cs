using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Where a reset by an operator must not leave the password as all that opens the account.</summary>
public sealed class KnownPasswordTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PasswordStanding.Opens)]
    [InlineData(PasswordStanding.Doubted, AccountMark.AwaitsMailbox)]
    [InlineData(PasswordStanding.Opens, AccountMark.AwaitsMailbox, AccountMark.PasswordByMail)]
    [InlineData(PasswordStanding.Doubted, AccountMark.PasswordByMail, AccountMark.AwaitsMailbox)]
    [InlineData(PasswordStanding.Doubted, AccountMark.ChangesFrozenUntil)]
    [InlineData(PasswordStanding.Doubted, AccountMark.PasswordByMail, AccountMark.ChangesFrozenUntil)]
    [InlineData(PasswordStanding.Opens, AccountMark.ChangesFrozenUntil, AccountMark.PasswordByMail)]
    [InlineData(PasswordStanding.Doubted, AccountMark.ChangesFrozenUntil, AccountMark.FactorsObjected)]
    [InlineData(PasswordStanding.Opens, AccountMark.PasswordByMail, AccountMark.ChangesFrozenUntil, AccountMark.FactorsObjected)]
    [InlineData(PasswordStanding.MailboxDoubted, AccountMark.PasswordByMail, AccountMark.PhoneObjected)]
    public async Task A_password_is_in_doubt_by_what_was_said_of_it_since_it_was_set(
        PasswordStanding standing, params AccountMark[] inOrder)
    {
        await using var server = await TestServer.Start();
        var id = new AccountId(await server.IdOf(server.People.Ada));
        foreach (var mark in inOrder)
            await server.Change(tx => MarkStore.Set(
                tx, id, mark, mark is AccountMark.ChangesFrozenUntil ? tx.Now + TimeSpan.FromDays(7) : tx.Now));

        Assert.Equal(standing, await Ask(server, id));
    }

    [Fact]
    public async Task Where_no_mailbox_was_ever_proven_a_factor_alone_shuts_nobody_out()
    {
        await using var server = await TestServer.Start();
        var id = new AccountId(await server.IdOf(server.People.Ada));
        await server.Change(tx => MarkStore.Set(tx, id, AccountMark.AwaitsMailbox, tx.Now));
        await server.Change(tx => tx.Execute($"UPDATE accounts SET email_verified_at = NULL WHERE id = {id}"));

        Assert.Equal(PasswordStanding.Opens, await Ask(server, id));
    }

    [Fact]
    public async Task An_objection_to_the_wait_of_a_password_by_mail_counts_whatever_became_of_the_wait()
    {
        await using var server = await TestServer.Start();
        var id = new AccountId(await server.IdOf(server.People.Ada));
        await server.Change(tx => MarkStore.Set(tx, id, AccountMark.PhoneObjected, tx.Now));
        await server.Change(tx => AccountStore.SetMailCountsFrom(tx, id, tx.Now + TimeSpan.FromHours(72)));
        Assert.Equal(PasswordStanding.MailboxDoubted, await Ask(server, id));

        await server.Change(tx => AccountStore.VoidPassword(tx, id));
        Assert.Equal(PasswordStanding.Void, await Ask(server, id));
    }

    private static Task<PasswordStanding> Ask(TestServer server, AccountId id) =>
        server.Db.Read(async sql => await KnownPassword.StandingOf(sql, (await AccountStore.Find(sql, id))!), Ct);
}
