using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Mails a link to reset a password. The answer never tells whether the address has an account.</summary>
public sealed class AskForReset(Ground ground, ResetMail mail, AuditLog audit, AskedMail asked)
{
    public async Task Run(EmailAddress email, Source source, CancellationToken ct)
    {
        await ground.Db.Write(async tx =>
        {
            if (!await asked.TryAsk(tx, source)) return;
            if (await AccountStore.FindByName(tx, email.Canonical) is not { IsDisabled: false } account) return;
            if (!await asked.TrySend(tx, ChallengePurpose.ResetPassword, account)) return;

            await mail.Enqueue(tx, account);
            await audit.Append(tx, new(AuditEvent.PasswordResetAsked, source, account.Id));
        }, ct);
    }
}
