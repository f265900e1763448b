using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>The account an operator asks for.</summary>
public sealed record AccountAsk(EmailAddress Email, NameWish Username, PhoneNumber? Phone)
{
    /// <summary>The name of the person; empty: not known.</summary>
    public string FullName { get; init; } = "";

    /// <summary>Null: an account that can only be used by API key.</summary>
    public string? Password { get; init; }

    /// <summary>What the person is written to in; null: the server's own.</summary>
    public Language? Language { get; init; }

    /// <summary>Whether the operator vouches for the address.</summary>
    public bool IsVerified { get; init; }

    /// <summary>Whether it may administer.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>Whether an API key is wanted with it.</summary>
    public bool WithApiKey { get; init; }
}

/// <summary>A new account; the only time its API key is in the clear.</summary>
public sealed record MadeAccount(AccountId Id, EmailAddress Email, string Username, Token? ApiKey);

/// <summary>Makes an account.</summary>
public static class AddAccount
{
    private const string Route = "account add";

    /// <summary>Makes the account, and its API key, in one transaction.</summary>
    public static async Task<Answer<MadeAccount>> Run(Installation at, OperatorShell shell, AccountAsk ask, CancellationToken ct)
    {
        var username = await at.Db.Read(sql => new FreeNames([]).Find(sql, ask.Username), ct);
        if (ask.Password is { } given && at.Part<PasswordFitness>().Check(given, username, ask.Email) is { } weak)
            return Refused.Because(weak.Detail!);

        var claim = new HashClaim(HashLane.Others, username, "this machine");
        var hash = ask.Password is { } password ? await at.Passwords.Hash(password, claim, ct) : null;
        var key = ask.WithApiKey ? Token.New(TokenKind.ApiKey) : null;
        return await at.Db.Write<Answer<MadeAccount>>(async tx =>
        {
            var person = new NewAccount(
                ask.Email, username, ask.FullName, hash, ask.Phone, ask.IsVerified ? tx.Now : null, ask.IsAdmin,
                Language: ask.Language);
            await MakeWay.For(tx, at.Audit, shell, person, Route);
            if (await AccountStore.TryAdd(tx, person) is not { } id)
                return Refused.Because(
                    "There is already an account with that e-mail address or user name. `account list --search` finds it.");

            await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.UserCreated, Route, id));
            if (key is not null) await AddKey(tx, at, shell, id, key);
            return new MadeAccount(id, ask.Email, username, key);
        }, ct);
    }

    private static async Task AddKey(Tx tx, Installation at, OperatorShell shell, AccountId account, Token key)
    {
        var id = await ApiKeyStore.Add(tx, account, "API key", key, at.Tokens.UnderActive(key), ApiKeyRights.Everything, byOperator: true);
        await at.Audit.Append(tx, OperatorSource.Entry(shell, AuditEvent.AuthnTokenCreated, Route, account) with { ApiKey = id });
    }
}
