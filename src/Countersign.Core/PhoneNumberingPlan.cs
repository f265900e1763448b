namespace Countersign.Core;

/// <summary>How one region writes and divides its numbers.</summary>
internal sealed class PhoneNumberingPlan
{
    private readonly PhonePattern pattern;
    private readonly PhonePattern? exitPrefix;
    private readonly PhonePattern? nationalPrefix;
    private readonly PhonePattern? leadingDigits;
    private readonly string? nationalPrefixTransform;
    private readonly SortedList<PhoneKind, Range> ranges = [];
    private readonly bool tellsMobileFromFixed;

    public PhoneNumberingPlan(PhonePlanData data)
    {
        Region = data.Region is null ? null : new Region(data.Region);
        (CallingCode, Lengths, Example, DialledPrefix) = (data.CallingCode, data.Lengths, data.Example ?? "", data.DialledPrefix ?? "");
        pattern = new(data.Pattern);
        exitPrefix = PatternOf(data.ExitPrefix);
        nationalPrefix = PatternOf(data.NationalPrefix);
        nationalPrefixTransform = data.NationalPrefixTransform;
        leadingDigits = PatternOf(data.LeadingDigits);
        foreach (var (name, kind) in data.Kinds)
        {
            if (kind.Pattern.Length > 0) ranges.Add(Enum.Parse<PhoneKind>(name, ignoreCase: true), new(new(kind.Pattern), kind.Lengths));
        }

        tellsMobileFromFixed = ranges.ContainsKey(PhoneKind.Mobile);
    }

    /// <summary>Null for calling codes that belong to no country.</summary>
    public Region? Region { get; }

    public string CallingCode { get; }

    public IReadOnlyList<int> Lengths { get; }

    /// <summary>A mobile number as it is written at home; empty where none is known.</summary>
    public string Example { get; }

    /// <summary>What is usually dialled before a number at home; empty where nothing is.</summary>
    public string DialledPrefix { get; }

    /// <summary>How many digits one types at most. Some numbers have more at home than their plan knows, such as the mobile 15 of Argentina.</summary>
    public int MostTyped => Math.Max(Lengths[^1] + DialledPrefix.Length, Example.Count(char.IsAsciiDigit));

    /// <summary>Whether leading digits alone decide which numbers of a shared calling code are this region's.</summary>
    public bool HasLeadingDigits => leadingDigits is not null;

    public bool LeadsWithOwnDigits(string number) => leadingDigits?.AtStart(number).Success is true;

    public bool MatchesPattern(string number) => pattern.MatchesAll(number);

    /// <summary>Whether the number is longer than any of the plan.</summary>
    public bool IsTooLong(string number) => number.Length > Lengths[^1];

    public bool HasPossibleLength(string number) => Lengths.Contains(number.Length);

    /// <summary>What follows the digits one dials here to call abroad, or null. No calling code begins with zero.</summary>
    public string? FindAfterExitPrefix(string digits) =>
        exitPrefix?.AtStart(digits) is { Success: true } exit && digits.Length > exit.Length && digits[exit.Length] != '0'
            ? digits[exit.Length..]
            : null;

    /// <summary>The number without national prefix and carrier code, or rewritten as the plan says (the mobile 15 of Argentina becomes a leading 9).</summary>
    public string WithoutNationalPrefix(string digits)
    {
        if (nationalPrefix?.AtStart(digits) is not { Success: true } prefix) return digits;

        var rest = digits[prefix.Length..];
        var captured = prefix.Groups.Count > 1 && prefix.Groups[^1].Length > 0;
        return captured && nationalPrefixTransform is { } transform ? prefix.Result(transform) + rest : rest;
    }

    /// <summary>The kind of a national number; null when it lies in no range.</summary>
    public PhoneKind? FindKind(string number)
    {
        if (!pattern.MatchesAll(number)) return null;

        PhoneKind? kind = ranges.Where(range => range.Value.Has(number)).Select(range => (PhoneKind?)range.Key).FirstOrDefault();
        var mayBeMobile = kind is PhoneKind.FixedLine && (!tellsMobileFromFixed || ranges[PhoneKind.Mobile].Has(number));
        return mayBeMobile ? PhoneKind.FixedLineOrMobile : kind;
    }

    private static PhonePattern? PatternOf(string? pattern) => pattern is null ? null : new(pattern);

    private sealed record Range(PhonePattern Pattern, int[]? Lengths)
    {
        public bool Has(string number) => Lengths?.Contains(number.Length) is not false && Pattern.MatchesAll(number);
    }
}
