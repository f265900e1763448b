using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>One password, offered for a name.</summary>
/// <param name="Name">As it was typed; of somebody who is signed in, their user name.</param>
/// <param name="Account">Whose name it is; null when it is nobody's.</param>
/// <param name="Browser">The token of the remembered browser that it came from, if any.</param>
/// <param name="Caller">Who is signed in already and gives the password once more; null at a sign-in.</param>
public sealed record PasswordTry(string Name, Account? Account, Source Source, Token? Browser = null, Caller? Caller = null)
{
    /// <summary>
    /// What waits are counted by. The name and not its account: a wait that an address and a user name shared would tell
    /// a stranger that they belong to one person.
    /// </summary>
    public string Spelled => Spell(Name);

    /// <summary>
    /// Whose known addresses are looked at: the account's, under whichever of its names; a name that is nobody's has its own.
    /// </summary>
    public string Who => Account is { } account ? IdOf(account) : Spelled;

    /// <summary>The claim to have the password hashed.</summary>
    public HashClaim Claim =>
        Caller is { Account: var account } ? Source.Claim(account.Id) : Source.Claim(HashLane.SignIns, Spelled);

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

    /// <summary>Neither the name nor the browser.</summary>
    public override string ToString() => Caller is null ? "a sign-in" : "a signed-in person";
}
