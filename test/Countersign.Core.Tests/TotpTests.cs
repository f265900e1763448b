using System.Globalization;
using System.Text;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 15, TimeSpan.Zero);

    [Fact]
    public void The_published_vectors_hold()
    {
        foreach (var vector in VectorFile.Read("rfc6238-totp.tsv"))
        {
            var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(long.Parse(vector[0], CultureInfo.InvariantCulture)));
            var algorithm = Enum.Parse<OtpAlgorithm>(vector[2]);
            Assert.Equal(long.Parse(vector[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture), step);
            Assert.Equal(vector[3], Hotp.Compute(KeyFor(algorithm), step, algorithm, 8));
        }
    }

    [Theory]
    [InlineData(-31, -2)]
    [InlineData(-30, -1)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(29, 0)]
    [InlineData(30, 1)]
    public void A_step_is_thirty_seconds_from_1970_on(long seconds, long step) =>
        Assert.Equal(step, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Fact]
    public void The_step_does_not_depend_on_the_time_zone() =>
        Assert.Equal(Totp.StepAt(Noon), Totp.StepAt(Noon.ToOffset(TimeSpan.FromHours(-8))));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_is_found_one_step_around_now_and_no_further(int away, bool found)
    {
        var step = Totp.StepAt(Noon) + away;

        Assert.Equal(found ? step : null, Totp.FindStep(Key, Totp.CodeAt(Key, step), Noon, skew: 1, after: 0));
    }

    [Fact]
    public void A_replay_shows_as_a_step_that_is_not_later()
    {
        var step = Totp.StepAt(Noon);

        Assert.Equal(step, Totp.FindStep(Key, Totp.CodeAt(Key, step), Noon, skew: 1, after: step));
        Assert.Equal(step - 1, Totp.FindStep(Key, Totp.CodeAt(Key, step - 1), Noon, skew: 1, after: step + 5));
    }

    [Fact]
    public void Of_two_steps_with_one_code_the_lowest_fresh_one_counts_or_else_the_highest()
    {
        var (low, high) = FirstTwins();
        var code = Totp.CodeAt(Key, low);
        var between = DateTimeOffset.FromUnixTimeSeconds((low + high) / 2 * 30);

        Assert.Equal(low, Totp.FindStep(Key, code, between, skew: 10, after: low - 1));
        Assert.Equal(high, Totp.FindStep(Key, code, between, skew: 10, after: low));
        Assert.Equal(high, Totp.FindStep(Key, code, between, skew: 10, after: high));
    }

    [Fact]
    public void There_is_no_step_before_1970()
    {
        var start = DateTimeOffset.UnixEpoch;

        Assert.Equal(0, Totp.FindStep(Key, Totp.CodeAt(Key, 0), start, skew: 1, after: -1));
        Assert.Equal(1, Totp.FindStep(Key, Totp.CodeAt(Key, 1), start, skew: 1, after: -1));
        Assert.Null(Totp.FindStep(Key, Totp.CodeAt(Key, 0), start.AddHours(-1), skew: 1, after: -1));
        Assert.Equal(0, Totp.FindStep(Key, Totp.CodeAt(Key, 0), start.AddSeconds(-1), skew: 1, after: -1));
    }

    [Fact]
    public void The_ends_of_time_do_not_break_it()
    {
        Assert.Null(Totp.FindStep(Key, Code.FromNumber(0), DateTimeOffset.MinValue, skew: 10, after: long.MaxValue));
        var last = Totp.StepAt(DateTimeOffset.MaxValue);
        Assert.Equal(last, Totp.FindStep(Key, Totp.CodeAt(Key, last), DateTimeOffset.MaxValue, skew: 0, after: long.MinValue));
    }

    [Fact]
    public void A_code_that_was_never_set_is_never_found() =>
        Assert.Null(Totp.FindStep(Key, default, Noon, skew: 10, after: 0));

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void A_skew_beyond_ten_steps_is_a_mistake(int skew) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Totp.FindStep(Key, Code.FromNumber(0), Noon, skew, after: 0));

    private static byte[] KeyFor(OtpAlgorithm algorithm)
    {
        var length = algorithm switch { OtpAlgorithm.Sha1 => 20, OtpAlgorithm.Sha256 => 32, OtpAlgorithm.Sha512 => 64 };
        return [.. Enumerable.Range(1, length).Select(i => (byte)('0' + i % 10))];
    }

    // The first two steps at most ten apart that have the same code with this key.
    private static (long Low, long High) FirstTwins()
    {
        var lastSeen = new Dictionary<Code, long>();
        for (long step = 1; step < 1_000_000; step++)
        {
            var code = Totp.CodeAt(Key, step);
            if (lastSeen.TryGetValue(code, out var earlier) && step - earlier is > 1 and <= 10) return (earlier, step);
            lastSeen[code] = step;
        }

        throw new InvalidOperationException("No twins among a million steps.");
    }
}
