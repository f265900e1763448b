using Countersign.Core;
using Kind = PhoneNumbers.PhoneNumberType;
using LibraryNumber = PhoneNumbers.PhoneNumber;

namespace Countersign.Phones;

/// <summary>
/// From what was typed to a number and its outcome. The library knows the plans; what may be typed, and what gets a text, is decided here.
/// </summary>
public static class PhoneReader
{
    private const int MostDigits = 15;
    private const string UsualExitPrefix = "00";

    /// <summary>
    /// Reads a number as people write it: international (<c>+</c>, <c>00</c> or the region's own exit prefix, <c>tel:</c>)
    /// or national as in <paramref name="region"/>, with spaces, dots, dashes, slashes and parentheses. At most 32 characters.
    /// </summary>
    public static PhoneParse Read(string? text, Region region)
    {
        if (string.IsNullOrWhiteSpace(text)) return Refused(PhoneOutcome.Empty);
        if (!PhoneText.TryRead(text, out var typed)) return Refused(PhoneOutcome.NotANumber);

        return (FindValid(typed.Spelling, region) ?? FindAfterUsualExitPrefix(typed, region)) is { } number ? Judge(number) : Refused(
            PhoneOutcome.Impossible);
    }

    // Most of the world dials 00, and its people write it everywhere; some free numbers of Korea begin with it too.
    private static LibraryNumber? FindAfterUsualExitPrefix(PhoneText typed, Region region) =>
        !typed.HasPlus && typed.Digits.StartsWith(UsualExitPrefix, StringComparison.Ordinal) ? FindValid(
            $"+{typed.Digits[UsualExitPrefix.Length..]}", region) : null;

    private static LibraryNumber? FindValid(string spelling, Region region) =>
        NumberingPlans.Find(spelling, region.Code) is { } number && NumberingPlans.Plans.IsValidNumber(number) ? number : null;

    private static PhoneParse Judge(LibraryNumber number)
    {
        var e164 = NumberingPlans.Plans.Format(number, PhoneNumbers.PhoneNumberFormat.E164);
        if (e164.Length > 1 + MostDigits) return Refused(PhoneOutcome.Impossible);

        var isOfACountry =
            NumberingPlans.Plans.GetRegionCodeForNumber(number) != PhoneNumbers.PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY;
        var outcome = isOfACountry ? OutcomeOf(NumberingPlans.Plans.GetNumberType(number)) : PhoneOutcome.Premium;
        return new(outcome, outcome is PhoneOutcome.Valid ? PhoneNumber.FromE164(e164) : null);
    }

    private static PhoneOutcome OutcomeOf(Kind kind) => kind switch
    {
        Kind.MOBILE or Kind.FIXED_LINE_OR_MOBILE or Kind.VOIP => PhoneOutcome.Valid,
        Kind.FIXED_LINE => PhoneOutcome.FixedLine,
        Kind.PREMIUM_RATE or Kind.SHARED_COST or Kind.TOLL_FREE or Kind.PERSONAL_NUMBER or Kind.PAGER or Kind.UAN or Kind.VOICEMAIL =>
            PhoneOutcome.Premium,
        Kind.UNKNOWN => PhoneOutcome.Impossible,
    };

    private static PhoneParse Refused(PhoneOutcome outcome) => new(outcome, null);
}
