namespace Countersign.Core;

/// <summary>What a page needs to help a person write a phone number.</summary>
/// <param name="Region">The country or territory.</param>
/// <param name="CallingCode">Its country calling code without the plus sign; several regions may share one.</param>
/// <param name="ExampleNational">A mobile number without calling code and national prefix; empty where none is known.</param>
/// <param name="PossibleLengths">How many digits numbers may have after the calling code, ascending.</param>
public sealed record PhoneCountry(Region Region, string CallingCode, string ExampleNational, IReadOnlyList<int> PossibleLengths);
