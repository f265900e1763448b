using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// Sends the mail that proves an address once more. Neither the answer nor its time tells whether the address has an account.
/// </summary>
public sealed class AskForVerification(Ground ground, AskedMail budget, AnonymousAsks asks, AnswerAsk answer)
{
    /// <param name="caller">Whoever is signed in; asked for their own address, no stranger's asking keeps theirs from them.</param>
    public Task Run(EmailAddress email, Source source, Caller? caller, CancellationToken ct) => ground.Db.Write(async tx =>
    {
        if (caller is not null && caller.Account.Email.Canonical == email.Canonical) await answer.Verify(tx, caller.Account.Id);
        else if (await budget.TryAsk(tx, source)) await asks.Write(tx, new(AskKind.VerifyEmail, email, source));
    }, ct);
}
