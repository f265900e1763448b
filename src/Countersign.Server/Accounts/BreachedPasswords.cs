using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Settings;
using Microsoft.Win32.SafeHandles;

namespace Countersign.Server.Accounts;

/// <summary>
/// A list of passwords that were found in breaches, as it is published: SHA-1 hashes in hexadecimal, each with how often it was seen,
/// sorted. Either one file of lines <c>HASH:COUNT</c>, or a folder with a file for each first five digits, whose lines have the other
/// digits. It is looked up on the disk, a few short reads each time, and never loaded.
/// </summary>
public sealed class BreachedPasswords
{
    /// <summary>How many files a whole folder has.</summary>
    public const int Ranges = 1 << (4 * RangeDigits);

    private const int RangeDigits = 5;

    // A list may leave the last digits out. Fewer than 16 left would refuse passwords that nobody ever had.
    private const int MostLeftOut = 24;
    private const int LongestLine = 128;

    private readonly string? path;

    /// <param name="settings">Where the list is; without one, no password is known.</param>
    public BreachedPasswords(ServerSettings settings) => path = settings.BreachedPasswords;

    /// <summary>Whether a password is on the list.</summary>
    /// <exception cref="InvalidDataException">What is there is no such list, or is not whole.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public bool Contains(string password)
    {
        if (path is null || PasswordRules.Canonical(password) is not { } canonical) return false;

#pragma warning disable CA5350 // The list is published so; nothing is protected by it.
        var hash = Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(canonical)));
#pragma warning restore CA5350
        return Directory.Exists(path) ? IsIn(FileOf(hash), hash[RangeDigits..]) : IsIn(path, hash);
    }

    private string FileOf(string hash)
    {
        var range = Path.Combine(path!, hash[..RangeDigits]);
        return File.Exists(range) ? range : $"{range}.txt";
    }

    private static bool IsIn(string file, string hash)
    {
        try
        {
            using var list = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.RandomAccess);
            return IsIn(list, hash);
        }
        catch (FileNotFoundException)
        {
            throw new InvalidDataException($"The list of breached passwords is not whole: {file} is missing.");
        }
    }

    // A line that is looked for, if there is one, begins between the two marks.
    private static bool IsIn(SafeFileHandle list, string hash)
    {
        var first = BeginOfText(list);
        var (low, high) = (first, RandomAccess.GetLength(list));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var (start, line) = LineFrom(list, middle, first);
            if (start >= high)
            {
                high = middle;
                continue;
            }

            var (digits, count) = Read(line, hash.Length - MostLeftOut);
            switch (digits.AsSpan().CompareTo(hash.AsSpan(0, Math.Min(digits.Length, hash.Length)), StringComparison.Ordinal))
            {
                case 0: return count > 0; // padding has the count 0
                case > 0: high = middle; break;
                default: low = start + line.Length + 1; break;
            }
        }

        return false;
    }

    // Behind a byte order mark, if some editor has put one there. The lines are found by their bytes, so it must be that of UTF-8.
    private static long BeginOfText(SafeFileHandle list)
    {
        Span<byte> buffer = stackalloc byte[3];
        return buffer[..RandomAccess.Read(list, buffer, 0)] switch
        {
            [0xEF, 0xBB, 0xBF] => 3,
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => throw new InvalidDataException(
                "The list of breached passwords is in UTF-16. Save it as plain text (ASCII or UTF-8)."),
            _ => 0,
        };
    }

    // The first line that begins at this place or after it, without its end.
    private static (long Start, string Line) LineFrom(SafeFileHandle list, long place, long first)
    {
        Span<byte> buffer = stackalloc byte[2 * LongestLine];
        var from = Math.Max(place - 1, first);
        var read = buffer[..RandomAccess.Read(list, buffer, from)];
        var begin = place == first ? 0 : read.IndexOf((byte)'\n') + 1;
        if (begin == 0 && place > first) return read.Length < buffer.Length ? (long.MaxValue, "") : throw NoList();

        var rest = read[begin..];
        var end = rest.IndexOf((byte)'\n');
        if (end < 0 && read.Length == buffer.Length) throw NoList();
        return rest.Length == 0 ? (long.MaxValue, "") : (from + begin, Encoding.ASCII.GetString(end < 0 ? rest : rest[..end]));
    }

    private static (string Digits, long Count) Read(string line, int leastDigits)
    {
        var parts = line.TrimEnd('\r').Split(':');
        return parts is [var digits, var count] && digits.Length >= leastDigits && digits.All(char.IsAsciiHexDigit)
            && long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times)
            ? (digits.ToUpperInvariant(), times)
            : throw NoList();
    }

    private static InvalidDataException NoList() => new(
        "The list of breached passwords is none: its lines must be `HASH:COUNT`, the SHA-1 in hexadecimal, sorted.");
}
