using System.Globalization;
using Countersign.Core;
using Countersign.Server.Delivery.Wording;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>
/// Everything we say to people by mail and text message, in one language. A code comes first, then what it is for, how long
/// it lives, and what to do if one did not ask for it. The sentences are in <see cref="Wording"/>.
/// </summary>
/// <param name="issuer">Name of this service, as its people know it.</param>
/// <param name="baseUrl">Its address: the only one that messages ever name.</param>
/// <param name="language">What is spoken.</param>
/// <param name="look">What mails look like; null: as usual.</param>
/// <param name="own">What the operator words otherwise; null: nothing.</param>
public sealed class MessageTexts(
    string issuer, Uri baseUrl, Language language = Language.English, ServiceLook? look = null, OwnTexts? own = null)
{
    private readonly ServiceLook look = look ?? new();
    private readonly MessageWords words = MessageWords.In(language, issuer, baseUrl);
    private readonly OwnTexts given = own ?? OwnTexts.None;
    private readonly OwnWording own = new(own ?? OwnTexts.None, language, issuer, baseUrl);

    /// <summary>As an operator decides.</summary>
    public static MessageTexts Of(ServerSettings settings, OwnTexts own) =>
        new(settings.Issuer, settings.BaseUrl, settings.Language, settings.Look, own);

    /// <summary>The same in the language of a person; null: they have chosen none.</summary>
    public MessageTexts In(Language? chosen) =>
        chosen is { } other && other != language ? new(issuer, baseUrl, other, look, given) : this;

    /// <summary>A code that finishes a sign-in.</summary>
    public Message CodeToLogIn(Channel channel, Code code, TimeSpan life) =>
        SentCode(channel, MessageKind.LogInCode, code, life, OwnKeys.SignIn, words.Codes.ToLogIn);

    /// <summary>A code that allows one change of security settings.</summary>
    public Message CodeToChangeSettings(Channel channel, Code code, TimeSpan life) =>
        SentCode(channel, MessageKind.ChangeCode, code, life, OwnKeys.Change, words.Codes.ToChangeSettings);

    /// <summary>A code that was asked for with an API key: it finishes a sign-in, or allows one change; nobody said which.</summary>
    public Message CodeToLogInOrChange(Channel channel, Code code, TimeSpan life) =>
        SentCode(channel, MessageKind.ChangeCode, code, life, OwnKeys.SignInOrChange, words.Codes.ToLogInOrChange);

    /// <summary>A code and a link that prove an e-mail address; either is enough.</summary>
    public Message VerifyEmail(Code code, Uri link, TimeSpan life) =>
        WithLink(MessageKind.VerifyEmail, link, OwnKeys.VerifyEmail, words.Links.VerifyEmail(issuer, Spoken(life)), life, code);

    /// <summary>The link that confirms a sign-up.</summary>
    public Message ConfirmSignUp(Uri link, TimeSpan life) =>
        WithLink(MessageKind.VerifyEmail, link, OwnKeys.ConfirmSignUp, words.Links.ConfirmSignUp(issuer, Spoken(life)), life);

    /// <summary>A link to reset a password.</summary>
    public Message ResetPassword(Uri link, TimeSpan life) =>
        WithLink(MessageKind.ResetPassword, link, OwnKeys.ResetPassword, words.Links.ResetPassword(issuer, Spoken(life)), life);

    /// <summary>A link that vouches for a second factor. Opening it changes nothing.</summary>
    public Message ConfirmFactor(Uri link, TimeSpan life) =>
        WithLink(MessageKind.ConfirmFactor, link, OwnKeys.ConfirmFactor, words.Links.ConfirmFactor(issuer, Spoken(life), baseUrl), life);

    /// <summary>A link, and its token for the command line, that turn 2FA off. Opening the link changes nothing.</summary>
    /// <param name="wait">How long the link waits before it works; nothing: it works at once.</param>
    public Message DisableByLink(string token, Uri link, TimeSpan life, TimeSpan wait)
    {
        var spoken = wait > TimeSpan.Zero ? Spoken(wait) : null;
        var usual = words.Links.DisableByLink(issuer, Spoken(life), spoken, token, baseUrl);
        var name = spoken is null ? OwnKeys.TurnOff : OwnKeys.TurnOffLater;
        return WithLink(
            MessageKind.DisableLink, link, own.Say(name, usual, (Hole.Time, Spoken(life)), (Hole.Wait, spoken), (Hole.Token, token)));
    }

    /// <summary>News in one text message.</summary>
    /// <param name="notMe">The link by which the person objects; null: there is nothing more to stop.</param>
    public Message ShortNotice(NoticeKind kind, Uri? notMe)
    {
        var headline = own.Say(kind, words.Notices.Of(kind, new(DateTimeOffset.UnixEpoch))).Headline;
        var usual = words.Notices.Short(headline, issuer, notMe);
        var name = notMe is null ? OwnKeys.TextMessage : OwnKeys.TextMessageWithLink;
        return new(MessageKind.Notice, "", own.Say(name, usual, (Hole.Headline, headline), (Hole.Link, notMe?.ToString())), "");
    }

    /// <summary>News about the account. It holds no secret but the link to object by, which opens nothing.</summary>
    public Message Notice(NoticeKind kind, NoticeFacts facts)
    {
        var notice = own.Say(kind, words.Notices.Of(kind, facts), FactsOf(facts));
        var headline = facts.More is { } times ? words.Notices.Again(notice.Headline, times) : notice.Headline;
        return Mail(MessageKind.Notice, $"{headline} ({issuer})", new(language, issuer, headline)
        {
            Paragraphs =
            [
                facts.KeysEnded > 0 ? $"{notice.WhatHappened} {words.Notices.KeysEnded(facts.KeysEnded)}" : notice.WhatHappened,
                .. facts.More is { } more ? (IEnumerable<string>)[words.Notices.Gathered(more)] : [],
                kind switch
                {
                    NoticeKind.SecondFactorRequired or NoticeKind.SecondFactorNotRequired or NoticeKind.FewBackupCodes => $"{notice.IfNotYou} {baseUrl}",
                    _ when facts.NotMe is not null => $"{NothingToDo} {own.Say(OwnKeys.ToObject, words.Notices.ToObject)}",
                    _ => $"{NothingToDo} {notice.IfNotYou} {baseUrl}",
                },
                .. facts.TurnOff is null ? (IEnumerable<string>)[] : [own.Say(OwnKeys.Reminders, words.Links.ToTurnOffReminders)],
            ],
            Link = facts.NotMe,
            LinkText = own.Say(OwnKeys.NotMe, words.Notices.NotMe),
            Facts = words.Notices.Circumstances(facts),
        }) with
        {
            TurnOff = facts.TurnOff,
        };
    }

    /// <summary>A factor in the middle of a sentence.</summary>
    public string NameOf(ProofKind factor) => words.Notices.NameOf(factor);

    private string NothingToDo => own.Say(OwnKeys.NothingToDo, words.Notices.NothingToDo);

    private (string, string?)[] FactsOf(NoticeFacts facts) =>
    [
        (Hole.Name, facts.Method is { } named ? SafeText.OneLine(named) : null),
        (Hole.Left, facts.Left?.ToString(CultureInfo.InvariantCulture)),
        (Hole.Until, facts.Until is { } until ? words.Notices.Instant(until) : null),
    ];

    private Message SentCode(Channel channel, MessageKind kind, Code code, TimeSpan life, string name, CodePurpose usual)
    {
        var purpose = own.Say(name, usual);
        return channel switch
        {
            Channel.Sms => new(kind, "", own.Say(
                $"{name}.sms", words.Codes.Sentences(code, life, usual), (Hole.Code, code.Reveal()), (Hole.Time, Spoken(life)))
                + words.Codes.LastLine(code), "")
            {
                Spoken = CallLines.Of(own.Say(
                    $"{name}{OwnKeys.Call}", words.Codes.ForCall(code, usual), (Hole.Code, CallLines.Slowly(code)), (Hole.Time, Spoken(life)))),
                SpokenIn = language,
            },
            Channel.Email => Mail(kind, purpose.Subject, new(language, issuer, purpose.Headline, code)
            {
                Paragraphs = [own.Say($"{name}.text", words.Codes.Paragraph(life, usual), (Hole.Time, Spoken(life))), purpose.Warning],
            }),
        };
    }

    private Message WithLink(MessageKind kind, Uri link, string name, LinkWords usual, TimeSpan life, Code? code = null) =>
        WithLink(kind, link, own.Say(name, usual, (Hole.Time, Spoken(life))), code);

    private Message WithLink(MessageKind kind, Uri link, LinkWords words, Code? code = null) =>
        Mail(kind, words.Subject, new(language, issuer, words.Headline, code)
        {
            Paragraphs = words.Paragraphs,
            Link = link,
            LinkText = words.Button,
        });

    private string Spoken(TimeSpan life) => words.Codes.Spoken(life);

    private Message Mail(MessageKind kind, string subject, MailBody body) => new(
        kind, look.CodeInSubject && body.Code is { } code ? $"{code.Reveal()}: {subject}" : subject, (body with { Foot = Foot }).ToText(),
        MailHtml.Of(body with { Foot = Foot }, look));

    // Bare addresses: mail programs make links of them, and every language reads them.
    private IReadOnlyList<string> Foot =>
        [.. ((string?[])[look.Support?.Text, look.Imprint?.AbsoluteUri, look.Privacy?.AbsoluteUri]).OfType<string>()];
}
