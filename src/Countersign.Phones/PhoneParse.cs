using System.Diagnostics.CodeAnalysis;
using Countersign.Core;

namespace Countersign.Phones;

/// <summary>What came of reading a phone number.</summary>
public enum PhoneOutcome
{
    /// <summary>A number that can receive a text message as far as its numbering plan tells.</summary>
    Valid,

    /// <summary>Nothing was given.</summary>
    Empty,

    /// <summary>Characters that no phone number has, an extension, or too many characters.</summary>
    NotANumber,

    /// <summary>No such calling code, a wrong length for the region, or a range that is not assigned.</summary>
    Impossible,

    /// <summary>
    /// Not a person's phone: premium rate, shared cost, toll free, personal number, pager, voicemail, company-wide number,
    /// or a calling code of no country (satellites, international networks). Texts to these cost much or go nowhere.
    /// </summary>
    Premium,

    /// <summary>A fixed line, in a numbering plan that can tell it from a mobile: it receives no text messages.</summary>
    FixedLine,
}

/// <summary>What to leave out of what was typed, so that it is a number.</summary>
/// <param name="LeaveOut">The digits at its beginning, after the calling code, that are too much.</param>
/// <param name="Number">What it is without them.</param>
public sealed record PhoneCorrection(string LeaveOut, PhoneNumber Number);

/// <summary>The outcome, and the number when the outcome is <see cref="PhoneOutcome.Valid"/>.</summary>
public sealed record PhoneParse(PhoneOutcome Outcome, PhoneNumber? Number)
{
    /// <summary>Whether there is a number.</summary>
    [MemberNotNullWhen(true, nameof(Number))]
    public bool IsValid => Number is not null;

    /// <summary>
    /// What would be the number if its range were assigned: its calling code and its length are right, the plan has no such range.
    /// </summary>
    public PhoneNumber? Unassigned { get; init; }

    /// <summary>What would be a number with some digits less; null when nothing would.</summary>
    public PhoneCorrection? Correction { get; init; }
}
