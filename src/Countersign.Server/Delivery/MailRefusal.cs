using System.Globalization;
using System.Text.RegularExpressions;
using MailKit.Net.Smtp;

namespace Countersign.Server.Delivery;

/// <summary>How far a conversation had come when the mail server said no.</summary>
public enum MailStage
{
    /// <summary>The greeting, TLS, the sign-in.</summary>
    Arrival,

    /// <summary>MAIL FROM.</summary>
    Sender,

    /// <summary>RCPT TO.</summary>
    Recipient,

    /// <summary>The text.</summary>
    Text,
}

/// <summary>What in us a mail server does not like.</summary>
public enum MailFault
{
    /// <summary>Nothing: it does not know the mailbox of the person, or puts us off.</summary>
    None,

    /// <summary>This machine, or whoever connects: it has heard nothing yet.</summary>
    Connection,

    /// <summary>The name in our greeting.</summary>
    Greeting,

    /// <summary>That we have not signed in, or as whom.</summary>
    SignIn,

    /// <summary>The address that we send from, or that this machine sends for it.</summary>
    Sender,

    /// <summary>An address of ours in letters of another script.</summary>
    Script,

    /// <summary>What we wrote.</summary>
    Text,
}

/// <summary>
/// A no of a mail server, and whom it is about. Many servers judge greeting, sign-in and sender only when they hear the first recipient, so
/// it is the enhanced status (RFC 3463) that tells, else the number, and where that is 550 for everything a few words that they all use.
/// </summary>
public sealed partial record MailRefusal(MailFault Fault, int Number)
{
    private const int MailboxUnavailable = 550;

    /// <summary>It cannot carry an address of ours.</summary>
    public static MailRefusal OfScript { get; } = new(MailFault.Script, 0);

    /// <summary>Whether it is a no for good.</summary>
    public bool IsForGood => Number is 0 or >= 500;

    /// <summary>What an exception of the library says; null: the server said nothing.</summary>
    public static MailRefusal? Of(Exception failure) => failure switch
    {
        NotWelcomeException { Number: var number } => new(number < 500 ? MailFault.None : MailFault.Connection, number),
        SmtpCommandException refused => Of(StageOf(refused.ErrorCode), (int)refused.StatusCode, refused.Message),
        { InnerException: { } inner } => Of(inner),
        _ => null,
    };

    /// <summary>Reads a no.</summary>
    /// <param name="text">What the server wrote behind the number. It is looked at, and not kept: it may quote an address.</param>
    public static MailRefusal Of(MailStage stage, int number, string? text) =>
        new(number < 500 ? MailFault.None : FaultOf(stage, number, text ?? ""), number);

    private static MailStage StageOf(SmtpErrorCode code) => code switch
    {
        SmtpErrorCode.SenderNotAccepted => MailStage.Sender,
        SmtpErrorCode.RecipientNotAccepted => MailStage.Recipient,
        SmtpErrorCode.MessageNotAccepted => MailStage.Text,
        SmtpErrorCode.UnexpectedStatusCode => MailStage.Arrival,
    };

    private static MailFault FaultOf(MailStage stage, int number, string text) => number switch
    {
        // RFC 4954 §6 and §4: we are to sign in, or to sign in otherwise.
        530 or 534 or 535 or 538 => MailFault.SignIn,
        // A number of grammar, which may be about the address as well.
        500 or 501 or 502 or 503 or 504 when stage is not MailStage.Recipient =>
            stage is MailStage.Sender ? MailFault.Sender : MailFault.Greeting,
        501 or 504 => IsOfAddress(text) ? MailFault.None : MailFault.Greeting,
        500 or 502 or 503 => MailFault.Greeting,
        _ when stage is MailStage.Text && SendingWords().IsMatch(text) => MailFault.Sender,
        _ => Status().Match(text) is { Success: true } status
            ? OfStatus(stage, int.Parse(status.Groups[1].Value, CultureInfo.InvariantCulture), status.Groups[2].Value)
            : stage switch
            {
                MailStage.Arrival => MailFault.Greeting,
                MailStage.Sender => MailFault.Sender,
                MailStage.Recipient => OfWords(number, text),
                MailStage.Text => OfWordsAboutText(text),
            },
    };

