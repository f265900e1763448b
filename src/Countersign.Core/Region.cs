namespace Countersign.Core;

/// <summary>A country or territory that has a telephone numbering plan, by its ISO 3166-1 alpha-2 code.</summary>
public readonly record struct Region
{
    private const int LongestInput = 32;

    private readonly string? code;

    internal Region(string code) => this.code = code;

    /// <summary>Two upper-case letters, such as <c>CA</c>.</summary>
    public string Code => code ?? throw new InvalidOperationException("This region was never set.");

    /// <summary>Reads a code in either case. Refuses codes without a numbering plan.</summary>
    public static bool TryParse(string? text, out Region region)
    {
        region = default;
        if (text is null || text.Length > LongestInput) return false;

        var read = new Region(text.Trim().ToUpperInvariant());
        if (PhoneNumberingPlans.OfRegion(read) is null) return false;

        region = read;
        return true;
    }

    /// <summary>The region of a code that is known to be right, such as one in the source.</summary>
    /// <exception cref="ArgumentException">There is no such region.</exception>
    public static Region Of(string code) =>
        TryParse(code, out var region) ? region : throw new ArgumentException($"No region has the code \"{code}\".", nameof(code));

    /// <summary>The code.</summary>
    public override string ToString() => code ?? "";
}
