using System.Diagnostics;
using Countersign.Browser.Tests.Driving;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Browser.Tests.Habits;

/// <summary>The QR code of the wizard, photographed from the screen and read by a program that is not ours.</summary>
public sealed class QrTests(Chromium chromium) : BrowserTest(chromium)
{
    [Theory]
    [InlineData(Look.Desktop, false)]
    [InlineData(Look.Phone, true)]
    public async Task An_app_scans_the_code_on_the_screen(int width, bool isDark)
    {
        var ada = await Visit(new(width, isDark));
        await ada.SignIn(People.Ada);
        await ada.BeginAddingByMail(People.Ada.Email);
        await ada.ChooseApp();

        var uri = await Scan(ada);

        Assert.Equal(await ada.Page.Locator("a[href^='otpauth:']").GetAttributeAsync("href"), uri);
        await ada.Activate(Phone.Scan(uri, Server.Clock).NextCode());
        Assert.Equal(10, await ada.Page.Locator(".codes li").CountAsync());
    }

    private static async Task<string> Scan(Visitor visitor)
    {
        var picture = Path.Combine(Path.GetTempPath(), $"countersign-qr-{Guid.NewGuid():N}.png");
        try
        {
            await visitor.Page.ScreenshotAsync(new() { Path = picture, FullPage = true });
            var start = new ProcessStartInfo("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture]) { RedirectStandardOutput = true };
            using var reader = Process.Start(start)!;
            var text = await reader.StandardOutput.ReadToEndAsync();
            await reader.WaitForExitAsync();
            return text.TrimEnd('\n');
        }
        finally
        {
            File.Delete(picture);
        }
    }
}
