using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Development;

/// <summary>A person of the development server, with everything a developer needs to be them.</summary>
public sealed record SeededPerson(string Name, string State, string ApiKey, string? SetupKey, IReadOnlyList<string> BackupCodes);

/// <summary>The people of the development server and of the tests: ada, grace, linus, barbara, kurt.</summary>
public sealed class SeededPeople(Ground ground, SeedTools tools)
{
    /// <summary>Everybody's password.</summary>
    public const string Password = "sesame-sesame-sesame";

    private static HashClaim Claim { get; } = new(HashLane.Others, "seeded people", "this machine");

    /// <summary>Makes all five.</summary>
    public async Task<IReadOnlyList<SeededPerson>> Plant(CancellationToken ct)
    {
        var password = await tools.Passwords.Hash(Password, Claim, ct);
        return
        [
            await Plant("ada", "no 2FA yet; an admin, whose pages are at /operate once it is on", password, [], 0, ct),
            await Plant("grace", "authenticator app", password, [MethodKind.Totp], 10, ct),
            await Plant("linus", "text messages", password, [MethodKind.Sms], 10, ct),
            await Plant("barbara", "app and text messages, two recovery codes left", password, [MethodKind.Totp, MethodKind.Sms], 2, ct),
            await Plant("kurt", "authenticator app, locked for 15 minutes", password, [MethodKind.Totp], 10, ct, isLocked: true),
        ];
    }

    private async Task<SeededPerson> Plant(
        string name, string state, string password, IReadOnlyList<MethodKind> kinds, int codesLeft, CancellationToken ct, bool isLocked =
            false)
    {
        var apiKey = Token.New(TokenKind.ApiKey);
        var key = RandomNumberGenerator.GetBytes(20);
        using var turn = await tools.BackupCodes.Turn(Claim, ct);
        var set = codesLeft > 0 ? await tools.BackupCodes.MakeSet(ground.Policy.BackupCodes, turn, ct) : null;
        await ground.Db.Write(async tx =>
        {
            var id = await Account(tx, name, password);
            await ApiKeyStore.Add(tx, id, "development", apiKey, tools.Tokens.UnderActive(apiKey), ApiKeyRights.Everything, byOperator: true);
            foreach (var kind in kinds) await Method(tx, id, name, kind, key, isPrimary: kind == kinds[0], isLocked);
            if (set is not null) await Codes(tx, id, set, codesLeft);
        }, ct);

        return new(
            name, state, apiKey.Reveal(), kinds.Contains(MethodKind.Totp) ? Base32.Encode(key) : null,
            [.. set?.Codes.TakeLast(codesLeft).Select(code => code.Reveal()) ?? []]);
    }

    private static async Task<AccountId> Account(Tx tx, string name, string password)
    {
        if (!EmailAddress.TryParse($"{name}@example.org", out var email))
            throw new ArgumentException("No address can be made of this name.", nameof(name));

        var person = new NewAccount(
            email, name, PasswordHash: password, Phone: PhoneOf(name), EmailVerifiedAt: tx.Now, IsAdmin: name == "ada");
        return await AccountStore.TryAdd(tx, person)
            ?? throw new InvalidOperationException("The development people are made once, in an empty database.");
    }

    private async Task Method(
        Tx tx, AccountId account, string name, MethodKind kind, byte[] key, bool isPrimary, bool isLocked)
    {
        var method = kind switch
        {
            MethodKind.Totp =>
                new Method(default, account, kind, "Authenticator app", null, null, isPrimary, -1, Guard.Clear, tx.Now, null, 1),
            MethodKind.Sms => new Method(default, account, kind, "Phone", PhoneOf(name), null, isPrimary, -1, Guard.Clear, tx.Now, null, 1),
            MethodKind.Email => new Method(default, account, kind, "E-mail", null, null, isPrimary, -1, Guard.Clear, tx.Now, null, 1),
            MethodKind.Passkey => throw new InvalidOperationException("A passkey is made by a browser."),
        };
        var id = await MethodStore.Add(tx, method);
        if (kind is MethodKind.Totp) await MethodStore.SetKey(tx, id, tools.Box.Seal(key, MethodKeys.PlaceOf(account, id)));
        if (!isLocked) return;

        var stored = (await MethodStore.Find(tx, account, id))!;
        var limit = VerificationRules.LimitOf(kind, ground.Policy);
        await MethodStore.Save(tx, stored, stored with { Guard = new(limit, limit, 1, tx.Now + ground.Policy.FirstLock) });
    }

    private static async Task Codes(Tx tx, AccountId account, BackupCodeSet set, int left)
    {
        await BackupCodeStore.Replace(tx, account, set.Stored);
        foreach (var spent in (await BackupCodeStore.ListLive(tx, account)).SkipLast(left))
            await BackupCodeStore.TrySpend(tx, account, spent);
    }

    private static PhoneNumber? PhoneOf(string name) => name switch
    {
        "linus" => PhoneNumber.FromE164("+14165550123"),
        "barbara" => PhoneNumber.FromE164("+14165550199"),
        _ => null,
    };
}

/// <summary>What planting people needs of the server's tools.</summary>
public sealed record SeedTools(PasswordHash Passwords, BackupCodeHash BackupCodes, TokenHash Tokens, SecretBox Box);
