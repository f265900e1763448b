using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Accounts;

/// <summary>
/// What may be mailed for people who are not signed in: a little per address it goes to and a little per network address it is asked
/// from. Nothing else draws on it, and it draws on nothing else: whoever knows an address uses up nothing that its owner has.
/// </summary>
public sealed class AskedMail(SendLimits limits, Policy policy)
{
    /// <summary>Charges one asking, whether or not anybody has the address that was named: an answer must not tell.</summary>
    public async Task<bool> TryAsk(Tx tx, Source source) =>
        await NetworkLimits.TakeAll(tx, NetworkLimits.Of(source, Buckets.AskedEmail, limits.EmailPerAddress)) is null;

    /// <summary>Charges one mail that does go out.</summary>
    /// <returns>False when there were enough. Then an earlier one of its kind is still good.</returns>
    public Task<bool> TrySend(Tx tx, ChallengePurpose purpose, Account to) =>
        LimitStore.TryTake(tx, new(Buckets.AskedEmail(purpose, to.Email), new(limits.EmailPerTarget, policy.LinkLife)));

    /// <summary>Charges one that the owner of an account asked for, signed in.</summary>
    public Task<bool> TrySendOwn(Tx tx, Account owner) =>
        LimitStore.TryTake(tx, new(Buckets.OwnVerification(owner.Id), new(limits.EmailPerTarget, policy.LinkLife)));
}
