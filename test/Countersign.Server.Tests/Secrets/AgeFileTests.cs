using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Secrets;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

/// <summary>The format of age, in both directions: what we write the tool reads, what the tool wrote we read.</summary>
public sealed class AgeFileTests
{
    private const string Passphrase = "seven words that only olga knows";

    private static readonly byte[] Plain = Encoding.UTF8.GetBytes("{ \"format\": 1, \"keys\": [] }\n");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(200_000)]
    public void A_passphrase_opens_what_it_closed(int size)
    {
        var plain = RandomNumberGenerator.GetBytes(size);

        Assert.Equal(plain, AgeFile.Open(AgeFile.ToPassphrase(plain, Passphrase), Passphrase));
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        var file = AgeFile.ToPassphrase(Plain, Passphrase);

        // The passphrase is stretched for each, so a few of each part.
        foreach (var at in (int[])[0, 30, 60, 90, 110, 150, 190, file.Length - 40, file.Length - 1])
        {
            var changed = (byte[])file.Clone();
            changed[at] ^= 1;
            Assert.Throws<AgeFileException>(() => AgeFile.Open(changed, Passphrase));
        }

        Assert.Throws<AgeFileException>(() => AgeFile.Open(file.AsSpan()[..^1], Passphrase));
        Assert.Throws<AgeFileException>(() => AgeFile.Open([], Passphrase));
    }

    [Fact]
    public void A_file_may_not_ask_for_any_amount_of_memory()
    {
        var file = Encoding.ASCII.GetString(AgeFile.ToPassphrase(Plain, Passphrase)[..100]).Replace(
            " 18\n", " 30\n", StringComparison.Ordinal);

        Assert.Throws<AgeFileException>(() => AgeFile.Open(Encoding.ASCII.GetBytes(file), Passphrase));
    }

    [Fact]
    public void A_passphrase_opens_what_the_tool_closed() => Assert.Equal(
        "{ \"made by\": \"age\" }\n",
        Encoding.UTF8.GetString(AgeFile.Open(
            Convert.FromBase64String(
                "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBDYWhxVWxPTGk5RGhnUEp1S2dsanZnIDE4Cloyd2hVTVdaa0JHSUxWdmVvSU9FclVhdUloRVVw" +
                "M1JSdEZORnJTcm0xbVEKLS0tIDI0d2JKV3h3U3lXZXpmMHk5emg0V0ZFV3cvOFFlMGlJbmoxS0pYai9WRXcKqwcYr6m6uI/Jzf3GtJEYqyBUAR9sjDlx" +
                "Ltd56vRfYMH0CxbvCn/bgXgZMjUuhUUK2npAVwg="),
            Passphrase)));

    [Theory]
    [InlineData("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", true)]
    [InlineData("AGE1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KG5SFN9AQMCAC8P", true)]
    [InlineData("Age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", false)]
    [InlineData("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8q", false)]
    [InlineData("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8", false)]
    [InlineData("age1", false)]
    [InlineData("", false)]
    [InlineData("ssh-ed25519 AAAA", false)]
    public void A_public_key_is_known_by_its_check_sum(string text, bool isOne) => Assert.Equal(isOne, AgeFile.IsRecipient(text));

    // `./run test` installs age.
    [Fact]
    public async Task The_tool_opens_what_is_for_its_key()
    {
        var folder = Directory.CreateTempSubdirectory("countersign-age-");
        try
        {
            var identity = Path.Combine(folder.FullName, "identity");
            await Tool("age-keygen", "-o", identity);
            var recipient = (await File.ReadAllLinesAsync(identity, Ct)).Single(
                line => line.Contains("public key", StringComparison.Ordinal));
            var file = Path.Combine(folder.FullName, "keys.age");
            await File.WriteAllBytesAsync(file, AgeFile.ToRecipient(Plain, recipient.Split(' ')[^1]), Ct);

            Assert.Equal(Encoding.UTF8.GetString(Plain), await Tool("age", "--decrypt", "-i", identity, file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<string> Tool(string name, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(name, words) { RedirectStandardOutput = true })!;
        var told = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.Equal(0, process.ExitCode);
        return told;
    }
}
