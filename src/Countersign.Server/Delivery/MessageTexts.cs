using Countersign.Core;

namespace Countersign.Server.Delivery;

/// <summary>
/// Everything we say to people by mail and text message, in one place and one language. A code comes first, then what it
/// is for, how long it lives, and what to do if one did not ask for it.
/// </summary>
/// <param name="issuer">Name of this service, as its people know it.</param>
/// <param name="baseUrl">Its address: the only one that messages ever name.</param>
/// <param name="language">What is spoken.</param>
public sealed class MessageTexts(string issuer, Uri baseUrl, Language language = Language.English)
{
    private readonly CodeWords codes = new(language, issuer, baseUrl);
    private readonly NoticeTexts notices = new(language);

    /// <summary>The same in the language of a person; null: they have chosen none.</summary>
    public MessageTexts In(Language? chosen) => chosen is { } other && other != language ? new(issuer, baseUrl, other) : this;

    /// <summary>A code that finishes a sign-in.</summary>
    public Message CodeToLogIn(Channel channel, Code code, TimeSpan life) => channel switch
    {
        Channel.Sms => new(MessageKind.LogInCode, "", codes.Text(code, life, codes.ToLogIn), ""),
        Channel.Email => CodeMail(MessageKind.LogInCode, code, life, codes.ToLogIn),
    };

    /// <summary>A code that allows one change of security settings.</summary>
    public Message CodeToChangeSettings(Channel channel, Code code, TimeSpan life) => channel switch
    {
        Channel.Sms => new(MessageKind.ChangeCode, "", codes.Text(code, life, codes.ToChangeSettings), ""),
        Channel.Email => CodeMail(MessageKind.ChangeCode, code, life, codes.ToChangeSettings),
    };

    /// <summary>A code and a link that prove an e-mail address; either is enough.</summary>
    public Message VerifyEmail(Code code, Uri link, TimeSpan life) => Mail(
        MessageKind.VerifyEmail,
        Say($"Confirm your e-mail address for {issuer}", $"Bestätigen Sie Ihre E-Mail-Adresse für {issuer}"),
        new(language, issuer, Say("Confirm your e-mail address", "Bestätigen Sie Ihre E-Mail-Adresse"), code)
        {
            Paragraphs =
            [
                Say($"Enter this code to confirm your e-mail address for {issuer}, or open the link below. Both work for {codes.Spoken(life)}, and once.",
                    $"Geben Sie diesen Code ein, um Ihre E-Mail-Adresse für {issuer} zu bestätigen, oder öffnen Sie den Link. Beides gilt {codes.Spoken(life)}, und einmal."),
                Say($"If you do not know {issuer}, do nothing: somebody mistyped an address.",
                    $"Wenn Sie {issuer} nicht kennen, tun Sie nichts: Jemand hat sich bei einer Adresse vertippt."),
            ],
            Link = link,
            LinkText = Say("Confirm this address", "Diese Adresse bestätigen"),
        });

    /// <summary>A link to reset a password.</summary>
    public Message ResetPassword(Uri link, TimeSpan life) => Mail(
        MessageKind.ResetPassword,
        Say($"Choose a new password for {issuer}", $"Wählen Sie ein neues Passwort für {issuer}"),
        new(language, issuer, Say("Choose a new password", "Wählen Sie ein neues Passwort"))
        {
            Paragraphs =
            [
                Say($"Open the link below to choose a new password for {issuer}. It works for {codes.Spoken(life)}, and once. Two-factor authentication stays on.",
                    $"Öffnen Sie den Link, um ein neues Passwort für {issuer} zu wählen. Er gilt {codes.Spoken(life)}, und einmal. Die Zwei-Faktor-Anmeldung bleibt an."),
                Say("If you did not ask for it, do nothing: your password stays as it is.",
                    "Wenn Sie ihn nicht verlangt haben, tun Sie nichts: Ihr Passwort bleibt, wie es ist."),
            ],
            Link = link,
            LinkText = Say("Choose a new password", "Neues Passwort wählen"),
        });

