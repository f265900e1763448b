namespace Countersign.Server.Vocabulary;

/// <summary>The service's name in authenticator apps.</summary>
public sealed record IssuerName(string Text);
