using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Delivery;

/// <summary>
/// Everything we say to people by mail and text message, in one place. A code comes first, then what it is for, how
/// long it lives, and what to do if one did not ask for it.
/// </summary>
/// <param name="issuer">Name of this service, as its people know it.</param>
/// <param name="baseUrl">Its address: the only one that messages ever name.</param>
public sealed class MessageTexts(string issuer, Uri baseUrl)
{
    private const int OneTextMessage = 160;

    /// <summary>A code that finishes a sign-in.</summary>
    public Message CodeToLogIn(Channel channel, Code code, TimeSpan life) => CodeMessage(
        channel, MessageKind.LogInCode, code, life,
        "to sign in",
        "Not you? Change your password.",
        $"If this was not you, somebody knows your password. Change it now at {baseUrl}");

    /// <summary>A code that allows one change of security settings.</summary>
    public Message CodeToChangeSettings(Channel channel, Code code, TimeSpan life) => CodeMessage(
        channel, MessageKind.ChangeCode, code, life,
        "to change security settings",
        "Not you? Change your password.",
        $"If this was not you, somebody else is using your account. Change your password now at {baseUrl}");

    /// <summary>A code and a link that prove an e-mail address; either is enough.</summary>
    public Message VerifyEmail(Code code, Uri link, TimeSpan life)
    {
        var body = new MailBody(issuer, "Confirm your e-mail address", code)
        {
            Paragraphs =
            [
                $"Enter this code to confirm your e-mail address for {issuer}, or open the link below. Both work for {Spoken(life)}, and once.",
                $"If you do not know {issuer}, do nothing: somebody mistyped an address.",
            ],
            Link = link,
        };
        return new(MessageKind.VerifyEmail, $"Confirm your e-mail address for {issuer}", body.ToText(), MailHtml.Of(body));
    }

    /// <summary>A link to reset a password.</summary>
    public Message ResetPassword(Uri link, TimeSpan life)
    {
        var body = new MailBody(issuer, "Choose a new password")
        {
            Paragraphs =
            [
                $"Open the link below to choose a new password for {issuer}. It works for {Spoken(life)}, and once. Two-factor authentication stays on.",
                "If you did not ask for it, do nothing: your password stays as it is.",
            ],
            Link = link,
        };
        return new(MessageKind.ResetPassword, $"Choose a new password for {issuer}", body.ToText(), MailHtml.Of(body));
    }

    /// <summary>A link, and its token for the command line, that turn 2FA off. Opening the link changes nothing.</summary>
    /// <param name="wait">How long the link waits before it works; nothing: it works at once.</param>
    public Message DisableByLink(string token, Uri link, TimeSpan life, TimeSpan wait)
    {
        var from = wait > TimeSpan.Zero ? $"It begins to work in {Spoken(wait)} and then works" : "It works";
        var body = new MailBody(issuer, "Turn two-factor authentication off?")
        {
            Paragraphs =
            [
                $"Somebody who knows your password asked to turn two-factor authentication off for your account at {issuer}. To do it, open the link below, enter your password and press the button. {from} for {Spoken(life)}, and once.",
                $"On the command line, give this token instead: {token}",
                $"If this was not you, do not use the link, and change your password now: that makes it void. {baseUrl}",
            ],
            Link = link,
            LinkText = "Go to the page",
        };
        return new(MessageKind.DisableLink, $"Turn two-factor authentication off at {issuer}?", body.ToText(), MailHtml.Of(body));
    }

    /// <summary>News in one text message.</summary>
    public Message ShortNotice(NoticeKind kind) => new(
        MessageKind.Notice, "", $"{issuer}: {NoticeTexts.Of(kind, new(DateTimeOffset.UnixEpoch)).Headline}. Not you? Change your password: {baseUrl}", "");

    /// <summary>News about the account. It holds no secret.</summary>
    public Message Notice(NoticeKind kind, NoticeFacts facts)
    {
        var words = NoticeTexts.Of(kind, facts);
        var body = new MailBody(issuer, words.Headline)
        {
            Paragraphs =
            [
                words.WhatHappened,
                $"If this was you, there is nothing to do. {words.IfNotYou} {baseUrl}",
            ],
            Facts = NoticeTexts.Circumstances(facts),
        };
        return new(MessageKind.Notice, $"{words.Headline} ({issuer})", body.ToText(), MailHtml.Of(body));
    }

    private Message CodeMessage(
        Channel channel, MessageKind kind, Code code, TimeSpan life, string purpose, string shortWarning, string warning) => channel switch
        {
            Channel.Sms => new(kind, "", Sms(code, purpose, life, shortWarning), ""),
            Channel.Email => CodeMail(kind, code, life, purpose, warning),
        };

    private Message CodeMail(MessageKind kind, Code code, TimeSpan life, string purpose, string warning)
    {
        var body = new MailBody(issuer, $"Your code {purpose}", code)
        {
            Paragraphs =
            [
                $"This is your code {purpose} at {issuer}. It works for {Spoken(life)}, and once. Nobody from {issuer} will ever ask you for it.",
                warning,
            ],
        };
        return new(kind, $"Your {issuer} code {purpose}", body.ToText(), MailHtml.Of(body));
    }

    // The last line lets phones fill in the code on our own pages and nowhere else (WICG "Origin-bound one-time codes").
    private string Sms(Code code, string purpose, TimeSpan life, string warning)
    {
        var digits = code.Reveal();
        var start = $"{digits} is your {issuer} code {purpose}. It works for {Spoken(life)}.";
        var end = $"\n@{baseUrl.IdnHost} #{digits}";
        var whole = $"{start} {warning}{end}";
        return whole.Length <= OneTextMessage ? whole : $"{digits}: {issuer} code {purpose}, for {Spoken(life)}. {warning}{end}";
    }

    private static string Spoken(TimeSpan life) => life switch
    {
        { TotalMinutes: 1 } => "1 minute",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{life.TotalMinutes:0} minutes"),
        { TotalHours: 1 } => "1 hour",
        _ => string.Create(CultureInfo.InvariantCulture, $"{life.TotalHours:0.#} hours"),
    };
}
