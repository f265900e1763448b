using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A place that an account knows.</summary>
/// <param name="Name">The address, or the network that one IPv6 customer has to himself; of a remembered browser its number.</param>
public sealed record KnownPlace(string Name, bool IsBrowser = false);

/// <summary>One password, offered for a name.</summary>
/// <param name="Name">As it was typed; of somebody who is signed in, their user name.</param>
/// <param name="Account">Whose name it is; null when it is nobody's.</param>
/// <param name="Browser">The token of the remembered browser that it came from, if any.</param>
/// <param name="Caller">Who is signed in already and gives the password once more; null at a sign-in.</param>
public sealed record PasswordTry(string Name, Account? Account, Source Source, Token? Browser = null, Caller? Caller = null)
{
    /// <summary>The known place that it was found to come from when it was charged; null: strangers may be there too.</summary>
    public KnownPlace? Known { get; init; }

    /// <inheritdoc cref="Charged.WhenWrong"/>
    public DateTimeOffset? WhenWrong { get; init; }

    /// <summary>
    /// What waits are counted by. The name and not its account: a wait that an address and a user name shared would tell
    /// a stranger that they belong to one person.
    /// </summary>
    public string Spelled => Spell(Name);

    /// <summary>
    /// Whose known addresses are looked at: the account's, under whichever of its names; a name that is nobody's has its own.
    /// </summary>
    public string Who => Account is { } account ? IdOf(account) : Spelled;

    /// <summary>
    /// The claim to have the password hashed: from a known place in a line of its own, else in that of all who try this name. Remembered
    /// browsers have the two places of an address once more, for themselves, so that neighbours of theirs do not fill those: only whoever
    /// has proven a second factor there gets more by it than others.
    /// </summary>
    public HashClaim Claim
    {
        get
        {
            var claim = Caller is { Account: var account } ? Source.Claim(account.Id) : Source.Claim(HashLane.SignIns, Spelled);
            return Known switch
            {
                null => claim,
                { IsBrowser: false } => claim with { Known = Known.Name },
                { IsBrowser: true } => claim with
                {
                    Known = Known.Name,
                    Address = BrowsersAt(claim.Address),
                    Site = claim.Site is { } site ? BrowsersAt(site) : null,
                },
            };
        }
    }

    /// <summary>An account's word in the names of what is counted.</summary>
    public static string IdOf(Account account) => string.Create(CultureInfo.InvariantCulture, $"id:{account.Id.Value}");

    /// <summary>
    /// A name's word in the names of what is counted, however it is typed. It holds no at sign, which ends it there: forgiving <c>ada</c>
    /// must not forgive <c>ada@elsewhere.example</c>. A name that is longer than any account's is nobody's, and stands there as its hash:
    /// what is counted is found by an index, which takes no text of any length.
    /// </summary>
    public static string Spell(string name)
    {
        var canonical = AccountStore.Canonical(name);
        return canonical.Length > EmailAddress.Longest
            ? $"name#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}"
            : $"name:{canonical.Replace("%", "%25", StringComparison.Ordinal).Replace("@", "%40", StringComparison.Ordinal)}";
    }

    private static string BrowsersAt(string network) => $"browsers@{network}";

    /// <summary>Neither the name nor the browser.</summary>
    public override string ToString() => Caller is null ? "a sign-in" : "a signed-in person";
}
