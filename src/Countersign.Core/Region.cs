namespace Countersign.Core;

/// <summary>
/// A country or territory by its ISO 3166-1 alpha-2 code. Which of them exist, and have a numbering plan, <c>Countersign.Phones</c> knows.
/// </summary>
public readonly record struct Region
{
    private const int Letters = 2;

    private readonly string? code;

    private Region(string code) => this.code = code;

    /// <summary>Two upper-case letters, such as <c>CA</c>.</summary>
    public string Code => code ?? throw new InvalidOperationException("This region was never set.");

    /// <summary>
    /// The region of a code that is known to be right, such as one in the source. What people type is read by
    /// <c>PhoneCountries.TryParse</c>.
    /// </summary>
    /// <exception cref="ArgumentException">These are not two upper-case letters.</exception>
    public static Region Of(string code) =>
        code.Length == Letters && code.All(char.IsAsciiLetterUpper) ? new(code) : throw new ArgumentException(
            $"\"{code}\" is not the code of a region.", nameof(code));

    /// <summary>The code.</summary>
    public override string ToString() => code ?? "";
}
