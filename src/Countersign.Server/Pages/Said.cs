namespace Countersign.Server.Pages;

/// <summary>
/// What a page says about what was just done, carried in its address. A closed list: an address can make a page say
/// nothing else, and what it says holds no fact about anybody.
/// </summary>
public enum Said
{
    EmailConfirmed,
    MailSent,
    SignedOut,
    SignInOver,
    PasswordReset,
    PasswordChanged,
    LinkOver,
    CodeSent,
    CodeWrong,
    CodeUsed,
    CodeExpired,
    ClockOff,
    Locked,
    RecoveryCodeWrong,
    NotSent,
    NotDelivered,
    TooOften,
    WaitALittle,
    NotAccepted,
    Unreadable,
    MethodAdded,
    MethodReplaced,
    MethodRenamed,
    MethodRemoved,
    MadePrimary,
    TurnedOff,
    TurnedOffByLink,
    LabelBad,
    CodesKept,
    CodeGood,
    SessionEnded,
    OthersSignedOut,
    BrowserForgotten,
    KeyDeleted,
    Frozen,
    ChangesFrozen,
    CodesFirst,
    BeginAgain,
    NothingThere,
    LastMethod,
}
