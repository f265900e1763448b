using Countersign.Core;
using Countersign.PhoneComparison;
using Countersign.Phones;

// Both readers over the same texts: what is refused, what is accepted, and where they differ. Prints tables for docs/phone-numbers.md.
var judged = Inputs.All().DistinctBy(typed => (typed.Text, typed.Home)).Select(Judged.Of).ToList();
var different = judged.Where(one => one.Before != one.Now).ToList();

Console.WriteLine($"{judged.Count} inputs, {different.Count} differ.\n\n| Outcome | before | now |\n| --- | --- | --- |");
foreach (var outcome in Enum.GetValues<PhoneOutcome>())
    Console.WriteLine($"| {outcome} | {judged.Count(one => one.Before.Outcome == outcome)} | {judged.Count(one => one.Now.Outcome == outcome)} |");

Console.WriteLine("\n| Where | before | now | how many | for example |\n| --- | --- | --- | --- | --- |");
foreach (var group in different.GroupBy(one => (one.Typed.Home, Before: one.Before.Outcome, Now: one.Now.Outcome)).OrderByDescending(group => group.Count()))
{
    var example = group.First();
    Console.WriteLine($"| {group.Key.Home} | {example.Before} | {example.Now} | {group.Count()} | `{example.Typed.Text}` ({example.Typed.Style}) |");
}

if (args is ["all"]) foreach (var one in different) Console.WriteLine($"{one.Typed} {one.Before} -> {one.Now}");

Console.WriteLine("\nCountries");
var old = PhoneNumber.Countries.ToDictionary(country => country.Region);
foreach (var country in PhoneCountries.All.Where(country => old.GetValueOrDefault(country.Region) != country))
    Console.WriteLine($"{old.GetValueOrDefault(country.Region)} -> {country}");
foreach (var region in old.Keys.Except(PhoneCountries.Regions)) Console.WriteLine($"{region} is gone");

internal sealed record Read(PhoneOutcome Outcome, string? E164, string? Region)
{
    public override string ToString() => $"{Outcome} {E164} {Region}".Trim();
}

internal sealed record Judged(Typed Typed, Read Before, Read Now)
{
    public static Judged Of(Typed typed)
    {
        var home = Countersign.Core.Region.Of(typed.Home);
        var (before, now) = (PhoneNumber.Parse(typed.Text, home), PhoneReader.Read(typed.Text, home));
        return new(
            typed, new(before.Outcome, before.Number?.E164, before.Number?.Region.Code),
            new(now.Outcome, now.Number?.E164, now.Number is { } number ? NumberingPlans.FindRegion(number)?.Code : null));
    }
}
