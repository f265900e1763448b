using Countersign.Server.Secrets;

namespace Countersign.Server.Vocabulary;

/// <summary>Where people reach the server; the only address that messages name.</summary>
public sealed record PublicAddress(Uri Base)
{
    /// <summary>A page of ours with a token in it.</summary>
    public Uri Page(string path, Token token) => new(Base, $"{path}?token={Uri.EscapeDataString(token.Reveal())}");

    /// <summary>The page that turns 2FA off.</summary>
    public Uri DisablePage(Token link) => new(Base, $"tf/disable/{Uri.EscapeDataString(link.Reveal())}");
}
