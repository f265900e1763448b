using Countersign.Core;

namespace Countersign.Server.Secrets;

/// <summary>Where sealed values live; a value moved to another row, column or account cannot be opened there.</summary>
public static class MethodKeys
{
    /// <summary>The place of a method's TOTP key.</summary>
    public static SealPlace PlaceOf(Method method) => PlaceOf(method.Account, method.Id);

    /// <summary>The place of a method's TOTP key.</summary>
    public static SealPlace PlaceOf(AccountId account, MethodId method) => new("methods", "sealed_key", method.Value, account.Value);

    /// <summary>The place of a key that waits for its first code.</summary>
    public static SealPlace PlaceOfPending(AccountId account, long pending) => new("pending_methods", "sealed_key", pending, account.Value);
}
