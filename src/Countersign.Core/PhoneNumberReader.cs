namespace Countersign.Core;

/// <summary>From what was typed to a number and its outcome: which plan, which national number, whose range, what for.</summary>
internal static class PhoneNumberReader
{
    private const int FewestDigits = 7;
    private const int MostDigits = 15;
    private const string UsualExitPrefix = "00";

    public static PhoneParse Read(string? text, Region region)
    {
        if (string.IsNullOrWhiteSpace(text)) return Refused(PhoneOutcome.Empty);
        if (!PhoneNumberText.TryRead(text, out var typed)) return Refused(PhoneOutcome.NotANumber);

        var home = PhoneNumberingPlans.OfRegion(region)!;
        var (plan, digits) = ChoosePlan(typed, home);
        if (plan is null) return Refused(PhoneOutcome.Impossible);

        var number = NationalNumber(plan, digits);
        var owner = PhoneNumberingPlans.FindOwner(plan.CallingCode, number) ?? plan;
        return Judge(owner, number);
    }

    public static PhoneNumber? FindStored(string e164)
    {
        var shaped = e164.StartsWith('+') && e164.Length is > FewestDigits and <= MostDigits + 1 && e164.Skip(1).All(char.IsAsciiDigit);
        if (!shaped || PhoneNumberingPlans.FindByCallingCode(e164[1..]) is not { } main) return null;

        var number = e164[(1 + main.CallingCode.Length)..];
        var owner = PhoneNumberingPlans.FindOwner(main.CallingCode, number) ?? main;
        return owner.Region is { } region ? new(owner.CallingCode, number, region) : null;
    }

    private static PhoneParse Judge(PhoneNumberingPlan owner, string number)
    {
        if (owner.CallingCode.Length + number.Length > MostDigits || owner.FindKind(number) is not { } kind) return Refused(PhoneOutcome.Impossible);

        var outcome = owner.Region is null ? PhoneOutcome.Premium : OutcomeOf(kind);
        return outcome is PhoneOutcome.Valid ? new(outcome, new(owner.CallingCode, number, owner.Region!.Value)) : Refused(outcome);
    }

    private static PhoneOutcome OutcomeOf(PhoneKind kind) => kind switch
    {
        PhoneKind.Mobile or PhoneKind.FixedLineOrMobile or PhoneKind.Voip => PhoneOutcome.Valid,
        PhoneKind.FixedLine => PhoneOutcome.FixedLine,
        PhoneKind.PremiumRate or PhoneKind.SharedCost or PhoneKind.TollFree or PhoneKind.PersonalNumber
            or PhoneKind.Pager or PhoneKind.Uan or PhoneKind.Voicemail => PhoneOutcome.Premium,
    };

    // The plan to read by and the digits after its calling code; no plan when the calling code does not exist.
    private static (PhoneNumberingPlan? Plan, string Digits) ChoosePlan(PhoneNumberText typed, PhoneNumberingPlan home)
    {
        if (FindInternational(typed, home) is not { } digits) return (home, typed.Digits);

        var plan = PhoneNumberingPlans.FindByCallingCode(digits);
        return (plan, plan is null ? "" : digits[plan.CallingCode.Length..]);
    }

    // The digits from the calling code on, or null when the number is written as at home.
    private static string? FindInternational(PhoneNumberText typed, PhoneNumberingPlan home) =>
        typed.HasPlus || HasForgottenPlus(typed.Digits, home)
            ? typed.Digits
            : home.FindAfterExitPrefix(typed.Digits) ?? AfterUsualExitPrefix(typed.Digits, home);

    // Most of the world dials 00, and its people write it everywhere; some free numbers of Korea begin with it too.
    private static string? AfterUsualExitPrefix(string digits, PhoneNumberingPlan home) =>
        digits.StartsWith(UsualExitPrefix, StringComparison.Ordinal) && !home.MatchesPattern(NationalNumber(home, digits))
            ? digits[UsualExitPrefix.Length..]
            : null;

    // "33 6 12 …" typed in France is no French number as it stands, but one without its calling code.
    private static bool HasForgottenPlus(string digits, PhoneNumberingPlan home)
    {
        if (!digits.StartsWith(home.CallingCode, StringComparison.Ordinal)) return false;

        var asTyped = NationalNumber(home, digits);
        var shorter = NationalNumber(home, digits[home.CallingCode.Length..]);
        return home.IsTooLong(asTyped) || (!home.MatchesPattern(asTyped) && home.MatchesPattern(shorter));
    }

    // A national prefix is also forgiven after a calling code, as in "+49 (0)171 …", and kept where it is part of a number.
    private static string NationalNumber(PhoneNumberingPlan plan, string digits)
    {
        var stripped = plan.WithoutNationalPrefix(digits);
        if (plan.MatchesPattern(digits) && !plan.MatchesPattern(stripped)) return digits;

        var owner = PhoneNumberingPlans.FindOwner(plan.CallingCode, stripped) ?? plan;
        return owner.HasPossibleLength(stripped) ? stripped : digits;
    }

    private static PhoneParse Refused(PhoneOutcome outcome) => new(outcome, null);
}
