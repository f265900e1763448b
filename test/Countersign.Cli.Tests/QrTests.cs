using System.Globalization;
using System.Security.Cryptography;
using Countersign.Cli.Terminal;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>The QR code of the terminal, read by a program that is not ours.</summary>
public sealed class QrTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Any_key_can_be_scanned(bool painted, bool isDark)
    {
        for (var length = 1; length <= 60; length += 7)
        {
            var account = Uri.EscapeDataString(RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", length) + "@example.org");
            var key = RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32);
            var uri = string.Create(CultureInfo.InvariantCulture,
                $"otpauth://totp/Countersign:{account}?secret={key}&issuer=Countersign&algorithm=SHA1&digits=6&period=30");

            Assert.Equal(uri, await QrPicture.Decode(new Qr(uri).Draw(painted), isDark));
        }
    }

    [Theory]
    [InlineData("tfa totp-setup")]
    [InlineData("tfa totp-setup", "NO_COLOR")]
    public async Task On_a_terminal_it_is_black_on_white_whatever_the_theme(string words, string? colourless = null)
    {
        await using var server = await TestServer.Start();
        using var terminal = new Terminal { Url = server.Http.BaseAddress!, ApiKey = server.People.Ada.ApiKey };

        var screen = await terminal.Screen(words, colourless);

        Assert.Contains("\e[38;5;16;48;5;231m", screen, StringComparison.Ordinal);
        Assert.StartsWith("otpauth://totp/Countersign:ada%40example.org?secret=", await QrPicture.Decode(screen), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tfa totp-setup", null)]
    [InlineData("account --username ada set mfa mk AUTHENTICATOR", "y")]
    public async Task In_a_window_that_would_break_it_its_width_is_told_instead(string words, string? typed)
    {
        await using var server = await TestServer.Start();
        using var terminal = new Terminal { Url = server.Http.BaseAddress!, ApiKey = server.People.Ada.ApiKey };
        terminal.Environment["COUNTERSIGN_PASSWORD"] = TestPerson.Password;

        var screen = await terminal.Screen(words, columns: 30, typed: typed);

        Assert.Matches("this window must be [0-9]+ characters wide", screen);
        Assert.DoesNotContain("█", screen, StringComparison.Ordinal);
    }
}
