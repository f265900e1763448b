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

        var phone = await ada.Scan();

        var link = await ada.Page.Locator("a[href^='otpauth:']").GetAttributeAsync("href");
        Assert.Equal(Phone.Scan(link!, Server.Clock).Code(), phone.Code());
        await ada.Activate(phone.NextCode());
        Assert.Equal(10, await ada.Page.Locator(".codes li").CountAsync());
    }
}
