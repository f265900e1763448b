using System.Text;

namespace Countersign.Core;

/// <summary>
/// What the bytes of a text file say, for every file that people write: UTF-8, or what a byte order mark in front says; the mark itself is
/// no text. UTF-16 without its mark is known by its zeros. Anything else is no text. Pure.
/// </summary>
public static class TextBytes
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding Utf16BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UTF32Encoding Utf32 = new(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);
    private static readonly UTF32Encoding Utf32BigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>The text, or null when the bytes are none.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return EncodingOf(bytes).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static Encoding EncodingOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, 0, 0, ..] => Utf32,
        [0, 0, 0xFE, 0xFF, ..] => Utf32BigEndian,
        [0xFF, 0xFE, ..] or [not 0, 0, not 0, 0, ..] => Utf16,
        [0xFE, 0xFF, ..] or [0, not 0, 0, not 0, ..] => Utf16BigEndian,
        _ => Utf8,
    };
}
