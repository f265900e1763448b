namespace Countersign.Core;

/// <summary>What a range of numbers is for. The order is the order in which ranges are asked.</summary>
internal enum PhoneKind
{
    FixedLine,
    FixedLineOrMobile,
    Mobile,
    PremiumRate,
    TollFree,
    SharedCost,
    Voip,
    PersonalNumber,
    Pager,
    Uan,
    Voicemail,
}