    /// <summary>A link, and its token for the command line, that turn 2FA off. Opening the link changes nothing.</summary>
    /// <param name="wait">How long the link waits before it works; nothing: it works at once.</param>
    public Message DisableByLink(string token, Uri link, TimeSpan life, TimeSpan wait) => Mail(
        MessageKind.DisableLink,
        Say($"Turn two-factor authentication off at {issuer}?", $"Zwei-Faktor-Anmeldung bei {issuer} ausschalten?"),
        new(language, issuer, Say("Turn two-factor authentication off?", "Zwei-Faktor-Anmeldung ausschalten?"))
        {
            Paragraphs =
            [
                Say($"Somebody who knows your password asked to turn two-factor authentication off for your account at {issuer}. To do it, open the link below, enter your password and press the button. {WorksFrom(wait)} for {codes.Spoken(life)}, and once.",
                    $"Jemand, der Ihr Passwort kennt, will die Zwei-Faktor-Anmeldung Ihres Kontos bei {issuer} ausschalten. Um das zu tun, öffnen Sie den Link, geben Sie Ihr Passwort ein und drücken Sie den Knopf. {WorksFrom(wait)} {codes.Spoken(life)}, und einmal."),
                Say($"On the command line, give this token instead: {token}", $"Auf der Befehlszeile geben Sie stattdessen dieses Zeichen an: {token}"),
                Say($"If this was not you, do not use the link, and change your password now: that makes it void. {baseUrl}",
                    $"Wenn Sie das nicht waren, benutzen Sie den Link nicht und ändern Sie jetzt Ihr Passwort: Dann gilt er nicht mehr. {baseUrl}"),
            ],
            Link = link,
            LinkText = Say("Go to the page", "Zur Seite"),
        });

    /// <summary>News in one text message.</summary>
    public Message ShortNotice(NoticeKind kind)
    {
        var headline = notices.Of(kind, new(DateTimeOffset.UnixEpoch)).Headline;
        return new(MessageKind.Notice, "", Say(
            $"{issuer}: {headline}. Not you? Change your password: {baseUrl}",
            $"{issuer}: {headline}. Nicht Sie? Ändern Sie Ihr Passwort: {baseUrl}"), "");
    }

    /// <summary>News about the account. It holds no secret.</summary>
    public Message Notice(NoticeKind kind, NoticeFacts facts)
    {
        var words = notices.Of(kind, facts);
        return Mail(MessageKind.Notice, $"{words.Headline} ({issuer})", new(language, issuer, words.Headline)
        {
            Paragraphs =
            [
                words.WhatHappened,
                kind is NoticeKind.SecondFactorRequired or NoticeKind.SecondFactorNotRequired
                    ? $"{words.IfNotYou} {baseUrl}"
                    : $"{Say("If this was you, there is nothing to do.", "Wenn Sie das waren, ist nichts zu tun.")} {words.IfNotYou} {baseUrl}",
            ],
            Facts = notices.Circumstances(facts),
        });
    }

    /// <summary>A factor in the middle of a sentence.</summary>
    public string NameOf(ProofKind factor) => notices.NameOf(factor);

    private Message CodeMail(MessageKind kind, Code code, TimeSpan life, CodePurpose purpose) =>
        Mail(kind, purpose.Subject, new(language, issuer, purpose.Headline, code)
        {
            Paragraphs = [codes.Paragraph(life, purpose), purpose.Warning],
        });

    private static Message Mail(MessageKind kind, string subject, MailBody body) => new(kind, subject, body.ToText(), MailHtml.Of(body));

    private string WorksFrom(TimeSpan wait) => wait > TimeSpan.Zero
        ? Say($"It begins to work in {codes.Spoken(wait)} and then works", $"Er gilt erst in {codes.Spoken(wait)} und dann")
        : Say("It works", "Er gilt");

    private string Say(string english, string german) => language.Say(english, german);
}
