using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>
/// Values that never expire, or only after months, and are hashed under the key that was active when they were last used, so that those of
/// people who are gone hold an old key up. An operator may void them.
/// </summary>
/// <param name="Kind">As <see cref="KeyUses"/> counts them.</param>
/// <param name="Noun">What an entry of the audit log calls them.</param>
/// <param name="WayOut">What whoever comes back does.</param>
/// <param name="OwnersUnder">The accounts that have such a value under a key.</param>
/// <param name="VoidUnder">Makes those under a key good no more.</param>
public sealed record UnusedValues(
    string Kind, string Noun, string WayOut, Func<Sql, string, Task<IReadOnlyList<Account>>> OwnersUnder, Func<Tx, string, Task> VoidUnder)
{
    /// <summary>All kinds of them.</summary>
    public static IReadOnlyList<UnusedValues> All { get; } =
    [
        new(
            KeyUses.OfPasswords, "password", "They set another one by mail.",
            KeyUseStore.WithPasswordUnder, KeyUseStore.VoidPasswordsUnder),
        new(
            KeyUses.OfRecoveryCodes, "recovery codes", "They make new ones on their security page.",
            KeyUseStore.WithRecoveryCodesUnder, KeyUseStore.VoidRecoveryCodesUnder),
        new(
            KeyUses.OfApiKeys, "API keys", "Their programs need other ones.",
            KeyUseStore.WithApiKeysUnder, KeyUseStore.VoidApiKeysUnder),
        new(
            KeyUses.OfPastPasswords, "past passwords", "They may choose one again that somebody else may know.",
            KeyUseStore.WithPastPasswordsUnder, KeyUseStore.ForgetPastPasswordsUnder)
        {
            Which = "that are not taken again for 90 days, since somebody else may know them",
        },
    ];

    /// <summary>Which of them an operator voids.</summary>
    public string Which { get; init; } = "that nobody has used since there is a younger key";

    /// <summary>The option that voids them.</summary>
    public string Option => "--void-" + Kind.ToLowerInvariant().Replace(' ', '-');
}
