using System.Buffers.Binary;

namespace Countersign.Server.Radius;

/// <summary>What a packet is (RFC 2865 §3, RFC 5997 §3). An open list on the wire: whatever else comes has its number.</summary>
public enum RadiusCode
{
    AccessRequest = 1,
    AccessAccept = 2,
    AccessReject = 3,
    AccessChallenge = 11,
    StatusServer = 12,
}

/// <summary>What an attribute is (RFC 2865 §5, RFC 3162 §2.1, RFC 3579 §3). An open list, too.</summary>
public enum RadiusKind
{
    UserName = 1,
    UserPassword = 2,
    NasIpAddress = 4,
    ReplyMessage = 18,
    State = 24,
    CallingStationId = 31,
    NasIdentifier = 32,
    ProxyState = 33,
    MessageAuthenticator = 80,
    NasIpv6Address = 95,
}

/// <summary>One attribute: at most <see cref="Longest"/> bytes.</summary>
public readonly record struct RadiusField(RadiusKind Kind, ReadOnlyMemory<byte> Value)
{
    /// <summary>The longest value (RFC 2865 §5).</summary>
    public const int Longest = 253;

    /// <summary>Bytes before the value: kind and length.</summary>
    internal const int Front = 2;

    /// <summary>Its kind alone.</summary>
    public override string ToString() => $"{Kind} •••";
}

/// <summary>A packet as it came: read, and not yet believed (<see cref="RadiusSigning"/>). It does not print.</summary>
public sealed class RadiusPacket
{
    /// <summary>The shortest packet, and where attributes begin (RFC 2865 §3).</summary>
    public const int Shortest = 20;

    /// <summary>The longest packet (RFC 2865 §3).</summary>
    public const int Longest = 4096;

    /// <summary>The length of an authenticator.</summary>
    public const int AuthenticatorLength = 16;

    internal const int AuthenticatorAt = 4;

    private RadiusPacket(ReadOnlyMemory<byte> whole, IReadOnlyList<RadiusField> attributes) =>
        (Whole, Attributes) = (whole, attributes);

    /// <summary>All of it, without what a datagram had behind it.</summary>
    public ReadOnlyMemory<byte> Whole { get; }

    /// <summary>What it is.</summary>
    public RadiusCode Code => (RadiusCode)Whole.Span[0];

    /// <summary>By which an answer is matched with its question.</summary>
    public byte Identifier => Whole.Span[1];

    /// <summary>The authenticator.</summary>
    public ReadOnlyMemory<byte> Authenticator => Whole.Slice(AuthenticatorAt, AuthenticatorLength);

    /// <summary>The attributes in their order.</summary>
    public IReadOnlyList<RadiusField> Attributes { get; }

    /// <summary>Reads a datagram; null when it is no packet: too short, too long, or with an attribute that ends outside of it.</summary>
    public static RadiusPacket? Find(ReadOnlyMemory<byte> datagram)
    {
        if (datagram.Length < Shortest) return null;

        // RFC 2865 §3: what is behind the length is padding; what is shorter than its length is dropped.
        int length = BinaryPrimitives.ReadUInt16BigEndian(datagram.Span[2..]);
        if (length is < Shortest or > Longest || length > datagram.Length) return null;

        var whole = datagram[..length];
        return ReadAttributes(whole) is { } attributes ? new(whole, attributes) : null;
    }

    /// <summary>Writes a packet.</summary>
    /// <returns>Null when it would be longer than a packet may be, or an attribute longer than one may be.</returns>
    public static byte[]? Write(
        RadiusCode code, byte identifier, ReadOnlySpan<byte> authenticator, IReadOnlyList<RadiusField> attributes)
    {
        var length = Shortest + attributes.Sum(each => RadiusField.Front + each.Value.Length);
        if (length > Longest || attributes.Any(each => each.Value.Length > RadiusField.Longest)) return null;

        var whole = new byte[length];
        (whole[0], whole[1]) = ((byte)code, identifier);
        BinaryPrimitives.WriteUInt16BigEndian(whole.AsSpan(2), (ushort)length);
        authenticator.CopyTo(whole.AsSpan(AuthenticatorAt, AuthenticatorLength));
        var at = Shortest;
        foreach (var (kind, value) in attributes)
        {
            (whole[at], whole[at + 1]) = ((byte)kind, (byte)(value.Length + RadiusField.Front));
            value.Span.CopyTo(whole.AsSpan(at + RadiusField.Front));
            at += value.Length + RadiusField.Front;
        }

        return whole;
    }

    /// <summary>A long value as the attributes that carry it (RFC 2865 §5.18), cut nowhere inside a letter of UTF-8.</summary>
    public static IEnumerable<RadiusField> Split(RadiusKind kind, ReadOnlyMemory<byte> utf8)
    {
        while (utf8.Length > RadiusField.Longest)
        {
            var end = RadiusField.Longest;
            while (end > RadiusField.Longest - 4 && (utf8.Span[end] & 0xC0) == 0x80) end--;
            yield return new(kind, utf8[..end]);
            utf8 = utf8[end..];
        }

        if (utf8.Length > 0) yield return new(kind, utf8);
    }

    /// <summary>The values of a kind, in their order.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Of(RadiusKind kind) => Attributes.Where(each => each.Kind == kind).Select(each => each.Value);

    /// <summary>The value of a kind that may come once; false when it came more than once.</summary>
    /// <param name="value">Null when it did not come.</param>
    public bool TryOne(RadiusKind kind, out ReadOnlyMemory<byte>? value)
    {
        value = null;
        foreach (var each in Of(kind))
        {
            if (value is not null) return false;
            value = each;
        }

        return true;
    }

    /// <summary>What it is, and nothing of what is in it.</summary>
    public override string ToString() => $"{Code} •••";

    private static List<RadiusField>? ReadAttributes(ReadOnlyMemory<byte> whole)
    {
        var attributes = new List<RadiusField>();
        for (var at = Shortest; at < whole.Length;)
        {
            if (whole.Length - at < RadiusField.Front) return null;

            int length = whole.Span[at + 1];
            if (length < RadiusField.Front || length > whole.Length - at) return null;

            attributes.Add(new((RadiusKind)whole.Span[at], whole.Slice(at + RadiusField.Front, length - RadiusField.Front)));
            at += length;
        }

        return attributes;
    }
}
