using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace Countersign.Core;

/// <summary>
/// The languages of pages, mails and text messages. One more is a line here, and the classes that speak it: each is found by its name,
/// which begins with the language's.
/// </summary>
public enum Language
{
    [Spoken("en", "English")] English,
    [Spoken("de", "Deutsch")] German,
}

/// <summary>What a language is called.</summary>
/// <param name="code">The two-letter code (RFC 5646).</param>
/// <param name="ownName">The language's name for itself.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class SpokenAttribute(string code, string ownName) : Attribute
{
    public string Code { get; } = code;

    public string OwnName { get; } = ownName;
}

/// <summary>What a language is called, and how it is found.</summary>
public static class Languages
{
    /// <summary>All of them, in the order the switch shows them.</summary>
    public static IReadOnlyList<Language> All { get; } = Enum.GetValues<Language>();

    private static readonly FrozenDictionary<Language, SpokenAttribute> Names = All.ToFrozenDictionary(
        language => language, language => typeof(Language).GetField(language.ToString())!.GetCustomAttribute<SpokenAttribute>()!);

    /// <summary>The two-letter code (RFC 5646).</summary>
    public static string Code(this Language language) => Names[language].Code;

    /// <summary>The language's name for itself.</summary>
    public static string OwnName(this Language language) => Names[language].OwnName;

    /// <summary>The language of a code, or null.</summary>
    public static Language? Find(string? code) =>
        All.Where(language => language.Code() == code).Select(language => (Language?)language).FirstOrDefault();

    /// <summary>
    /// How dates and numbers are written where a person's own habits are not known: as everywhere in that language, and in English as
    /// nowhere in particular.
    /// </summary>
    public static CultureInfo Culture(this Language language) =>
        language is Language.English ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language.Code());
}
