using Countersign.Shared;

namespace Countersign.Server.Settings;

/// <summary>The operator's picture at the top of mails.</summary>
/// <param name="Kind">Behind <c>image/</c>.</param>
public sealed record ServiceLogo(string Kind, byte[] Content)
{
    private const int MostBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    private static ReadOnlySpan<byte> Jpeg => [0xff, 0xd8, 0xff];

    /// <summary>Reads it.</summary>
    /// <returns>The picture, or a sentence for the operator about why there is none.</returns>
    public static (ServiceLogo? Logo, string? Fault) Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                return (null, $"COUNTERSIGN_LOGO names {path}, which is larger than 64 KiB. Every mail carries it: make it smaller.");

            var content = File.ReadAllBytes(path);
            return KindOf(content) is { } kind
                ? (new(kind, content), null)
                : (null, $"COUNTERSIGN_LOGO names {path}, which is neither a PNG nor a JPEG. Mail programs show no others everywhere.");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return (null, $"COUNTERSIGN_LOGO names {path}, which cannot be read: {FileTrouble.Say(broken)}");
        }
    }

    private static string? KindOf(ReadOnlySpan<byte> content) =>
        content.StartsWith(Png) ? "png" : content.StartsWith(Jpeg) ? "jpeg" : null;
}
