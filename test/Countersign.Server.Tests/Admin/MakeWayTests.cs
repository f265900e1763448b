using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>That a stranger has signed up with somebody's address keeps no operator from making that person's account.</summary>
public sealed class MakeWayTests : IDisposable
{
    private const string Address = "emmy@example.org";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task A_sign_up_that_nobody_confirmed_makes_way_for_the_operators_account()
    {
        var stranger = await SignUp();

        var told = await office.Run("account", "add", "--email", "Emmy@example.org", "--verified", "--json");

        Assert.Equal(("", 0), (told.Errors, told.Exit));
        Assert.Equal("Emmy", told.Json.GetProperty("username").GetString());
        await HoldsOne(told.Json.GetProperty("id").GetInt64(), stranger);
    }

    [Fact]
    public async Task It_makes_way_for_an_import_too()
    {
        var stranger = await SignUp();
        var file = office.Write("people.csv", $"email,username,email_verified\n{Address},emmy,yes\n");

        var told = await office.Run("account", "import", file);

        Assert.Equal("Created 1, already there 0, faults 0.\n", told.Output);
        await using var db = office.OpenDb();
        await HoldsOne((await db.Read(sql => AccountStore.FindByName(sql, Address), Ct))!.Id.Value, stranger);
    }

    [Theory]
    [InlineData("confirmed")]
    [InlineData("given a password")]
    [InlineData("given a key")]
    [InlineData("shut")]
    public async Task An_account_that_is_somebodys_stays(string how)
    {
        var there = await SignUp();
        var hash = await HashOfSomething();
        await using (var db = office.OpenDb()) await db.Write(tx => tx.Execute(how switch
        {
            "confirmed" => $"UPDATE accounts SET email_verified_at = 1 WHERE id = {there}",
            "given a password" => $"UPDATE accounts SET password_hash = {hash} WHERE id = {there}",
            "shut" => $"UPDATE accounts SET disabled_at = 1 WHERE id = {there}",
            _ => $"""
                INSERT INTO api_keys (account_id, name, token_hash, token_key, suffix, permissions, created_at, made_by_operator)
                VALUES ({there}, '', {new byte[32]}, 'k1', '', {"{}"}, 1, 1)
                """,
        }), Ct);

        var told = await office.Run("account", "add", "--email", Address, "--username", "emmy");

        Assert.Equal(1, told.Exit);
        Assert.Contains("There is already an account with that e-mail address or user name.", told.Errors, StringComparison.Ordinal);
        await using var after = office.OpenDb();
        Assert.Equal(there, (await after.Read(sql => AccountStore.FindByName(sql, Address), Ct))!.Id);
    }

    [Fact]
    public async Task It_does_not_go_where_something_else_is_in_the_way()
    {
        var there = await SignUp();
        await office.Run("account", "add", "--email", "owner@example.org", "--username", "emmy");

        var told = await office.Run("account", "add", "--email", Address, "--username", "emmy");

        Assert.Equal(1, told.Exit);
        await using var db = office.OpenDb();
        Assert.Equal(there, (await db.Read(sql => AccountStore.FindByName(sql, Address), Ct))!.Id);
    }

    private async Task HoldsOne(long id, AccountId stranger)
    {
        await using var db = office.OpenDb();
        Assert.NotEqual(stranger.Value, id);
        Assert.Equal(1, await db.Read(sql => sql.Number($"SELECT count(*) FROM accounts"), Ct));
        Assert.Equal(0, await db.Read(sql => sql.Number($"SELECT count(*) FROM sign_ups"), Ct));
        Assert.Equal(Words.Of(AuditEvent.UserDeleted), (await db.Read(sql => AuditLog.Newest(sql, stranger, 1), Ct))[0].Event);
    }

    private async Task<AccountId> SignUp()
    {
        await office.Run("account", "list");
        await using var db = office.OpenDb();
        Assert.True(EmailAddress.TryParse(Address, out var email));
        var hash = await HashOfSomething();
        return await db.Write(async tx =>
        {
            var id = (await AccountStore.TryAdd(tx, new(email, email.Text)))!.Value;
            await MarkStore.Set(tx, id, AccountMark.SignedUp, tx.Now);
            await SignUpStore.Add(tx, id, new("stranger", hash, null));
            return id;
        }, Ct);
    }

    private async Task<string> HashOfSomething()
    {
        using var turnstile = HashTurnstile.Default();
        return await new PasswordHash(office.OpenKeys(), turnstile).Hash("a lantern", new(HashLane.Others, "emmy", "192.0.2.1"), Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
