using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Countersign.Core.Tests;

/// <summary>Two other implementations, asked about the same hundred thousand random keys and times.</summary>
public sealed class OracleTests
{
    private const int Seed = 6238;
    private const int Runs = 1_000;
    private const int StepsPerRun = 100;

    // Beyond 2^33: past the ends of 32-bit time, signed and unsigned.
    private const long LastSecond = 10_000_000_000;

    [Fact]
    public void A_hundred_thousand_random_codes_are_those_of_oathtool() => AgreeWith(AskOathTool);

    [Fact]
    public void A_hundred_thousand_random_codes_are_those_of_Otp_NET() => AgreeWith(AskOtpNet);

    [Fact]
    public void Keys_of_any_length_are_spelled_and_read_as_Otp_NET_does()
    {
        var random = new Random(Seed);
        for (var run = 0; run < Runs; run++)
        {
            var key = Question.Random(random).Key;
            var theirs = OtpNet.Base32Encoding.ToString(key);

            Assert.Equal(theirs.TrimEnd('='), Base32.Encode(key));
            Assert.True(Base32.TryDecode(theirs, out var back));
            Assert.Equal(key, back);
            Assert.Equal(key, OtpNet.Base32Encoding.ToBytes(Base32.Encode(key)));
        }
    }

    private static void AgreeWith(Func<Question, string[]> ask)
    {
        var random = new Random(Seed);
        var questions = Enumerable.Range(0, Runs).Select(_ => Question.Random(random)).ToList();

        var wrong = questions.AsParallel().WithDegreeOfParallelism(2)
            .Select(question => Disagreement(question, ask(question))).OfType<string>().ToList();

        Assert.True(wrong.Count == 0, $"seed {Seed}: {wrong.Count} runs differ:\n{string.Join('\n', wrong.Take(10))}");
    }

    private static string? Disagreement(Question question, string[] theirs)
    {
        var ours = Enumerable.Range(0, StepsPerRun).Select(question.OurCode).ToList();
        var first = Enumerable.Range(0, StepsPerRun).FirstOrDefault(i => theirs.ElementAtOrDefault(i) != ours[i], -1);
        return theirs.Length == StepsPerRun && first < 0
            ? null
            : $"{question}, step +{first}: {theirs.Length} codes, {theirs.ElementAtOrDefault(first)} is not "
            + $"{ours.ElementAtOrDefault(first)}";
    }

    private static string[] AskOtpNet(Question question)
    {
        var mode = question.Algorithm switch
        {
            OtpAlgorithm.Sha1 => OtpNet.OtpHashMode.Sha1,
            OtpAlgorithm.Sha256 => OtpNet.OtpHashMode.Sha256,
            OtpAlgorithm.Sha512 => OtpNet.OtpHashMode.Sha512,
        };
        var totp = new OtpNet.Totp(question.Key, (int)Totp.Period.TotalSeconds, mode, question.Digits);
        return [.. Enumerable.Range(0, StepsPerRun).Select(step => totp.ComputeTotp((question.At + (step * Totp.Period)).UtcDateTime))];
    }

    private static string[] AskOathTool(Question question)
    {
        var start = new ProcessStartInfo("oathtool", question.Arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var complaint = process.StandardError.ReadToEndAsync();
            var answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"oathtool {string.Join(' ', question.Arguments)}: {complaint.GetAwaiter().GetResult()}");
            return answer.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException("This test needs oathtool: install the Debian package \"oathtool\".", missing);
        }
    }

    /// <summary>One key and one time; the answer is the codes of that step and of those after it.</summary>
    private sealed record Question(byte[] Key, DateTimeOffset At, OtpAlgorithm Algorithm, int Digits)
    {
        // What apps get is spelled as apps get it.
        private bool IsUsual => Algorithm is OtpAlgorithm.Sha1 && Digits == Code.Length;

        public string[] Arguments =>
        [
            $"--totp={Algorithm.ToString().ToUpperInvariant()}",
            $"--digits={Digits}", $"--now=@{At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}",
            $"--window={StepsPerRun - 1}", .. IsUsual ? ["--base32", Base32.Encode(Key)] : (string[])[Convert.ToHexString(Key)],
        ];

        // Keys of 1 to 140 bytes: shorter and longer than the blocks of all three hashes. Half of the runs are what apps do.
        public static Question Random(Random random)
        {
            var key = new byte[random.Next(1, 141)];
            random.NextBytes(key);
            var usual = random.Next(2) == 0;
            return new(
                key, DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(LastSecond)),
                usual ? OtpAlgorithm.Sha1 : (OtpAlgorithm)random.Next(3), usual ? 6 : random.Next(6, 9));
        }

        public string OurCode(int stepsLater)
        {
            var step = Totp.StepAt(At) + stepsLater;
            return IsUsual ? Totp.CodeAt(Key, step).Reveal() : Hotp.Compute(Key, step, Algorithm, Digits);
        }

        public override string ToString() => string.Join(' ', Arguments);
    }
}
