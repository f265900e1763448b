using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Verification;

/// <summary>
/// The way every verb asks for a second factor: it checks by the <see cref="Verifier"/>, and whatever the verdict costs
/// the person (a failure, a lock, a spent recovery code) is audited and told in the same transaction.
/// </summary>
public sealed class ProofVerifier(Ground ground, Verifier verifier, AuditLog audit, Notices notices)
{
    private static readonly Rate Warnings = new(1, TimeSpan.FromHours(1));

    /// <inheritdoc cref="Verifier.Prepare"/>
    public async Task<PreparedProof> Prepare(AccountId account, Proof proof, Source source, CancellationToken ct)
    {
        try
        {
            return await verifier.Prepare(account, proof, source, ct);
        }
        catch (HashTurnstileBusyException)
        {
            var entry = new AuditEntry(AuditEvent.AuthnLoginFail, source, account, AuditOutcome.Busy) { Factor = ProofKind.BackupCode };
            await ground.Db.Write(account, tx => TurnedAway.Note(tx, entry), ct);
            throw;
        }
    }

    /// <summary>
    /// Checks and spends a proof. A refused one is audited here, those at a locked factor together (<see cref="TurnedAway"/>); an accepted
    /// one by what it buys; what is no code is neither.
    /// </summary>
    /// <param name="asked">Who asks, from where; its event is replaced.</param>
    public async Task<Verdict> Check(
        Tx tx, Account account, PreparedProof proof, Demand demand, AuditEntry asked)
    {
        var verdict = await verifier.Check(tx, account, proof, demand);
        if (verdict is { IsAccepted: true, Kind: ProofKind.BackupCode })
        {
            var left = await BackupCodeStore.CountLeft(tx, account.Id);
            await notices.Tell(tx, account, NoticeKind.BackupCodeUsed, asked.Source, new() { Left = left });
            await notices.RemindOfCodes(tx, account, left);
        }

        if (verdict.IsAccepted) await NoteProof(tx, account, verdict.Kind, demand, asked.Source);
        else if (verdict.Outcome is not (Outcome.NotACode or Outcome.PasskeyOnly)) await NoteRefusal(tx, account, verdict, demand, asked);
        return verdict;
    }

    // There the owner is known from now on. After a password that was set by mail, the first proof together with it shows that it was the
    // owner: mail counts again, and a freeze ends. What comes with an API key says nothing of who has the password: it may be the owner's
    // program, and somebody else's mailbox. A freeze that no such password came after is not lifted: whoever it is against may know the
    // password, and have a factor. The mailbox may lift one also where it counted before: it was objected to a factor only then.
    private static async Task NoteProof(Tx tx, Account account, ProofKind? kind, Demand demand, Source source)
    {
        await SendBudget.NoteOwner(tx, account, source);
        if (!demand.FollowsPassword || (account.MailCountsFrom is null && kind is not ProofKind.Email)) return;

        if (account.MailCountsFrom is not null)
        {
            await AccountStore.SetMailCountsFrom(tx, account.Id, null);

            // The mailbox itself says nothing of whose it is.
            if (kind is not ProofKind.Email) await MarkStore.Clear(tx, account.Id, AccountMark.PhoneObjected);
        }

        if (await LiftsFreeze(tx, account.Id, kind)) await MarkStore.Clear(tx, account.Id, AccountMark.ChangesFrozenUntil);
    }

    private static async Task<bool> LiftsFreeze(Tx tx, AccountId account, ProofKind? kind)
    {
        if (!await PastPasswordStore.IsByMail(tx, account)) return false;

        // What was objected to proves nothing about the objection.
        return await MarkStore.Find(tx, account, AccountMark.FactorsObjected) is not null
            ? kind is ProofKind.Email || await MarkStore.Find(tx, account, AccountMark.AwaitsMailbox) is null
            : await MarkStore.Compare(tx, account, AccountMark.PasswordByMail, AccountMark.ChangesFrozenUntil) >= 0;
    }

    /// <summary>Checks a recovery code without spending it.</summary>
    public async Task<Verdict> Look(Tx tx, Account account, PreparedProof proof, AuditEntry asked)
    {
        var verdict = await Verifier.LookAtBackupCode(tx, account, proof, ground.Policy);
        if (verdict is { IsAccepted: false, Outcome: not Outcome.NotACode })
            await NoteRefusal(tx, account, verdict, Demand.Change(asked.Credential!.Value), asked);
        return verdict;
    }

    private async Task NoteRefusal(
        Tx tx, Account account, Verdict verdict, Demand demand, AuditEntry asked)
    {
        var entry = asked with
        {
            Event = EventOf(verdict),
            Outcome = AuditOutcomes.Of(verdict.Outcome),
            Factor = verdict.Kind,
            Method = verdict.Method,
        };
        if (verdict.Outcome is Outcome.Locked) await TurnedAway.Note(tx, entry);
        else await audit.Append(tx, entry);

        if (verdict.Outcome is not (Outcome.WrongCode or Outcome.ClockOff or Outcome.WrongBackupCode)) return;
        if (verdict.LockedUntil is { } until)
            await notices.Tell(tx, account, NoticeKind.Locked, asked.Source, new() { Until = until, Factor = verdict.Kind });
        else if (demand.FollowsPassword && await LimitStore.TryTake(tx, WarningOf(account)))
            await notices.Tell(tx, account, NoticeKind.SecondFactorFailed, asked.Source, new() { Factor = verdict.Kind });
    }

    /// <summary>How often an account is told that somebody else may know its password.</summary>
    internal static Limit WarningOf(Account account) => new(Buckets.Warned(account.Id), Warnings);

    private static AuditEvent EventOf(Verdict verdict) => verdict switch
    {
        { Outcome: Outcome.UsedCode or Outcome.SpentCode } => AuditEvent.AuthnTokenReuse,
        { LockedUntil: not null } => AuditEvent.AuthnLoginLock,
        _ => AuditEvent.AuthnLoginFail,
    };
}
