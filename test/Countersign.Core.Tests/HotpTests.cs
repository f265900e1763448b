using System.Globalization;
using System.Text;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class HotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    [Fact]
    public void The_published_vectors_hold()
    {
        foreach (var vector in VectorFile.Read("rfc4226-hotp.tsv"))
        {
            var counter = long.Parse(vector[0], CultureInfo.InvariantCulture);
            Assert.Equal(vector[1], Hotp.Compute(Key, counter).Reveal());
            Assert.Equal(vector[1], Hotp.Compute(Key, counter, OtpAlgorithm.Sha1, 6));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public void Other_lengths_do_not_exist(int digits) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Hotp.Compute(Key, 0, OtpAlgorithm.Sha1, digits));

    [Theory]
    [InlineData(6, "755224")]
    [InlineData(7, "4755224")]
    [InlineData(8, "84755224")]
    public void A_longer_password_is_the_shorter_one_with_more_of_the_number_in_front(int digits, string expected) =>
        Assert.Equal(expected, Hotp.Compute(Key, 0, OtpAlgorithm.Sha1, digits));

    [Fact]
    public void An_empty_key_has_no_codes() => Assert.Throws<ArgumentOutOfRangeException>(() => Hotp.Compute([], 0));

    [Fact]
    public void A_counter_is_never_negative() => Assert.Throws<ArgumentOutOfRangeException>(() => Hotp.Compute(Key, -1));

    [Fact]
    public void The_largest_counter_has_a_code() => Assert.Equal(6, Hotp.Compute(Key, long.MaxValue).Reveal().Length);
}
