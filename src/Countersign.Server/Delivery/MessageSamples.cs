using Countersign.Core;
using Countersign.Server.Delivery.Wording;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>A message as it would go out, with made-up facts.</summary>
/// <param name="Kind">As the keys of its texts begin.</param>
/// <param name="Keys">The keys of the operator's texts that stand in it, where it is a text message.</param>
public sealed record MessageSample(string Kind, Channel Channel, Message Message, IReadOnlyList<string> Keys);

/// <summary>One of each message there is. The codes and links in them were never anybody's.</summary>
public sealed class MessageSamples(ServerSettings settings)
{
    private static readonly Token Token = Token.New(TokenKind.Link);
    private static readonly Code Code = Code.FromNumber(123456);
    private static readonly DateTimeOffset Morning = new(2027, 3, 14, 9, 26, 0, TimeSpan.Zero);

    private static readonly NoticeFacts Facts = new(Morning, "203.0.113.7", "Firefox", "Pixel 9", 3, Morning.AddDays(1));

    private readonly TimeSpan links = settings.Policy.LinkLife;
    private readonly PublicAddress address = new(settings.BaseUrl);

    /// <summary>All of them, with codes that are new.</summary>
    public IEnumerable<MessageSample> All(MessageTexts texts) =>
    [
        .. Codes(texts, settings.Policy.ChallengeLife, Channel.Sms),
        .. Codes(texts, settings.Policy.ChallengeLife, Channel.Email),
        Mail(OwnKeys.VerifyEmail, texts.VerifyEmail(Code, Page("verify"), links)),
        Mail(OwnKeys.ConfirmSignUp, texts.ConfirmSignUp(Page("verify"), links)),
        Mail(OwnKeys.ResetPassword, texts.ResetPassword(Page("reset"), links)),
        Mail(OwnKeys.ConfirmFactor, texts.ConfirmFactor(Page("confirm-2fa"), links)),
        Mail(OwnKeys.TurnOff, texts.DisableByLink(Token.Reveal(), address.DisablePage(Token), links, TimeSpan.Zero)),
        Mail(OwnKeys.TurnOffLater, texts.DisableByLink(Token.Reveal(), address.DisablePage(Token), links, TimeSpan.FromHours(24))),
        .. Enum.GetValues<NoticeKind>().SelectMany(kind => (IEnumerable<MessageSample>)
        [
            Mail(OwnKeys.NameOf(kind), texts.Notice(kind, Facts with { NotMe = Page("not-me") })),
            Mail(OwnKeys.NameOf(kind), texts.Notice(kind, Facts with { TurnOff = Notices.IsReminder(kind) ? Page("reminders") : null })),
            .. News(texts, kind),
        ]),
    ];

    /// <summary>Every text message, with all lengths that its parts may take.</summary>
    public IEnumerable<MessageSample> TextMessages(MessageTexts texts) =>
    [
        .. Enumerable.Range(1, (int)Math.Ceiling(settings.Policy.ChallengeLife.TotalMinutes))
            .SelectMany(minutes => Codes(texts, TimeSpan.FromMinutes(minutes), Channel.Sms)),
        .. Enum.GetValues<NoticeKind>().SelectMany(kind => News(texts, kind)),
    ];

    private static IEnumerable<MessageSample> Codes(MessageTexts texts, TimeSpan life, Channel channel) =>
    [
        Of(OwnKeys.SignIn, channel, texts.CodeToLogIn(channel, Code, life)),
        Of(OwnKeys.Change, channel, texts.CodeToChangeSettings(channel, Code, life)),
        Of(OwnKeys.SignInOrChange, channel, texts.CodeToLogInOrChange(channel, Code, life)),
    ];

    private IEnumerable<MessageSample> News(MessageTexts texts, NoticeKind kind)
    {
        var name = OwnKeys.NameOf(kind);
        return
        [
            new(name, Channel.Sms, texts.ShortNotice(kind, Page("not-me")), [OwnKeys.TextMessageWithLink, $"{name}.headline"]),
            new(name, Channel.Sms, texts.ShortNotice(kind, null), [OwnKeys.TextMessage, $"{name}.headline"]),
        ];
    }

    private static MessageSample Mail(string kind, Message message) => Of(kind, Channel.Email, message);

    private static MessageSample Of(string kind, Channel channel, Message message) => new(kind, channel, message, [$"{kind}.sms"]);

    private Uri Page(string name) => address.Page(name, Token);
}
