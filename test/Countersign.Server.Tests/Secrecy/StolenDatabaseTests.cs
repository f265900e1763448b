using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Secrecy;

/// <summary>Who has the database and not the key file has nothing.</summary>
[Trait("Store", "file")]
public sealed class StolenDatabaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_keys_no_app_no_code_no_key_and_no_password_opens()
    {
        await using var server = await TestServer.Start();
        var (grace, linus) = (server.People.Grace, server.People.Linus);
        (await server.As(linus).Post("/tfa/sms/")).Ok();
        using var folder = new KeylessFolder();
        var foreign = KeyRing.OpenOrCreate(folder.KeyFile, server.Clock.GetUtcNow());
        var box = new SecretBox(foreign);

        var methods = await server.Db.Read(sql => AllMethods(sql, grace), Ct);
        Assert.All(methods, method => Assert.False(box.TryOpen(method.SealedKey, MethodKeys.PlaceOf(method), out _)));
        Assert.True(Token.TryParse(grace.ApiKey, out var key));
        Assert.Null(await server.Db.Read(sql => CredentialStore.FindKey(sql, new TokenHash(foreign).UnderAll(key)), Ct));

        var account = await server.Db.Read(sql => AccountStore.FindByName(sql, "grace"), Ct);
        var claim = new HashClaim(HashLane.Others, "1", "192.0.2.1");
        var passwords = new PasswordHash(foreign, server.Services.GetRequiredService<HashTurnstile>());
        Assert.Equal(PasswordCheck.Wrong, await passwords.Check(TestPerson.Password, account!.PasswordHash, claim, Ct));
        Assert.True(BackupCode.TryParse(grace.BackupCodes[0], out var code));
        var hash = new BackupCodeHash(foreign, server.Services.GetRequiredService<HashTurnstile>());
        var stored = await server.Db.Read(
            sql => sql.Query<string>($"SELECT code_hash FROM backup_codes WHERE account_id = {account.Id}"), Ct);
        Assert.Equal(grace.BackupCodes.Count, stored.Count);
        using var turn = await hash.Turn(claim, Ct);
        foreach (var phc in stored)
            Assert.False(await hash.Matches(code, phc, turn, Ct));
    }

    [Fact]
    public async Task A_sealed_key_moved_to_another_account_opens_nothing_there()
    {
        await using var server = await TestServer.Start();
        var (grace, barbara) = (server.People.Grace, server.People.Barbara);
        await server.Db.Write(tx => tx.Execute($"""
            UPDATE methods SET sealed_key = (SELECT sealed_key FROM methods JOIN accounts ON accounts.id = account_id WHERE username = 'barbara' AND kind = 'totp')
            WHERE account_id = (SELECT id FROM accounts WHERE username = 'grace')
            """), Ct);

        var answer = await server.As(grace).Post("/tfa/", new { code = barbara.Phone.NextCode() });

        Assert.Equal((400, "tfa_method_not_configured"), (answer.Status, answer.Error));
    }

    private static async Task<IReadOnlyList<Method>> AllMethods(Sql sql, TestPerson person)
    {
        var account = (await AccountStore.FindByName(sql, person.Name))!.Id;
        return await MethodStore.ListOf(sql, account);
    }

    private sealed class KeylessFolder : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-thief-");

        public string KeyFile => Path.Combine(folder.FullName, "keys");

        public void Dispose() => folder.Delete(recursive: true);
    }
}
