using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>Sends the mail that proves an address once more. The answer never tells whether the address has an account.</summary>
public sealed class AskForVerification(Ground ground, VerificationMail mail, AskedMail asked)
{
    public async Task Run(EmailAddress email, Source source, CancellationToken ct)
    {
        await ground.Db.Write(async tx =>
        {
            if (!await asked.TryAsk(tx, source)) return;
            if (await AccountStore.FindByName(tx, email.Canonical) is not { IsEmailVerified: false } account) return;
            if (!await asked.TrySend(tx, ChallengePurpose.VerifyEmail, account)) return;

            await mail.Enqueue(tx, account, ground.Policy.LinkLife, await ConfirmedSignUp.FindOnly(tx, account.Id));
        }, ct);
    }
}