    // RFC 3463 §3.2, or in words: servers that have no status for it write of the recipient.
    private static bool IsOfAddress(string text) =>
        !GreetingWords().IsMatch(text) && (SubjectOf(text) == "1" || AddressWords().IsMatch(text));

    private static string? SubjectOf(string text) => Status().Match(text) is { Success: true } status ? status.Groups[1].Value : null;

    // RFC 3463 §3, with the registry of RFC 5248.
    private static MailFault OfStatus(MailStage stage, int subject, string detail) => (stage, subject, detail) switch
    {
        (MailStage.Sender, _, _) => MailFault.Sender,
        (MailStage.Arrival, _, _) => MailFault.Greeting,
        (_, 1, "7" or "8" or "9") => MailFault.Sender,
        // So says a large provider when we have sent enough for today.
        (MailStage.Recipient, 4, "5") => MailFault.Sender,
        (_, 1 or 2, _) or (MailStage.Recipient, 4, _) => MailFault.None,
        (_, 6, "7") => MailFault.Script,
        (MailStage.Recipient, 5, _) => MailFault.Greeting,
        (MailStage.Recipient, _, _) => MailFault.Sender,
        (MailStage.Text, _, _) => MailFault.Text,
    };

    private static MailFault OfWords(int number, string text) => number switch
    {
        _ when GreetingWords().IsMatch(text) => MailFault.Greeting,
        _ when SignInWords().IsMatch(text) => MailFault.SignIn,
        _ when SenderWords().IsMatch(text) => MailFault.Sender,
        _ when UnknownWords().IsMatch(text) => MailFault.None,
        // RFC 5321 §4.2.3, RFC 7504 §4.
        MailboxUnavailable or 551 or 552 or 553 or 556 => MailFault.None,
        _ => MailFault.Sender,
    };

    // The address was taken before, so that whoever does not know it after all must say so clearly.
    private static MailFault OfWordsAboutText(string text) => UnknownWords().IsMatch(text) ? MailFault.None : MailFault.Text;

    // Some put it into brackets or behind a #. It is no piece of a network address; subject 0 says nothing.
    [GeneratedRegex(@"(?<![\w.])5\.(?!0\.)(\d{1,3})\.(\d{1,3})(?!\.?\d)")]
    private static partial Regex Status();

    [GeneratedRegex(@"\b(?:helo|ehlo)\b", RegexOptions.IgnoreCase)]
    private static partial Regex GreetingWords();

    [GeneratedRegex(@"\b(?:authenticat\w*|not logged in|login|log in)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SignInWords();

    [GeneratedRegex(
        @"\b(?:relay\w*|rcpthosts|sender|spf|dkim|dmarc|(?:black|block)[- ]?list\w*|blocked|listed|reputation|policy|reverse dns|ptr|" +
        @"prohibit\w*|not verified|(?:access|permission) denied|your (?:access|ip|host)|(?:sending|frequency) limit\w*)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex SenderWords();

    // A large provider gives the status of a mailbox to what it does not let us send.
    [GeneratedRegex(@"\b(?:SendAs\w*|OutboundSpam\w*)\b", RegexOptions.IgnoreCase)]
    private static partial Regex SendingWords();

    [GeneratedRegex(@"\b(?:recipient|rcpt|address)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AddressWords();

    [GeneratedRegex(
        @"\b(?:user unknown|unknown user|no such (?:user|mailbox|recipient|account)|mailbox (?:not found|unavailable|(?:is )?full)|" +
        @"(?:user|recipient|mailbox|account) (?:doesn't|does not) (?:exist|have))\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex UnknownWords();
}
