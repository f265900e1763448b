using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Somebody asked for an account; what became of it is in their mail.</summary>
public sealed record SignedUp(EmailAddress Email);

/// <summary>Whether strangers may make accounts, and how fast.</summary>
/// <param name="PerAddress">Accounts made from one network address.</param>
/// <param name="LeastTime">What filling in the form takes a person at the least; whoever is faster waits for the rest of it.</param>
public sealed record SignUpPolicy(bool IsOpen, Rate PerAddress, TimeSpan LeastTime);

/// <summary>What somebody fills in to get an account.</summary>
/// <param name="Language">What they are written to in; null: the server's own.</param>
/// <param name="ShownAt">When they were shown the form; null: they were not, or nobody can tell.</param>
public sealed record SignUpAsk(EmailAddress Email, string Username, string Password, Language? Language, DateTimeOffset? ShownAt = null)
{
    /// <summary>Never the password.</summary>
    public override string ToString() => Username;
}

/// <summary>
/// Makes an account and sends the mail that proves its address. Somebody who names an address that has an account already gets the same
/// answer, and its owner gets a mail. Of several who sign up with one address, the link that is pressed says whose password holds. Until
/// then the account bears its address as its name: a user name that were kept for it would tell the next who asks for that name that the
/// address had no account before.
/// </summary>
public sealed class SignUpPerson(
    Ground ground, SignUpPolicy door, PasswordFitness fitness, PasswordHash hash, VerificationMail mail, AskedMail askedMail,
    AuditLog audit, MailReach reach, TimeProvider clock)
{
    public async Task<Answer<SignedUp>> Run(SignUpAsk asked, Source source, CancellationToken ct)
    {
        var ask = asked with { Username = Typed.Visible(asked.Username) };
        if (!door.IsOpen) return Refusal.SignUpClosed;
        if (!SignUpRules.IsUsername(ask.Username)) return Refusal.InvalidUsername;
        if (fitness.Check(ask.Password, ask.Username, ask.Email) is { } weak) return weak;

        var perAddress = NetworkLimits.Of(source, Buckets.SignUp, door.PerAddress);
        if (await ground.Db.Write(tx => NetworkLimits.TakeAll(tx, perAddress), ct) is { } full)
            return new Refused(Refusal.TryLater, RetryAt: full.OpensAt);

        if (ask.Email.NeedsOtherScripts && await reach.Scripts(ct) is MailScripts.AsciiAlone) return Refusal.EmailInOtherScript;

        await TakeYourTime(ask.ShownAt, ct);
        var claim = new HashClaim(HashLane.Others, $"sign-up:{ask.Email.Canonical}", source.AddressBucket);
        var passwordHash = await hash.Hash(ask.Password, claim, ct);
        return await ground.Db.Write<Answer<SignedUp>>(async tx =>
        {
            if (await AccountStore.FindByName(tx, ask.Username) is not null) return Refusal.NameTaken;
            if (await AccountStore.FindByName(tx, ask.Email.Canonical) is { } owner)
            {
                await audit.Append(tx, new(AuditEvent.UserCreated, source, owner.Id, AuditOutcome.AddressHasAnAccount));
                if (!owner.IsEmailVerified) await Send(tx, owner, ask, passwordHash);
                return new SignedUp(ask.Email);
            }

            var id = await AccountStore.TryAdd(tx, new(ask.Email, ask.Email.Text, Language: ask.Language));
            OvertakenException.Unless(id is not null);
            await MarkStore.Set(tx, id!.Value, AccountMark.SignedUp, tx.Now);
            await audit.Append(tx, new(AuditEvent.UserCreated, source, id));
            await Send(tx, (await AccountStore.Find(tx, id.Value))!, ask, passwordHash);
            return new SignedUp(ask.Email);
        }, ct);
    }

    // A machine is made to take the time that a person takes anyway. Nobody sees it, nothing needs a script, nothing is refused.
    private Task TakeYourTime(DateTimeOffset? shownAt, CancellationToken ct)
    {
        var now = ground.Now();
        var taken = now - (shownAt ?? now);
        return taken < door.LeastTime ? Task.Delay(door.LeastTime - taken, clock, ct) : Task.CompletedTask;
    }

    // The password goes with the link of its own mail. Where there is no room for another mail, nobody's goes with any: else the links that
    // are there, perhaps all of a stranger, would be the only ones for its owner to press.
    private async Task Send(Tx tx, Account account, SignUpAsk ask, string passwordHash)
    {
        var isSignedUp = await MarkStore.Find(tx, account.Id, AccountMark.SignedUp) is not null;
        if (!await askedMail.TrySend(tx, ChallengePurpose.VerifyEmail, account))
        {
            if (isSignedUp) await SignUpStore.RemoveAll(tx, account.Id);
            return;
        }

        Concern? about = isSignedUp
            ? Concern.OfSignUp(await SignUpStore.Add(tx, account.Id, ask.Username, passwordHash, ask.Language))
            : null;
        await mail.Enqueue(tx, account with { Language = ask.Language ?? account.Language }, ground.Policy.LinkLife, about);
    }
}
