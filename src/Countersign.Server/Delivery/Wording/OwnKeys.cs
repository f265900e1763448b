using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Server.Delivery.Wording;

/// <summary>Everything that an operator may word otherwise, by the message that it stands in.</summary>
internal static partial class OwnKeys
{
    public const string Call = ".call";
    public const string SignIn = "sign-in";
    public const string Change = "change";
    public const string SignInOrChange = "sign-in-or-change";
    public const string VerifyEmail = "verify-email";
    public const string ConfirmSignUp = "confirm-sign-up";
    public const string ResetPassword = "reset-password";
    public const string ConfirmFactor = "confirm-factor";
    public const string TurnOff = "turn-off";
    public const string TurnOffLater = "turn-off-later";
    public const string NothingToDo = "news.nothing-to-do";
    public const string ToObject = "news.to-object";
    public const string NotMe = "news.button";
    public const string Reminders = "news.reminders";
    public const string TextMessage = "news.sms";
    public const string TextMessageWithLink = "news.sms-link";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static IReadOnlyList<OwnKey> All { get; } =
    [
        .. Codes(SignIn),
        .. Codes(Change),
        .. Codes(SignInOrChange),
        .. Links(VerifyEmail),
        .. Links(ConfirmSignUp),
        .. Links(ResetPassword),
        .. Links(ConfirmFactor),
        .. Links(TurnOff),
        Needs($"{TurnOff}.command", [Hole.Token]),
        .. Links(TurnOffLater, Hole.Wait),
        Needs($"{TurnOffLater}.command", [Hole.Token]),
        Plain(NothingToDo),
        Plain(ToObject),
        Plain(NotMe),
        Plain(Reminders),
        Needs(TextMessage, [Hole.Headline], Hole.Site),
        Needs(TextMessageWithLink, [Hole.Headline, Hole.Link], Hole.Site),
        .. Enum.GetValues<NoticeKind>().SelectMany(News),
    ];

    private static readonly FrozenDictionary<string, OwnKey> ByName = All.ToFrozenDictionary(key => key.Name, StringComparer.Ordinal);

    /// <summary>The one of this name, or null.</summary>
    public static OwnKey? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>What a piece of news is called: <c>method-added</c>.</summary>
    public static string NameOf(NoticeKind kind) => WordStart().Replace(Delivery.NoticeWords.Of(kind), "-$0").ToLowerInvariant();

    private static IEnumerable<OwnKey> Codes(string of) =>
    [
        Needs($"{of}.sms", [Hole.Code], Hole.Site, Hole.Time),
        Needs($"{of}{Call}", [Hole.Code], Hole.Site, Hole.Time),
        Plain($"{of}.subject"),
        Plain($"{of}.headline"),
        Plain($"{of}.text", Hole.Time),
        Plain($"{of}.warning", Hole.Address),
    ];

    private static IEnumerable<OwnKey> Links(string of, params ReadOnlySpan<string> more) =>
    [
        Plain($"{of}.subject"),
        Plain($"{of}.headline"),
        Plain($"{of}.text", [Hole.Time, .. more]),
        Plain($"{of}.below", Hole.Address),
        Plain($"{of}.button"),
    ];

    // The headline is in the subject, which is read where a mail is not: it names nothing.
    private static IEnumerable<OwnKey> News(NoticeKind kind) =>
    [
        Plain($"{NameOf(kind)}.headline"),
        Plain($"{NameOf(kind)}.text", [Hole.Name, Hole.Left, Hole.Until]),
        Plain($"{NameOf(kind)}.if-not-you"),
    ];

    private static OwnKey Plain(string name, params ReadOnlySpan<string> more) => new(name, [Hole.Usual, Hole.Site, .. more], []);

    private static OwnKey Needs(string name, ImmutableArray<string> once, params ReadOnlySpan<string> more) =>
        new(name, [.. once, .. more], once);

    [GeneratedRegex("(?<=[a-z])[A-Z]")]
    private static partial Regex WordStart();
}
