using System.Buffers.Binary;
using System.Text;

namespace Countersign.Server.Secrets;

/// <summary>Several texts as one run of bytes from which each could be told again: two different lists never give the same bytes.</summary>
internal static class Fields
{
    // Strict, since a lenient encoder would turn different broken texts into the same bytes.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Each text as its length in bytes (4, big-endian) and its UTF-8.</summary>
    public static byte[] Join(params ReadOnlySpan<string> texts)
    {
        using var joined = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            var bytes = Utf8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            joined.Write(length);
            joined.Write(bytes);
        }
        return joined.ToArray();
    }
}
