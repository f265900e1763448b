using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What a message is for. Codes belong to a challenge and die with it; notices stand alone.</summary>
public enum MessageKind
{
    /// <summary>A code that finishes a sign-in.</summary>
    LogInCode,

    /// <summary>A code that allows a change of security settings.</summary>
    ChangeCode,

    /// <summary>A code and a link that prove an e-mail address.</summary>
    VerifyEmail,

    /// <summary>A link to reset a password.</summary>
    ResetPassword,

    /// <summary>A link that turns 2FA off, together with the password.</summary>
    DisableLink,

    /// <summary>A link that vouches for a second factor.</summary>
    ConfirmFactor,

    /// <summary>News about the account; it never holds a secret.</summary>
    Notice,
}

/// <summary>What is said. Built by <c>MessageTexts</c> from facts, never by verbs. It never prints its text.</summary>
/// <param name="Subject">Of a mail. It may begin with the code.</param>
/// <param name="Text">
/// The whole text message, or the plain half of a mail. A code is the first word of a mail, and the last of a text message.
/// </param>
/// <param name="Html">The other half of a mail; empty for a text message.</param>
public sealed record Message(MessageKind Kind, string Subject, string Text, string Html)
{
    /// <summary>By which its reader turns off news of this kind; null: they are to get it in any case.</summary>
    public Uri? TurnOff { get; init; }

    /// <summary>What a call reads out, with a pause behind each line; null: nobody is called about it.</summary>
    public string? Spoken { get; init; }

    /// <summary>The language of that.</summary>
    public Language SpokenIn { get; init; }

    /// <summary>Whether a call alone carries it, since its reader asked for one.</summary>
    public bool AsCall { get; init; }

    /// <summary>The kind alone.</summary>
    public override string ToString() => $"{Kind} •••";
}

/// <summary>What a notice gathers before it goes out.</summary>
/// <param name="Bucket">The bucket that counts what it tells of.</param>
/// <param name="Until">When it goes out.</param>
public sealed record Gathering(string Bucket, DateTimeOffset Until);

/// <summary>A message to be stored together with what it tells about. It never prints text or destination.</summary>
/// <param name="Challenge">The challenge whose code it carries: once that has ended the message is dropped. Needed for every code.</param>
/// <param name="Destination">E.164 number or canonical e-mail address.</param>
/// <param name="ExpiresAt">Afterwards it is not sent any more.</param>
public sealed record OutgoingMessage(
    AccountId? Account,
    ChallengeId? Challenge,
    Channel Channel,
    string Destination,
    Message Message,
    DateTimeOffset ExpiresAt)
{
    /// <summary>What it waits to gather; null: it goes out at once.</summary>
    public Gathering? Gathers { get; init; }

    /// <summary>Channel and kind.</summary>
    public override string ToString() => $"{Channel} {Message}";
}

/// <summary>A message as a sender gets it. It never prints text or destination.</summary>
/// <param name="Id">The same in every attempt, so that whoever takes it can drop doubles.</param>
/// <param name="To">E.164 number or canonical e-mail address.</param>
public sealed record AddressedMessage(MessageId Id, string To, Message Message)
{
    /// <summary>When it was written; null: nobody knows.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The number of this attempt: whoever has a later one has the message.</summary>
    public int Attempt { get; init; }

    /// <summary>What gateways made of it so far.</summary>
    public Takers Takers { get; init; } = Takers.None;

    /// <summary>What gateways had said became of it before this attempt.</summary>
    public KnownReports Reports { get; init; } = KnownReports.None;

    /// <summary>How far it had come before this attempt.</summary>
    public MessageCourse Course
    {
        get
        {
            var state = Takers.Acknowledged.IsEmpty ? OutboxState.Waiting : OutboxState.Sent;
            return new(state, CourseRow.HoldersIn(state, Takers, Reports, last: 0)) { Attempts = Attempt };
        }
    }

    /// <summary>Id and kind.</summary>
    public override string ToString() => $"{Id} {Message}";
}
