using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Where a reset by an operator must not leave the password as all that opens the account.</summary>
public sealed class KnownPasswordTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true, AccountMark.AwaitsMailbox)]
    [InlineData(false, AccountMark.AwaitsMailbox, AccountMark.PasswordByMail)]
    [InlineData(true, AccountMark.ChangesFrozenUntil)]
    [InlineData(true, AccountMark.PasswordByMail, AccountMark.ChangesFrozenUntil)]
    [InlineData(false, AccountMark.ChangesFrozenUntil, AccountMark.PasswordByMail)]
    [InlineData(true, AccountMark.ChangesFrozenUntil, AccountMark.FactorsObjected)]
    [InlineData(false, AccountMark.PasswordByMail, AccountMark.ChangesFrozenUntil, AccountMark.FactorsObjected)]
    [InlineData(true, AccountMark.PasswordByMail, AccountMark.PasswordObjected)]
    public async Task A_password_is_in_doubt_by_what_was_said_of_it_since_it_was_set(bool isDoubted, params AccountMark[] inOrder)
    {
        await using var server = await TestServer.Start();
        var id = new AccountId(await server.IdOf(server.People.Ada));
        foreach (var mark in inOrder)
            await server.Change(tx => MarkStore.Set(
                tx, id, mark, mark is AccountMark.ChangesFrozenUntil ? tx.Now + TimeSpan.FromDays(7) : tx.Now));

        Assert.Equal(isDoubted, await Ask(server, id));
    }

    [Fact]
    public async Task Where_no_mailbox_was_ever_proven_a_factor_alone_shuts_nobody_out()
    {
        await using var server = await TestServer.Start();
        var id = new AccountId(await server.IdOf(server.People.Ada));
        await server.Change(tx => MarkStore.Set(tx, id, AccountMark.AwaitsMailbox, tx.Now));
        await server.Change(tx => tx.Execute($"UPDATE accounts SET email_verified_at = NULL WHERE id = {id}"));

        Assert.False(await Ask(server, id));
    }

    private static Task<bool> Ask(TestServer server, AccountId id) =>
        server.Db.Read(async sql => await KnownPassword.IsDoubted(sql, (await AccountStore.Find(sql, id))!), Ct);
}
