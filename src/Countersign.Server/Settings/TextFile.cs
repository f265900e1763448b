using Countersign.Core;

namespace Countersign.Server.Settings;

/// <summary>Reads the files that people write with whatever editor they have; the rule is in <see cref="TextBytes"/>.</summary>
public static class TextFile
{
    /// <summary>The whole text.</summary>
    /// <exception cref="IOException">It cannot be read, or is no text; the message says what to do.</exception>
    public static string Read(string path) => Text(File.ReadAllBytes(path), path);

    /// <inheritdoc cref="Read(string)"/>
    public static async Task<string> Read(string path, CancellationToken ct) => Text(await File.ReadAllBytesAsync(path, ct), path);

    private static string Text(byte[] bytes, string path) =>
        TextBytes.Read(bytes) ?? throw new IOException($"{path} isn't text in UTF-8. Save it as UTF-8 and try again.");
}
