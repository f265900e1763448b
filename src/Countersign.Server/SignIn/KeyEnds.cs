using System.Globalization;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>Which API keys outlive a change of what they rest on.</summary>
public sealed class KeptKeys
{
    private readonly Func<ApiKey, bool> holds;

    private KeptKeys(Func<ApiKey, bool> holds) => this.holds = holds;

    /// <summary>All of them.</summary>
    public static KeptKeys All { get; } = new(_ => true);

    /// <summary>None of them.</summary>
    public static KeptKeys None { get; } = new(_ => false);

    /// <summary>
    /// Those that an operator made: whoever has the password or the mailbox of the account could not make one, and a program hangs on it.
    /// </summary>
    public static KeptKeys ByOperators { get; } = new(key => key.IsByOperator);

    /// <summary>Those that somebody named, and no other: one that they were not shown ends.</summary>
    public static KeptKeys Only(IEnumerable<ApiKeyId> named)
    {
        var ids = named.ToHashSet();
        return new(key => ids.Contains(key.Id));
    }

    /// <summary>These, and one more.</summary>
    public KeptKeys And(ApiKeyId? one) => new(key => holds(key) || key.Id == one);

    /// <summary>Whether a key outlives it.</summary>
    public bool Holds(ApiKey key) => holds(key);
}

/// <summary>
/// Ends API keys in the transaction of what ends them: a password set anew, an address proven, "this wasn't me", an account disabled.
/// </summary>
public sealed class KeyEnds(AuditLog audit)
{
    /// <summary>Ends all of the account's keys but those that are kept; answers how many, and writes down which.</summary>
    /// <param name="because">The entry of what ends them: who, and from where.</param>
    public async Task<int> EndAll(Tx tx, AccountId account, KeptKeys keep, AuditEntry because)
    {
        var ended = (await ApiKeyStore.ListOf(tx, account)).Where(key => !keep.Holds(key)).ToList();
        foreach (var key in ended) OvertakenException.Unless(await ApiKeyStore.TryDelete(tx, account, key.Id));
        if (ended.Count > 0) await audit.Append(tx, because with { Event = AuditEvent.AuthnTokenRevoked, Args = ArgsOf(ended) });
        return ended.Count;
    }

    private static string ArgsOf(IEnumerable<ApiKey> ended) => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["api_keys"] = string.Join(',', ended.Select(key => key.Id.Value.ToString(CultureInfo.InvariantCulture))),
        });
}
