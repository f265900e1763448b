namespace Countersign.Core;

/// <summary>
/// What a text message is for. The two are paid for and judged apart: a number on an account has been proven, while anybody can name a
/// new one, and must use up nothing of what people sign in with.
/// </summary>
public enum SmsUse
{
    /// <summary>It goes to a number that is on the account.</summary>
    Enrolled,

    /// <summary>It goes to a number that somebody wants to add.</summary>
    NewNumber,
}
