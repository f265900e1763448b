using System.Globalization;

namespace Countersign.Core;

/// <summary>
/// What spoke for an account: an API key, a session, a password alone, the operator's shell or an admin. Whatever is begun
/// with a credential is bound to it, and the audit log names it. It says which one, and is no secret.
/// </summary>
/// <param name="Word">As it is stored. The words are data: they must stay as they are.</param>
public readonly record struct Credential(string Word)
{
    private const string AtApp = "password:app:";

    /// <summary>A caller who comes with user name and password and holds nothing else.</summary>
    public static Credential PasswordAlone { get; } = new("password");

    /// <summary>A caller who comes with user name and password by an application that asks by RADIUS.</summary>
    public static Credential PasswordAt(AppId app) => new(string.Create(CultureInfo.InvariantCulture, $"{AtApp}{app.Value}"));

    /// <summary>An API key.</summary>
    public static Credential Of(ApiKeyId key) => new(string.Create(CultureInfo.InvariantCulture, $"key:{key.Value}"));

    /// <summary>A session.</summary>
    public static Credential Of(SessionId session) => new(string.Create(CultureInfo.InvariantCulture, $"ses:{session.Value}"));

    /// <summary>An application that keeps its own people, and speaks for one of them.</summary>
    public static Credential Of(AppId app) => new(string.Create(CultureInfo.InvariantCulture, $"app:{app.Value}"));

    /// <summary>The machine's own shell, by the name of its user.</summary>
    public static Credential OfShell(string user) => new($"shell:{user}");

    /// <summary>An admin who acts on somebody else's account.</summary>
    public static Credential OfAdmin(AccountId admin) => new(string.Create(CultureInfo.InvariantCulture, $"admin:{admin.Value}"));

    /// <summary>Whether nothing but a password stands behind it.</summary>
    public bool IsPassword => this == PasswordAlone || Word.StartsWith(AtApp, StringComparison.Ordinal);

    /// <summary>Whether it is an API key: by itself no more than a first factor.</summary>
    public bool IsApiKey => Word.StartsWith("key:", StringComparison.Ordinal);

    /// <summary>Whether it is an application that keeps its own people.</summary>
    public bool IsApplication => Word.StartsWith("app:", StringComparison.Ordinal);

    /// <summary>The stored word.</summary>
    public override string ToString() => Word;
}
