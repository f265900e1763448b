using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Server.Storage;

/// <summary>
/// What gateways made of a message, as its row has it: <c>,1,-3,-04,</c> says that gateway 1 acknowledged it, that 3 may have it, since an
/// offer there had an end of which nobody knows what it means, and that 4 is being asked, or was when a server died. Two offers to one
/// gateway stand there twice; <c>-0</c> is one of which nobody knows to whom it was.
/// </summary>
/// <param name="Acknowledged">Those that acknowledged it, in that order.</param>
/// <param name="Perhaps">Those that may have it, one for each offer, in that order.</param>
/// <param name="Asked">The one that was asked, and of whose answer nothing is written; null: none.</param>
public sealed record Takers(ImmutableArray<int> Acknowledged, ImmutableArray<int> Perhaps, int? Asked = null)
{
    private const char Sign = '-';

    /// <summary>Nobody.</summary>
    public static Takers None { get; } = new([], []);

    /// <summary>Those that may have it.</summary>
    public ImmutableArray<int> Doubtful => Asked is { } one ? Perhaps.Add(one) : Perhaps;

    /// <summary>Those that took it, or may have it.</summary>
    public IEnumerable<int> All => Acknowledged.Concat(Doubtful);

    /// <summary>As the column has them; null: nobody.</summary>
    public string? Written => All.Any() ? $",{string.Concat(Words.Select(word => $"{word},"))}" : null;

    private IEnumerable<string> Words =>
    [
        .. Acknowledged.Select(Number), .. Perhaps.Select(one => $"{Sign}{Number(one)}"),
        .. Asked is { } last ? [$"{Sign}0{Number(last)}"] : (string[])[],
    ];

    /// <summary>Reads them.</summary>
    public static Takers In(string? written)
    {
        var words = (written ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var asked = words.LastOrDefault(word => word.Length > 2 && word.StartsWith("-0", StringComparison.Ordinal));
        return new(
            [.. words.Where(word => word[0] != Sign).Select(NumberOf)],
            [.. words.Where(word => word[0] == Sign && word != asked).Select(word => NumberOf(word[1..]))],
            asked is null ? null : NumberOf(asked[1..]));
    }

    /// <summary>With one more that acknowledged it; null: nobody knows which.</summary>
    public Takers With(int? gateway) =>
        gateway is not { } one || Acknowledged.Contains(one) ? this : this with { Acknowledged = Acknowledged.Add(one) };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int NumberOf(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
