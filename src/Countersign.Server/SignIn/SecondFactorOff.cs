using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>
/// The one place where an account is left without a second factor: what stood or fell with the factors goes with them, whoever took them.
/// </summary>
internal static class SecondFactorOff
{
    /// <summary>Takes away every method that is left, every recovery code, and the number that a legacy account signs in with.</summary>
    public static async Task Take(Tx tx, AccountId account)
    {
        await MethodStore.RemoveAll(tx, account);
        await BackupCodeStore.RemoveAll(tx, account);
        if (await AccountStore.TryEndLegacy(tx, account)) await AccountStore.RemovePhone(tx, account); // It was a factor, like a method's.
        await OlderFactors.AreVouchedFor(tx, account);
    }
}
