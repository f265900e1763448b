using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Web;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.TestKit;

/// <summary>
/// An authenticator app on somebody's phone: RFC 6238 with SHA-1, 6 digits and 30 s, written from the standard and not
/// from our own, so that a mistake there shows here.
/// </summary>
public sealed class Phone
{
    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] key;
    private readonly FakeTimeProvider clock;
    private long lastStep = -1;

    private Phone(byte[] key, FakeTimeProvider clock) => (this.key, this.clock) = (key, clock);

    /// <summary>Reads the QR code of an enrolment.</summary>
    public static Phone Scan(string otpauthUri, FakeTimeProvider clock) =>
        Type(HttpUtility.ParseQueryString(new Uri(otpauthUri).Query)["secret"]
            ?? throw new FormatException("The QR code has no key in it."), clock);

    /// <summary>Takes the key as a person types it.</summary>
    public static Phone Type(string base32, FakeTimeProvider clock) => new(Decode(base32), clock);

    /// <summary>What the app shows now, or showed or will show some steps off.</summary>
    public string Code(int stepsOff = 0) => CodeOf(StepNow + stepsOff);

    /// <summary>A code nobody has used yet: when the present one was taken already, time goes on to the next.</summary>
    public string NextCode()
    {
        if (StepNow <= lastStep) clock.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds((lastStep + 1) * StepSeconds));
        lastStep = StepNow;
        return CodeOf(lastStep);
    }

    /// <summary>A code that is wrong now and in the steps around.</summary>
    public string WrongCode()
    {
        string[] right = [Code(-1), Code(), Code(1)];
        return Enumerable.Range(0, 4).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n:D6}")).First(
            code => !right.Contains(code));
    }

    private long StepNow => clock.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;

    private string CodeOf(long step)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238 with SHA-1 is what authenticator apps do.
        var mac = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 0xF)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string base32)
    {
        var bits = string.Concat(
            base32.Select(letter => Convert.ToString(Base32.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(n => Convert.ToByte(bits.Substring(n * 8, 8), 2))];
    }
}
