using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Countersign.Core;

/// <summary>
/// Where a program on a person's own computer listens for the answer of a page (RFC 8252 §7.3). It is a port and nothing else: an address
/// that is built of it can lead nowhere but to that computer. Only 127.0.0.1, since a content security policy cannot name [::1].
/// </summary>
/// <param name="Number">From 1024 on: no service of the system listens there.</param>
public readonly record struct ProgramPort(int Number)
{
    private const int Lowest = 1024;
    private const int Highest = 65535;

    /// <summary>The origin of the program: what a form may lead to.</summary>
    public string Origin => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Number}");

    /// <summary>Reads a port in its one spelling.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ProgramPort? port)
    {
        port = text is [not '0', ..]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Of(number) : null;
        return port is not null;
    }

    /// <summary>The port of that number; null where no program of a person listens.</summary>
    public static ProgramPort? Of(int? number) => number is >= Lowest and <= Highest ? new(number.Value) : null;
}
