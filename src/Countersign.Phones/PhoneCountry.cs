using Countersign.Core;

namespace Countersign.Phones;

/// <summary>What a page needs to help a person write a phone number.</summary>
/// <param name="Region">The country or territory.</param>
/// <param name="CallingCode">Its country calling code without the plus sign; several regions may share one.</param>
/// <param name="ExampleNational">A mobile number as people there write it at home.</param>
/// <param name="FewestDigits">How many digits a national number has at least.</param>
/// <param name="MostDigits">How many digits one types at most, with what is dialled before a number at home.</param>
public sealed record PhoneCountry(Region Region, string CallingCode, string ExampleNational, int FewestDigits, int MostDigits);
