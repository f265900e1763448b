using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Countersign.Core.Tests;

/// <summary>Another implementation, asked about a hundred thousand random keys and times.</summary>
public sealed class OathToolTests
{
    private const int Seed = 6238;
    private const int Runs = 1_000;
    private const int StepsPerRun = 100;

    // Beyond 2^33: past the ends of 32-bit time, signed and unsigned.
    private const long LastSecond = 10_000_000_000;

    [Fact]
    public void A_hundred_thousand_random_codes_are_those_of_oathtool()
    {
        var random = new Random(Seed);
        var questions = Enumerable.Range(0, Runs).Select(_ => Question.Random(random)).ToList();

        var wrong = questions.AsParallel().WithDegreeOfParallelism(2).Select(Disagreement).OfType<string>().ToList();

        Assert.True(wrong.Count == 0, $"seed {Seed}: {wrong.Count} runs differ:\n{string.Join('\n', wrong.Take(10))}");
    }

    private static string? Disagreement(Question question)
    {
        var theirs = Ask(question);
        var ours = Enumerable.Range(0, StepsPerRun).Select(question.OurCode).ToList();
        var first = Enumerable.Range(0, StepsPerRun).FirstOrDefault(i => theirs.ElementAtOrDefault(i) != ours[i], -1);
        return theirs.Length == StepsPerRun && first < 0
            ? null
            : $"{question}, step +{first}: {theirs.Length} codes, {theirs.ElementAtOrDefault(first)} is not "
            + $"{ours.ElementAtOrDefault(first)}";
    }

    private static string[] Ask(Question question)
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
    private sealed record Question(string KeyInHex, long Second, OtpAlgorithm Algorithm, int Digits)
    {
        public string[] Arguments =>
        [
            $"--totp={Algorithm.ToString().ToUpperInvariant()}",
            $"--digits={Digits}", $"--now=@{Second.ToString(CultureInfo.InvariantCulture)}",
            $"--window={StepsPerRun - 1}", KeyInHex,
        ];

        // Keys of 1 to 140 bytes: shorter and longer than the blocks of all three hashes. Half of the runs are what apps do.
        public static Question Random(Random random)
        {
            var key = new byte[random.Next(1, 141)];
            random.NextBytes(key);
            var usual = random.Next(2) == 0;
            return new(
                Convert.ToHexString(key), random.NextInt64(LastSecond),
                usual ? OtpAlgorithm.Sha1 : (OtpAlgorithm)random.Next(3), usual ? 6 : random.Next(6, 9));
        }

        public string OurCode(int stepsLater)
        {
            var key = Convert.FromHexString(KeyInHex);
            var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(Second)) + stepsLater;
            return Algorithm is OtpAlgorithm.Sha1 && Digits == Code.Length
                ? Totp.CodeAt(key, step).Reveal()
                : Hotp.Compute(key, step, Algorithm, Digits);
        }
    }
}
