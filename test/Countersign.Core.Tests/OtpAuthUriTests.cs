using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class OtpAuthUriTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    public static TheoryData<string?> Bad => BadInput.Everywhere;

    [Fact]
    public void An_address_says_everything_an_app_needs() => Assert.Equal(
        "otpauth://totp/Countersign:ada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        + "&issuer=Countersign&algorithm=SHA1&digits=6&period=30",
        OtpAuthUri.For("Countersign", "ada@example.org", Key));

    [Fact]
    public void Names_are_percent_encoded_and_a_colon_cannot_end_the_issuer_early() => Assert.StartsWith(
        "otpauth://totp/Acme%20%26%20S%C3%B6hne-%20%C3%BC:a%2Fb%3Fc%23d%3Ae%20%2B%25?secret=",
        OtpAuthUri.For("Acme & Söhne: ü", "a/b?c#d:e +%", Key), StringComparison.Ordinal);

    [Fact]
    public void Whatever_the_names_an_app_reads_them_back() =>
        Prop.ForAll(Name(), Name(), (issuer, account) =>
            OtpAuthUri.TryParse(OtpAuthUri.For(issuer, account, Key), out var parts)
            && parts.Issuer == issuer.Replace(':', '-') && parts.Account == account
            && parts.Key.Span.SequenceEqual(Key)
            && (parts.Algorithm, parts.Digits, parts.Period) == (OtpAlgorithm.Sha1, Code.Length, Totp.Period))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void What_an_address_leaves_out_has_its_default()
    {
        Assert.True(OtpAuthUri.TryParse("OTPAUTH://totp/ada?secret=mzxw6ytb", out var parts));
        Assert.Equal(("", "ada", OtpAlgorithm.Sha1, 6, TimeSpan.FromSeconds(30)),
            (parts.Issuer, parts.Account, parts.Algorithm, parts.Digits, parts.Period));
    }

    [Fact]
    public void What_an_address_says_is_taken()
    {
        Assert.True(OtpAuthUri.TryParse(
            "otpauth://totp/Old%3A%20ada?digits=8&period=60&algorithm=sha512&issuer=New&secret=MZXW6YTB", out var parts));
        Assert.Equal(("New", "ada", OtpAlgorithm.Sha512, 8, TimeSpan.FromSeconds(60)),
            (parts.Issuer, parts.Account, parts.Algorithm, parts.Digits, parts.Period));
    }

    [Theory]
    [InlineData("ada?secret=MZXW6YTB&algorithm=SHA1", "", "ada", OtpAlgorithm.Sha1, 6, 30)]
    [InlineData("ada?secret=MZXW6YTB&algorithm=SHA256&digits=7", "", "ada", OtpAlgorithm.Sha256, 7, 30)]
    [InlineData("ada?secret=MZXW6YTB&period=1", "", "ada", OtpAlgorithm.Sha1, 6, 1)]
    [InlineData("ada?secret=MZXW6YTB&period=3600", "", "ada", OtpAlgorithm.Sha1, 6, 3600)]
    [InlineData(":ada?secret=MZXW6YTB", "", "ada", OtpAlgorithm.Sha1, 6, 30)]
    [InlineData("Old:ada?secret=MZXW6YTB", "Old", "ada", OtpAlgorithm.Sha1, 6, 30)]
    [InlineData("Old:ada?secret=MZXW6YTB&issuer", "", "ada", OtpAlgorithm.Sha1, 6, 30)]
    [InlineData("ada?issuer=First&secret=MZXW6YTB&issuer=Second", "First", "ada", OtpAlgorithm.Sha1, 6, 30)]
    public void An_app_reads_the_edges_as_the_format_has_them(
        string text, string issuer, string account, OtpAlgorithm algorithm, int digits, int period)
    {
        Assert.True(OtpAuthUri.TryParse($"otpauth://totp/{text}", out var parts));
        Assert.Equal(
            (issuer, account, algorithm, digits, TimeSpan.FromSeconds(period)),
            (parts.Issuer, parts.Account, parts.Algorithm, parts.Digits, parts.Period));
    }

    [Fact]
    public void An_address_without_names_or_key_is_not_made()
    {
        Assert.Equal("issuer", Assert.Throws<ArgumentException>(() => OtpAuthUri.For(" ", "ada", Key)).ParamName);
        Assert.Equal("account", Assert.Throws<ArgumentException>(() => OtpAuthUri.For("Countersign", "", Key)).ParamName);
        Assert.Equal("key", Assert.Throws<ArgumentOutOfRangeException>(() => OtpAuthUri.For("Countersign", "ada", [])).ParamName);
    }

    [Theory]
    [InlineData("otpauth://hotp/ada?secret=MZXW6YTB&counter=0")]
    [InlineData("https://totp/ada?secret=MZXW6YTB")]
    [InlineData("otpauth://totp/ada")]
    [InlineData("otpauth://totp/ada?secret=")]
    [InlineData("otpauth://totp/ada?secret=1")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&digits=5")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&digits=-6")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&digits=9")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&digits=+6")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&digits=six")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&period=3601")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&period=half")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&period=0")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&period=99999999999")]
    [InlineData("otpauth://totp/ada?secret=MZXW6YTB&algorithm=MD5")]
    public void An_address_that_no_app_could_use_is_refused(string text) => Assert.False(OtpAuthUri.TryParse(text, out _));

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_is_refused(string? text) => Assert.False(OtpAuthUri.TryParse(text, out _));

    [Fact]
    public void What_was_read_does_not_print()
    {
        Assert.True(OtpAuthUri.TryParse(OtpAuthUri.For("Countersign", "ada", Key), out var parts));
        Assert.Equal("•••", $"{parts}");
    }

    // Half a surrogate pair is no text, and apps trim names.
    private static Arbitrary<string> Name() => ArbMap.Default.ArbFor<NonWhiteSpaceString>().Generator
        .Select(text => new string([.. text.Get.Where(c => !char.IsSurrogate(c))]).Trim())
        .Where(text => text.Length > 0)
        .ToArbitrary();
}
