using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Secrecy;

/// <summary>A secret that occurred, and every form in which it would give itself away.</summary>
/// <param name="Name">What it is, for the one who reads the failure.</param>
/// <param name="GivenBy">The answer that handed it over; -1 if none did.</param>
internal sealed record Whisper(string Name, string Text, int GivenBy, IReadOnlyList<byte[]> Forms)
{
    /// <summary>Whether a text has it; six digits inside a longer number are no code.</summary>
    public bool IsIn(string text) => IsCode
        ? Regex.IsMatch(text, $@"(?<!\d){Text}(?!\d)", RegexOptions.None, TimeSpan.FromSeconds(10))
        : Forms.Any(form => text.Contains(Encoding.Latin1.GetString(form), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a file has it.</summary>
    public bool IsIn(byte[] file) => IsCode ? IsIn(Encoding.Latin1.GetString(file)) : Forms.Any(form => file.AsSpan().IndexOf(form) >= 0);

    private bool IsCode => Text.Length == Code.Length && Text.All(char.IsAsciiDigit);
}

/// <summary>Clients that remember every answer, and every secret in the order in which it came up.</summary>
internal sealed class Whispers
{
    private readonly List<Whisper> all = [];
    private readonly List<string> answers = [];

    public IReadOnlyList<Whisper> All => all;

    public IReadOnlyList<string> Answers => answers;

    /// <summary>Keeps an answer that must be a yes.</summary>
    public async Task<VastAnswer> Heard(Task<VastAnswer> call)
    {
        var answer = await call;
        answers.Add(answer.Raw);
        return answer.Ok();
    }

    /// <summary>A secret that the last answer handed over.</summary>
    public string Given(string name, string text)
    {
        all.Add(new(name, text, answers.Count - 1, [Bytes(text), Bytes(text.Replace("-", "", StringComparison.Ordinal))]));
        return text;
    }

    /// <summary>A secret that a person made up, or found in a message.</summary>
    public string Known(string name, string text)
    {
        all.Add(new(name, text, -1, [Bytes(text)]));
        return text;
    }

    /// <summary>A setup key: in letters, as bytes, and as those are written down.</summary>
    public string Seed(string base32)
    {
        if (!Base32.TryDecode(base32, out var key)) throw new FormatException("That is no setup key.");

        var hex = Convert.ToHexString(key);
        all.Add(new("setup key", base32, answers.Count - 1,
            [Bytes(base32), key, Bytes(hex), Bytes(hex.ToLower(CultureInfo.InvariantCulture)), Bytes(Convert.ToBase64String(key))]));
        return base32;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
