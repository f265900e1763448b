using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.Verification;

/// <summary>What the answer to a question is good for.</summary>
public enum PasskeyUse
{
    /// <summary>To finish a sign-in that began with a password.</summary>
    LogIn,

    /// <summary>To do one thing as a signed-in caller.</summary>
    Change,

    /// <summary>To add a passkey to the caller's account.</summary>
    Enroll,

    /// <summary>To sign in with nothing else.</summary>
    Enter,
}

/// <summary>What the browser is given to ask a passkey with, and carries back with its answer.</summary>
/// <param name="Options">What the browser is to do.</param>
/// <param name="Ticket">Good once, for minutes, for one account, use and caller.</param>
public sealed record PasskeyAsk(string Options, string Ticket);

/// <summary>
/// Asks passkeys. What was asked is stored nowhere: the browser carries it, authenticated and bound to account, use, caller and the
/// account's credentials, so that asking costs a stranger's victim nothing. What was answered is: see <see cref="SpentQuestionStore"/>.
/// </summary>
public sealed class PasskeyTickets(PasskeyCeremonies ceremonies, Stamped stamped, Policy policy)
{
    private const long Nobody = 0;

    /// <summary>Asks for a new passkey.</summary>
    public async Task<PasskeyAsk> ToMake(Account account, IReadOnlyList<Passkey> known, Credential by, DateTimeOffset now) =>
        Of(await ceremonies.AskToMake(account, Here(known)), PasskeyUse.Enroll, new(account, by), now);

    /// <summary>Asks one of the account's passkeys for a second factor.</summary>
    /// <param name="by">The caller; null: a sign-in that waits for it.</param>
    public async Task<PasskeyAsk> ToUse(Account account, IReadOnlyList<Passkey> known, Credential? by, DateTimeOffset now) => Of(
        await ceremonies.AskToUse(account, Here(known)), by is null ? PasskeyUse.LogIn : PasskeyUse.Change, new(account, by), now);

    /// <summary>Asks any passkey to open its account.</summary>
    public async Task<PasskeyAsk> ToEnter(DateTimeOffset now) => Of(await ceremonies.AskToEnter(), PasskeyUse.Enter, null, now);

    /// <summary>Those that browsers find at this site.</summary>
    public IReadOnlyList<Passkey> Here(IReadOnlyList<Passkey> known) => [.. known.Where(passkey => passkey.Site == policy.PasskeySite)];

    /// <summary>
    /// What was asked, for this account, use and caller; else how it is not.
    /// </summary>
    internal (string? State, Outcome Trouble) Read(string ticket, PasskeyUse use, Account account, Credential? by, DateTimeOffset now)
    {
        if (stamped.Read(ticket, PlaceOf(use)) is not { } content) return (null, Outcome.NoChallenge);

        var asked = JsonSerializer.Deserialize<Asked>(content)!;
        var fits = use is PasskeyUse.Enter
            ? asked.Account == Nobody
            : asked.Account == account.Id.Value && asked.By == by?.Word && asked.Version == account.CredentialVersion;
        if (!fits) return (null, Outcome.NoChallenge);

        var end = DateTimeOffset.FromUnixTimeSeconds(asked.Ends);
        return Believed.IsAhead(end, now, policy.PasskeyLife) ? (asked.State, default) : (null, Outcome.Expired);
    }

    /// <summary>What names a question once it was answered.</summary>
    internal static byte[] HashOf(string state) => SHA256.HashData(Encoding.UTF8.GetBytes(state));

    private PasskeyAsk Of(PasskeyQuestion question, PasskeyUse use, Asker? asker, DateTimeOffset now)
    {
        var asked = new Asked(
            question.State, asker?.Account.Id.Value ?? Nobody, asker?.By?.Word, asker?.Account.CredentialVersion ?? 0,
            (now + policy.PasskeyLife).ToUnixTimeSeconds());
        return new(question.Options, stamped.Make(JsonSerializer.SerializeToUtf8Bytes(asked), PlaceOf(use)));
    }

    private static string PlaceOf(PasskeyUse use) => $"passkey {use}";

    private sealed record Asker(Account Account, Credential? By);

    private sealed record Asked(string State, long Account, string? By, long Version, long Ends);
}
