using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Sends the mail that proves an address once more. Neither the answer nor its time tells whether the address has an account.
/// </summary>
public sealed class AskForVerification(Ground ground, AskedMail budget, AnonymousAsks asks)
{
    public Task Run(EmailAddress email, Source source, CancellationToken ct) => ground.Db.Write(async tx =>
    {
        if (await budget.TryAsk(tx, source)) await asks.Write(tx, new(AskKind.VerifyEmail, email, source));
    }, ct);
}
