using Countersign.Core;
using Kind = PhoneNumbers.PhoneNumberType;
using Length = PhoneNumbers.PhoneNumberUtil.ValidationResult;
using LibraryNumber = PhoneNumbers.PhoneNumber;

namespace Countersign.Phones;

/// <summary>
/// From what was typed to a number and its outcome. The library knows the plans; what may be typed, and what gets a text, is decided here.
/// </summary>
public static class PhoneReader
{
    private const int FewestDigits = 7;
    private const int MostDigits = 15;
    private const int MostLeftOut = 3;
    private const string UsualExitPrefix = "00";

    /// <summary>
    /// Reads a number as people write it: international (<c>+</c>, <c>00</c> or the region's own exit prefix, <c>tel:</c>)
    /// or national as in <paramref name="region"/>, with spaces, dots, dashes, slashes and brackets.
    /// </summary>
    /// <param name="allowed">Ranges that are in service although the plans do not know them yet.</param>
    public static PhoneParse Read(string? text, Region region, params IReadOnlyCollection<PhoneRange> allowed)
    {
        if (string.IsNullOrWhiteSpace(text)) return Refused(PhoneOutcome.Empty);
        if (!PhoneText.TryRead(text, out var typed)) return Refused(PhoneOutcome.NotANumber);

        var readings = ReadingsOf(typed, region).ToList();
        if (readings.Find(NumberingPlans.Plans.IsValidNumber) is { } number) return Judge(number);

        var unassigned = readings.Where(HasALengthOfItsPlan).Select(PhoneOf).FirstOrDefault(phone => phone is not null);
        if (unassigned is not null && allowed.Any(range => range.Covers(unassigned))) return new(PhoneOutcome.Valid, unassigned);

        var correction = readings.Select(Correct).FirstOrDefault(found => found is not null);
        return correction is not null && OldPrefixes.WereDialled(correction)
            ? new(PhoneOutcome.Valid, correction.Number)
            : Refused(PhoneOutcome.Impossible) with { Unassigned = unassigned, Correction = correction };
    }

    // Most of the world dials 00, and its people write it everywhere; some free numbers of Korea begin with it too.
    private static IEnumerable<LibraryNumber> ReadingsOf(PhoneText typed, Region region)
    {
        if (NumberingPlans.Find(typed.Spelling, region.Code) is { } asTyped) yield return asTyped;
        if (typed.HasPlus || !typed.Digits.StartsWith(UsualExitPrefix, StringComparison.Ordinal)) yield break;
        if (NumberingPlans.Find($"+{typed.Digits[UsualExitPrefix.Length..]}", region.Code) is { } fromAbroad) yield return fromAbroad;
    }

    private static bool HasALengthOfItsPlan(LibraryNumber number) =>
        NumberingPlans.Plans.IsPossibleNumberWithReason(number) is Length.IS_POSSIBLE;

    // What is too much is leading digits: those that were dialled before a number in earlier years, or elsewhere.
    private static PhoneCorrection? Correct(LibraryNumber number)
    {
        var national = NumberingPlans.Plans.GetNationalSignificantNumber(number);
        for (var digits = 1; digits <= MostLeftOut && digits < national.Length; digits++)
            if (NumberingPlans.Find($"+{number.CountryCode}{national[digits..]}", null) is { } rest
                && NumberingPlans.Plans.GetNationalSignificantNumber(rest) == national[digits..]
                && NumberingPlans.Plans.IsValidNumber(rest) && Judge(rest) is { Number: { } phone })
                return new(national[..digits], phone);

        return null;
    }

    private static PhoneParse Judge(LibraryNumber number)
    {
        if (PhoneOf(number) is not { } phone) return Refused(PhoneOutcome.Impossible);

        var isOfACountry =
            NumberingPlans.Plans.GetRegionCodeForNumber(number) != PhoneNumbers.PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY;
        var outcome = isOfACountry ? OutcomeOf(NumberingPlans.Plans.GetNumberType(number)) : PhoneOutcome.Premium;
        return new(outcome, outcome is PhoneOutcome.Valid ? phone : null);
    }

    private static PhoneNumber? PhoneOf(LibraryNumber number)
    {
        var e164 = NumberingPlans.Plans.Format(number, PhoneNumbers.PhoneNumberFormat.E164);
        return e164.Length is > FewestDigits and <= 1 + MostDigits ? PhoneNumber.FromE164(e164) : null;
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
