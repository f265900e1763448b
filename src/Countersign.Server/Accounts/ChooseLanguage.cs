using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Accounts;

/// <summary>
/// Sets the language of a person's mails and text messages, and of their pages in browsers where they have not chosen one.
/// </summary>
public sealed class ChooseLanguage(Ground ground)
{
    public Task Run(Caller caller, Language language, CancellationToken ct) => caller.Account.Language == language
        ? Task.CompletedTask
        : ground.Db.Write(caller.Account.Id, tx => AccountStore.SetLanguage(tx, caller.Account.Id, language), ct);
}
