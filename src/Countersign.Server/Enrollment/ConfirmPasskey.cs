using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;
using Microsoft.AspNetCore.Identity;

namespace Countersign.Server.Enrollment;

/// <summary>Adds a passkey that a browser has just made for this account. What it was made by is spent, whatever comes of it.</summary>
public sealed class ConfirmPasskey(
    PasskeyTickets tickets, PasskeyCeremonies ceremonies, NewMethod newMethod, CodeSets codeSets, AuditLog audit, Policy policy)
{
    // How browsers reach a passkey (W3C Web Authentication §5.8.4); what else is said is not kept.
    private static readonly string[] Ways = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];

    public async Task<Answer<MethodAdded>> Run(Caller caller, PasskeyAnswer answer, Naming naming, CancellationToken ct) =>
        await codeSets.Change<Answer<MethodAdded>>(caller.Source.Claim(caller.Account.Id), async (tx, fresh) =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await Refuse(tx, account, caller, naming) is { } refused) return refused;

            var (state, trouble) = tickets.Read(answer.Ticket, PasskeyUse.Enroll, account, caller.Credential, tx.Now);
            if (state is null) return trouble is Outcome.Expired ? Refusal.ChallengeExpired : Refusal.ChallengeNotFound;
            if (!await SpentQuestionStore.TrySpend(tx, account.Id, PasskeyTickets.HashOf(state))) return Refusal.ChallengeNotFound;
            if (await ceremonies.Made(account, state, answer.Json) is not { } made)
            {
                await audit.Append(tx, ActivatePending.Wrong(caller.Entry(AuditEvent.AuthnLoginFail), MethodKind.Passkey));
                return Refusal.WrongFirstCode;
            }

            if (await PasskeyStore.FindAccount(tx, made.CredentialId) is not null) return Refusal.DuplicateMethod;

            var method = new Method(
                default, account.Id, MethodKind.Passkey, naming.Label ?? "Passkey", null, null, IsPrimary: false, -1, Guard.Clear, tx.Now,
                tx.Now, 1);
            return await newMethod.Add(
                tx, caller, account, new(method, null, naming) { Passkey = Of(account, made, tx.Now) }, fresh);
        }, ct);

    private async Task<Refusal?> Refuse(Sql sql, Account account, Caller caller, Naming naming)
    {
        if (account.IsLegacy) return Refusal.LegacyAccount;
        if (naming.Replaces is null && await MethodStore.CountOf(sql, account.Id) >= policy.MethodsPerAccount)
            return Refusal.TooManyMethods;

        return await EnrollmentStore.HasGrant(sql, account, caller.Leaves) ? null : Refusal.NotAuthorizedToAdd;
    }

    private Passkey Of(Account account, UserPasskeyInfo made, DateTimeOffset now) => new(
        default, account.Id, made.CredentialId, made.PublicKey, made.SignCount,
        string.Join(' ', Ways.Where(way => made.Transports?.Contains(way) is true)), made.IsUserVerified, made.IsBackupEligible,
        made.IsBackedUp, policy.PasskeySite ?? "", OpensAlone: true, now);
}
