using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>A new key for an authenticator app, shown once. It prints as nothing.</summary>
public sealed class TotpKey(string base32, string uri)
{
    /// <summary>The key as a person types it.</summary>
    public string Base32 { get; } = base32;

    /// <summary>The key as a QR code carries it.</summary>
    public string Uri { get; } = uri;

    /// <inheritdoc/>
    public override string ToString() => "•••";
}

/// <summary>Hands out a key for an authenticator app. Nothing is added to the account until its first right code.</summary>
public sealed class SetUpTotp(Ground ground, SetupKeys setupKeys, AuditLog audit, IssuerName issuer)
{
    // RFC 4226 §4, R6: 160 bits.
    private const int KeyBytes = 20;

    private static readonly Rate Setups = new(30, TimeSpan.FromHours(1));

    public async Task<Answer<TotpKey>> Run(Caller caller, CancellationToken ct)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        return await ground.Db.Write<Answer<TotpKey>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            var limit = new Limit(Buckets.TotpSetup(account.Id), Setups);
            if (!await LimitStore.TryTake(tx, limit))
                return new Refused(Refusal.TryLater, RetryAt: await LimitStore.OpensAt(tx, limit));

            await EnrollmentStore.AddSetup(
                tx, account, caller.Credential, setupKeys.HashOf(account, key), tx.Now + ground.Policy.TotpSetupLife);
            await audit.Append(tx, caller.Entry(AuditEvent.MethodSetUp) with { Factor = ProofKind.Totp });
            return new TotpKey(Base32.Encode(key), caller.App is { } app
                ? OtpAuthUri.For(app.Said.Title, account.FullName, key)
                : OtpAuthUri.For(issuer.Text, account.Email.Text, key));
        }, ct);
    }
}
