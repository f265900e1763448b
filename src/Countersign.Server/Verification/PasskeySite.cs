using System.Net;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Verification;

/// <summary>The site that passkeys are made for, by the configured address alone.</summary>
public sealed class PasskeySite(PublicAddress address)
{
    private const string ThisMachine = "localhost";

    /// <summary>Its name (the RP ID): passkeys are found at this name only.</summary>
    public string Name { get; } = address.Base.IdnHost;

    /// <summary>Where its pages are, as browsers write it.</summary>
    public string Origin { get; } = address.Base.GetLeftPart(UriPartial.Authority);

    /// <summary>
    /// The name of the site where browsers make and use passkeys; null where they do not. They take names only (W3C Web Authentication
    /// §5.1.3), over https or on the machine itself.
    /// </summary>
    public static string? NameOf(Uri address)
    {
        var name = address.IdnHost;
        var isLocal = name == ThisMachine || name.EndsWith("." + ThisMachine, StringComparison.Ordinal);
        return !IPAddress.TryParse(name.Trim('[', ']'), out _) && (isLocal || address.Scheme == Uri.UriSchemeHttps) ? name : null;
    }
}
