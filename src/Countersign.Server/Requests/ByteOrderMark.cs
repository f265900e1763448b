using System.Buffers;

namespace Countersign.Server.Requests;

/// <summary>The mark that some programs put before text in UTF-8. It says nothing, and is no part of the text (RFC 8259 §8.1).</summary>
internal static class ByteOrderMark
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text behind it, or all of it where there is none.</summary>
    public static ReadOnlySpan<byte> SkipIn(ReadOnlySpan<byte> text) => text.StartsWith(Mark) ? text[Mark.Length..] : text;

    /// <summary>Goes to the text of a body that nobody has read from yet.</summary>
    public static async Task Skip(HttpRequest request, CancellationToken ct)
    {
        var read = await request.BodyReader.ReadAtLeastAsync(Mark.Length, ct);
        var start = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Mark.Length)).ToArray();
        request.BodyReader.AdvanceTo(read.Buffer.GetPosition(start.Length - SkipIn(start).Length));
    }
}
