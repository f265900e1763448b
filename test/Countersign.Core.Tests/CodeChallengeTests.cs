using Xunit;

namespace Countersign.Core.Tests;

/// <summary>PKCE, and where a program listens.</summary>
public sealed class CodeChallengeTests
{
    // RFC 7636, appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    [Fact]
    public void The_example_of_the_standard_holds() => Assert.Equal(Challenge, CodeChallenge.Of(Verifier)!.Value.Text);

    [Fact]
    public void A_verifier_has_43_to_128_unreserved_characters()
    {
        Assert.NotNull(CodeChallenge.Of(new string('~', 43)));
        Assert.NotNull(CodeChallenge.Of(new string('.', 128)));

        string?[] wrong =
            [null, "", new('a', 42), new('a', 129), $"{new string('a', 42)} ", $"{new string('a', 42)}ä", $"{new string('a', 42)}+"];
        Assert.All(wrong, verifier => Assert.Null(CodeChallenge.Of(verifier)));
    }

    [Fact]
    public void A_challenge_has_one_spelling()
    {
        Assert.True(CodeChallenge.TryParse(Challenge, out var read));
        Assert.Equal(Challenge, read.Value.Text);

        string?[] wrong =
        [
            null, "", Challenge[1..], $"{Challenge}=", $"{Challenge}A", $" {Challenge}", Challenge.Replace('-', '+'),

            // The last letter carries two bits that belong to nothing: another one would be the same hash.
            $"{Challenge[..^1]}N",
        ];
        Assert.All(wrong, text => Assert.False(CodeChallenge.TryParse(text, out _), text));
    }

    [Theory]
    [InlineData("1024", true)]
    [InlineData("65535", true)]
    [InlineData("1023", false)]
    [InlineData("65536", false)]
    [InlineData("0", false)]
    [InlineData("08080", false)]
    [InlineData("+8080", false)]
    [InlineData(" 8080", false)]
    [InlineData("8080/", false)]
    [InlineData("8080@evil.example", false)]
    [InlineData("٨٠٨٠", false)]
    [InlineData("99999999999999999999", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_program_listens_at_a_port_that_is_nobody_elses(string? text, bool isOne)
    {
        Assert.Equal(isOne, ProgramPort.TryParse(text, out var port));
        Assert.Equal(isOne ? $"http://127.0.0.1:{text}" : null, port?.Origin);
    }
}
