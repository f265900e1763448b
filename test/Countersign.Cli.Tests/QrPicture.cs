using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Cli.Tests;

/// <summary>A terminal's screen as a camera sees it: half blocks become a picture, and <c>zbarimg</c> reads it.</summary>
public static class QrPicture
{
    private const int DotsPerModule = 4;
    private const string Blocks = " ▀▄█";

    /// <summary>What the QR code on this screen says.</summary>
    public static async Task<string> Decode(string screen, bool isDark = true)
    {
        var picture = Path.Combine(Path.GetTempPath(), $"countersign-qr-{Guid.NewGuid():N}.pgm");
        try
        {
            await File.WriteAllBytesAsync(picture, Draw(screen, isDark));
            return await Read(picture);
        }
        finally
        {
            File.Delete(picture);
        }
    }

    // Painted blocks are the ink whatever the screen's theme; others are light on a dark screen, and ink on a light one.
    private static byte[] Draw(string screen, bool isDark)
    {
        var inked = !isDark || screen.Contains("\e[38;5;16;48;5;231m", StringComparison.Ordinal);
        var lines = Regex.Replace(screen, @"\e\[[0-9;]*m|\r", "").Split('\n').Where(
            line => line.Length > 20 && line.All(c => Blocks.Contains(c))).ToList();
        var width = lines.Max(line => line.Length);
        var dots = new MemoryStream();
        dots.Write(Encoding.ASCII.GetBytes($"P5 {width * DotsPerModule} {lines.Count * 2 * DotsPerModule} 255\n"));
        for (var y = 0; y < lines.Count * 2 * DotsPerModule; y++)
        {
            for (var x = 0; x < width * DotsPerModule; x++)
            {
                var drawn = IsDrawn(lines[y / DotsPerModule / 2].PadRight(width)[x / DotsPerModule], y / DotsPerModule % 2);
                dots.WriteByte(drawn == inked ? (byte)0 : (byte)255);
            }
        }

        return dots.ToArray();
    }

    private static bool IsDrawn(char block, int half) => block == '█' || block == (half == 0 ? '▀' : '▄');

    private static async Task<string> Read(string picture)
    {
        var start = new ProcessStartInfo("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var reader = Process.Start(start)!;
        var complaints = reader.StandardError.ReadToEndAsync();
        var text = await reader.StandardOutput.ReadToEndAsync();
        await reader.WaitForExitAsync();
        return reader.ExitCode == 0 ? text.TrimEnd('\n') : throw new InvalidOperationException(
            $"zbarimg saw no QR code. {await complaints}");
    }
}
