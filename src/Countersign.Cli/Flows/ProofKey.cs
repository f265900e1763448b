using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Cli.Flows;

/// <summary>
/// What a sign-in in the browser is known by (RFC 7636): the address that is opened shows the challenge and the state, and the verifier
/// stays here until the code has come.
/// </summary>
internal sealed class ProofKey
{
    private const int Chance = 32;

    /// <summary>Goes to the server with the code, and nowhere else.</summary>
    public string Verifier { get; } = Random();

    /// <summary>The mark by which we know our own answer.</summary>
    public string State { get; } = Random();

    /// <summary>The SHA-256 of the verifier.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public override string ToString() => "•••";

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Chance));
}
