using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Accounts;
using Countersign.Server.Delivery;

namespace Countersign.Server.Admin;

/// <summary>Reads the fields of an account as an operator writes them, and gathers everything that is wrong with them.</summary>
/// <param name="region">Whose national way of writing phone numbers is understood.</param>
/// <param name="ranges">Ranges of phone numbers that count as assigned.</param>
/// <param name="scripts">Whether the mail server takes addresses in letters of other scripts.</param>
public sealed partial class FieldReader(Region region, IReadOnlyCollection<PhoneRange> ranges, MailScripts scripts)
{
    private const int LongestFullName = 100;

    private const string NoOtherScripts =
        "the mail server of COUNTERSIGN_SMTP takes no address in letters of other scripts (it does not offer SMTPUTF8). Give an address " +
        "whose part before the @ is plain ASCII, or use another mail server.";

    private readonly List<string> faults = [];

    /// <summary>The codes of the languages, as one chooses among them.</summary>
    public static string LanguageCodes { get; } = string.Join(" or ", Languages.All.Select(known => known.Code()));

    /// <summary>A sentence per wrong field, each with what to write instead.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>An address that must be there.</summary>
    public EmailAddress Email(string? text)
    {
        if (EmailAddress.TryParse(text, out var email))
        {
            if (email.NeedsOtherScripts && scripts is MailScripts.AsciiAlone) faults.Add($"No mail can go to '{email.Text}': {NoOtherScripts}");
            return email;
        }

        faults.Add(string.IsNullOrWhiteSpace(text)
            ? "There is no e-mail address: give one such as ada@example.org."
            : $"'{text}' isn't a valid e-mail address: give one such as ada@example.org.");
        return default;
    }

    /// <summary>A user name; without one, the wish for one made of the address.</summary>
    public NameWish Username(string? text, EmailAddress email) =>
        string.IsNullOrWhiteSpace(text) ? OfAddress(email) : new(Given(Typed.Visible(text)), NameOrigin.Given);

    /// <summary>A name of at most 100 characters, or none.</summary>
    public string FullName(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        if (ShownName.Find(text, LongestFullName) is { } name) return name;

        faults.Add($"The full name must be one line of at most {LongestFullName} characters.");
        return "";
    }

    /// <summary>A phone number that can receive text messages, or none.</summary>
    public PhoneNumber? Phone(string? text)
    {
        var parsed = PhoneReader.Read(text, region, ranges);
        if (Trouble(parsed, text) is { } trouble) faults.Add($"'{text}' {trouble}");
        return parsed.Number;
    }

    /// <summary>A language that the server speaks, or none.</summary>
    public Language? Language(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;

        var language = Languages.Find(text.Trim().ToLowerInvariant());
        if (language is null) faults.Add($"'{text}' isn't a language that messages are written in: give {LanguageCodes}.");
        return language;
    }

    /// <summary>Yes or no; nothing is no.</summary>
    public bool YesNo(string field, string? text)
    {
        // As spreadsheets and people write them, in English, German, French, Spanish, Italian and Dutch.
        switch (Typed.Bare(text)?.ToLowerInvariant())
        {
            case "true" or "yes" or "y" or "1" or "wahr" or "ja" or "vrai" or "oui" or "verdadero" or "si" or "s\u00ED" or "vero" or "waar":
                return true;
            case null or "" or "false" or "no" or "n" or "0" or "falsch" or "nein" or "faux" or "non" or "falso" or "onwaar" or "nee":
                return false;
            default:
                faults.Add($"{field} is '{text}': write true or false.");
                return false;
        }
    }

    /// <summary>Adds a fault that only the whole account shows.</summary>
    public void Blame(string sentence) => faults.Add(sentence);

    private string Given(string name)
    {
        if (SignUpRules.IsUsername(name)) return name;

        faults.Add(
            $"'{name}' isn't a valid user name: give 1 to 40 letters, digits, dots, dashes or underscores that begin with a letter or a " +
            $"digit.");
        return "";
    }

    private NameWish OfAddress(EmailAddress email)
    {
        var name = email == default ? "" : SignUpRules.UsernameOf(email);
        if (name is null)
            faults.Add($"No user name can be made of '{email.Text}', since there is no letter from a to z and no digit in it: give one.");
        return new(name ?? "", NameOrigin.Proposed);
    }

    private string? Trouble(PhoneParse parsed, string? text) => parsed.Outcome switch
    {
        PhoneOutcome.Valid or PhoneOutcome.Empty => null,
        PhoneOutcome.NotANumber when Rounded().IsMatch(text ?? "") =>
            "is a phone number of which a spreadsheet has kept the first digits alone. Format the column as text, and enter the numbers again.",
        PhoneOutcome.NotANumber => "isn't a phone number: write it as +14165550123.",
        PhoneOutcome.Impossible when parsed.Correction is { } meant => $"has a {meant.LeaveOut} too much: write it as {meant.Number.E164}.",
        PhoneOutcome.Impossible when parsed.Unassigned is { } unknown =>
            $"is in a range that the numbering plans here do not know: if {unknown.E164} is right, allow it by COUNTERSIGN_SMS_RANGES.",
        PhoneOutcome.Impossible =>
            $"can't be a phone number: write it with its country code, as +14165550123 (without one it is read as a number of {region}).",
        PhoneOutcome.Premium => "is a number that costs extra or belongs to nobody: give a person's phone.",
        PhoneOutcome.FixedLine => "is a fixed line, which can't receive text messages: give a mobile number.",
    };

    [GeneratedRegex(@"\A\s*\d(?:[.,]\d+)?E\+?\d+\s*\z", RegexOptions.IgnoreCase)]
    private static partial Regex Rounded();
}
