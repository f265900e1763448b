using System.Diagnostics;
using Countersign.TestKit;

namespace Countersign.Browser.Tests.Driving;

/// <summary>
/// A phone's camera in front of the screen: it reads the QR code in a picture of the page, with a program that knows nothing of us.
/// </summary>
public static class Camera
{
    private const string Reader = "zbarimg";

    /// <summary>Scans the QR code of the page with an authenticator app.</summary>
    public static async Task<Phone> Scan(this Visitor visitor)
    {
        var picture = Path.Combine(Path.GetTempPath(), $"countersign-qr-{Guid.NewGuid():N}.png");
        try
        {
            await visitor.Page.ScreenshotAsync(new() { Path = picture, FullPage = true });
            return Phone.Scan(await Read(picture), visitor.Server.Clock);
        }
        finally
        {
            File.Delete(picture);
        }
    }

    private static async Task<string> Read(string picture)
    {
        using var reader = Process.Start(new ProcessStartInfo(Reader, ["--quiet", "--raw", picture]) { RedirectStandardOutput = true })!;
        var text = await reader.StandardOutput.ReadToEndAsync();
        await reader.WaitForExitAsync();
        return reader.ExitCode == 0 ? text.Trim() : throw new FormatException("There is no QR code to be read on the screen.");
    }
}
