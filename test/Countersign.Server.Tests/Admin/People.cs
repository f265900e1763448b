using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Secrets;
using Countersign.Server.Verification;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>Fills the database of an office with people who have something to lose.</summary>
internal static class People
{
    public static readonly byte[] AppKey = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    /// <summary>A person with two methods, ten backup codes, a session and a code on its way.</summary>
    public static async Task<AccountId> Add(Office office, string name)
    {
        await using var db = office.OpenDb();
        var keys = office.OpenKeys();
        using var turnstile = HashTurnstile.Default();
        var cheap = new HashCost(MemoryKiB: 8, Passes: 1);
        var hash = new BackupCodeHash(keys, turnstile, cheap);
        using var turn = await hash.Turn(KeyFolder.Claim, CancellationToken.None);
        var codes = await hash.MakeSet(10, turn, CancellationToken.None);
        return await db.Write(async tx =>
        {
            Assert.True(EmailAddress.TryParse($"{name}@example.org", out var email));
            var id = (await AccountStore.TryAdd(tx, new(email, name, EmailVerifiedAt: tx.Now)))!.Value;
            await AddApp(tx, keys, id);
            await MethodStore.Add(tx, new(
                default, id, MethodKind.Sms, "Phone", PhoneNumber.FromE164("+12025550143"), null, false, -1, Guard.Clear, tx.Now, null, 1));
            await BackupCodeStore.Replace(tx, id, codes.Stored);
            var tokens = new TokenHash(keys);
            await SessionStore.Add(
                tx, new(default, id, SessionKind.Browser, new(tx.Now, ProofKind.Totp), "::1", "test", tx.Now, tx.Now, tx.Now.AddDays(1), null),
                tokens.UnderActive(
                    Token.New(TokenKind.Session)));
            await OpenChallenge(tx, keys, (await AccountStore.Find(tx, id))!);
            return id;
        }, CancellationToken.None);
    }

    /// <summary>Adds many authenticator apps to one account at once.</summary>
    public static async Task AddApps(Office office, AccountId account, int count)
    {
        await using var db = office.OpenDb();
        var keys = office.OpenKeys();
        await db.Write(async tx =>
        {
            for (var i = 0; i < count; i++) await AddApp(tx, keys, account, isPrimary: false);
        }, CancellationToken.None);
    }

    private static async Task AddApp(Tx tx, KeyRing keys, AccountId account, bool isPrimary = true)
    {
        var id = await MethodStore.Add(
            tx, new(default, account, MethodKind.Totp, "App", null, null, isPrimary, -1, Guard.Clear, tx.Now, null, 1));
        await MethodStore.SetKey(tx, id, new SecretBox(keys).Seal(AppKey, MethodKeys.PlaceOf(account, id)));
    }

    private static async Task OpenChallenge(Tx tx, KeyRing keys, Account account)
    {
        var token = Token.New(TokenKind.Challenge);
        var id = await ChallengeStore.Open(
            tx, new(account, ChallengePurpose.LogIn, new TokenHash(keys).UnderActive(token), null, tx.Now.AddMinutes(10)));
        var challenge = (await ChallengeStore.FindLive(tx, id))!.Challenge;
        var kept = new SentCodes(new(keys), new(keys)).Keep(
            challenge, Channel.Email, null, account.Email.Canonical, Code.FromNumber(123_456));
        await ChallengeStore.TrySetCode(tx, challenge, kept);
    }
}
