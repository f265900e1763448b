namespace Countersign.Server.Delivery.Wording;

/// <summary>A mail with a link, in words.</summary>
/// <param name="Paragraphs">The first stands above the link, the others below.</param>
/// <param name="Button">What the link does.</param>
internal sealed record LinkWords(string Subject, string Headline, IReadOnlyList<string> Paragraphs, string Button);

/// <summary>What mails with a link say; a language is a class that says all of it. Lives and waits come as they are spoken.</summary>
internal abstract class LinkTexts
{
    /// <summary>Where reminders are turned off.</summary>
    public abstract string ToTurnOffReminders { get; }

    /// <summary>A code and a link that prove an e-mail address; either is enough.</summary>
    public abstract LinkWords VerifyEmail(string issuer, string life);

    /// <summary>The link that confirms a sign-up, before which nobody is let in.</summary>
    public abstract LinkWords ConfirmSignUp(string issuer, string life);

    public abstract LinkWords ResetPassword(string issuer, string life);

    /// <summary>A link that vouches for a second factor.</summary>
    public abstract LinkWords ConfirmFactor(string issuer, string life, Uri baseUrl);

    /// <summary>A link, and its token for the command line, that turn 2FA off.</summary>
    /// <param name="wait">How long the link waits before it works; null: it works at once.</param>
    public abstract LinkWords DisableByLink(string issuer, string life, string? wait, string token, Uri baseUrl);
}
