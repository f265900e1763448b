using System.Globalization;

namespace Countersign.Server.Pages;

/// <summary>What the sentences of every group can use.</summary>
public abstract class Sentences(Texts all)
{
    /// <summary>The other groups of this language.</summary>
    protected Texts All => all;

    /// <inheritdoc cref="Texts.Culture" />
    protected CultureInfo Culture => all.Culture;

    /// <inheritdoc cref="Texts.Present" />
    protected DateTimeOffset Present => all.Present;

    /// <inheritdoc cref="Texts.Day" />
    protected string Day(DateTimeOffset at) => all.Day(at);

    /// <inheritdoc cref="Texts.Instant" />
    protected string Instant(DateTimeOffset at) => all.Instant(at);

    /// <inheritdoc cref="Texts.Until" />
    protected string Until(DateTimeOffset at) => all.Until(at);

    /// <summary>How long ago an instant was.</summary>
    protected string Since(DateTimeOffset at) => all.Times.Lasting(all.Present - at);

    /// <inheritdoc cref="TimeTexts.Seconds" />
    protected string Seconds(int n) => all.Times.Seconds(n);

    /// <inheritdoc cref="TimeTexts.Days" />
    protected string Days(int n) => all.Times.Days(n);

    /// <inheritdoc cref="Texts.Count" />
    protected string Count(long number) => all.Count(number);

    /// <summary>A number with its noun.</summary>
    protected string Counted(long number, string one, string many) => $"{Count(number)} {(number == 1 ? one : many)}";
}
