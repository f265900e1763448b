namespace Countersign.Server.Secrets;

/// <summary>The check sum of IEEE 802.3, bit by bit: a token is 47 bytes, a table would be longer than the loop.</summary>
internal static class Crc32
{
    private const uint ReversedPolynomial = 0xEDB88320;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ ReversedPolynomial;
        }
        return ~crc;
    }
}
