using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Somebody asked for an account; what became of it is in their mail.</summary>
public sealed record SignedUp(EmailAddress Email);

/// <summary>Whether strangers may make accounts.</summary>
public sealed record SignUpPolicy(bool IsOpen);

/// <summary>
/// Makes an account and sends the mail that proves its address. Somebody who names an address that has an account already
/// gets the same answer, and its owner gets a mail.
/// </summary>
public sealed class SignUpPerson(
    Ground ground, SignUpPolicy door, PasswordFitness fitness, PasswordHash hash, VerificationMail mail, AuditLog audit)
{
    private static readonly Rate PerAddress = new(10, TimeSpan.FromHours(1));

    /// <param name="language">What they are written to in; null: the server's own.</param>
    public async Task<Answer<SignedUp>> Run(
        EmailAddress email, string username, string password, Language? language, Source source, CancellationToken ct)
    {
        if (!door.IsOpen) return Refusal.SignUpClosed;
        if (!SignUpRules.IsUsername(username)) return Refusal.InvalidUsername;
        if (fitness.Check(password, username, email) is { } weak) return weak;

        var perAddress = NetworkLimits.Of(source, Buckets.SignUp, PerAddress);
        if (await ground.Db.Write(tx => NetworkLimits.TakeAll(tx, perAddress), ct) is { } opens)
            return new Refused(Refusal.TryLater, RetryAt: opens);

        var passwordHash = await hash.Hash(password, new(HashLane.Others, $"sign-up:{email.Canonical}", source.AddressBucket), ct);
        return await ground.Db.Write<Answer<SignedUp>>(async tx =>
        {
            if (await AccountStore.FindByName(tx, username) is not null) return Refusal.NameTaken;
            if (await AccountStore.FindByName(tx, email.Canonical) is { } owner) return await TellOwner(tx, owner, email, source);

            var id = await AccountStore.TryAdd(tx, new(email, username, PasswordHash: passwordHash, Language: language));
            OvertakenException.Unless(id is not null);
            await MarkStore.Set(tx, id!.Value, AccountMark.SignedUp, tx.Now);
            await audit.Append(tx, new(AuditEvent.UserCreated, source, id));
            await mail.Enqueue(tx, (await AccountStore.Find(tx, id.Value))!, ground.Policy.LinkLife);
            return new SignedUp(email);
        }, ct);
    }

    private async Task<Answer<SignedUp>> TellOwner(Tx tx, Account owner, EmailAddress email, Source source)
    {
        await audit.Append(tx, new(AuditEvent.UserCreated, source, owner.Id, AuditOutcome.AddressHasAnAccount));
        if (!owner.IsEmailVerified) await mail.Enqueue(tx, owner, ground.Policy.LinkLife);
        return new SignedUp(email);
    }
}
