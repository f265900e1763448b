using System.Net;
using System.Text;
using Countersign.Server.Radius;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Server.Tests.Radius;

/// <summary>Whatever bytes come, they are a packet or none; and what is written is read as it was meant.</summary>
public sealed class RadiusCodecTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("xyzzy5461");
    private static readonly byte[] Authenticator = [.. Enumerable.Range(1, 16).Select(n => (byte)n)];

    [Property(MaxTest = 2000)]
    public bool Any_bytes_are_a_packet_or_none_and_never_an_exception(byte[]? bytes, byte code, ushort length, bool isHonest)
    {
        // Most random bytes fail at their length; so it is made to fit often.
        var whole = (bytes ?? []).Length >= 4 ? bytes! : [code, 7, 0, 0, .. new byte[16], .. bytes ?? []];
        var said = isHonest ? whole.Length : length;
        (whole[2], whole[3]) = ((byte)(said >> 8), (byte)(said & 0xFF));
        if (RadiusPacket.Find(whole) is not { } packet) return true;

        RadiusSigning.IsOf(packet, Secret);
        foreach (var value in packet.Of(RadiusKind.UserPassword)) RadiusSigning.Show(value.Span, packet.Authenticator.Span, Secret);
        var answer = RadiusSigning.Answer(packet, RadiusCode.AccessReject, [.. packet.Attributes], Secret);
        return packet.Whole.Length is >= RadiusPacket.Shortest and <= RadiusPacket.Longest
            && packet.Attributes.Sum(each => each.Value.Length + 2) + RadiusPacket.Shortest == packet.Whole.Length
            && (answer is null || answer.Length <= RadiusPacket.Longest);
    }

    [Property(MaxTest = 1000)]
    public bool What_is_written_is_read(byte code, byte identifier, (byte Kind, byte[]? Value)[]? given)
    {
        var attributes = (given ?? []).Select(each => new RadiusField((RadiusKind)each.Kind, each.Value ?? [])).ToList();
        var whole = RadiusPacket.Write((RadiusCode)code, identifier, Authenticator, attributes);
        if (whole is null)
            return attributes.Exists(each => each.Value.Length > 253) || attributes.Sum(each => each.Value.Length + 2) > 4076;

        var read = RadiusPacket.Find(whole)!;
        return read.Code == (RadiusCode)code && read.Identifier == identifier && read.Authenticator.Span.SequenceEqual(Authenticator)
            && read.Attributes.Count == attributes.Count
            && read.Attributes.Zip(attributes).All(pair => pair.First.Kind == pair.Second.Kind
                && pair.First.Value.Span.SequenceEqual(pair.Second.Value.Span));
    }

    [Property(MaxTest = 1000)]
    public bool A_hidden_password_is_shown_to_whoever_has_the_secret(byte[]? password)
    {
        var plain = (password ?? []).Where(each => each != 0).Take(128).ToArray();
        var hidden = RadiusSigning.Hide(plain, Authenticator, Secret)!;
        return hidden.Length % 16 == 0 && hidden.Length is >= 16 and <= 128
            && RadiusSigning.Show(hidden, Authenticator, Secret)!.SequenceEqual(plain)
            && (plain.Length == 0 || !RadiusSigning.Show(hidden, Authenticator, [1, 2, 3])!.SequenceEqual(plain));
    }

    [Property(MaxTest = 1000)]
    public bool A_long_text_is_cut_between_its_letters(string? text, byte times)
    {
        var whole = string.Concat(Enumerable.Repeat(text ?? "ä€😀", times + 1)).Replace("\ud83d", "", StringComparison.Ordinal);
        whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(whole));
        var parts = RadiusPacket.Split(RadiusKind.ReplyMessage, Encoding.UTF8.GetBytes(whole)).ToList();
        return parts.TrueForAll(part => part.Value.Length is > 0 and <= 253)
            && string.Concat(parts.Select(part => Encoding.UTF8.GetString(part.Value.Span))) == whole;
    }

    [Property(MaxTest = 500)]
    public bool A_changed_request_is_nobodys(byte[]? value, ushort where, byte change)
    {
        var request = RadiusSigning.Ask(
            RadiusCode.AccessRequest, 1, Authenticator, [new(RadiusKind.State, (value ?? []).Take(253).ToArray())], Secret)!;
        if (!RadiusSigning.IsOf(RadiusPacket.Find(request)!, Secret)) return false;

        request[where % request.Length] ^= (byte)(change | 1);
        return RadiusPacket.Find(request) is not { } changed || !RadiusSigning.IsOf(changed, Secret);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(19)]
    public void What_is_too_short_is_none(int length) => Assert.Null(RadiusPacket.Find(new byte[length]));

    [Theory]
    [InlineData(19, 40)]
    [InlineData(41, 40)]
    [InlineData(4097, 5000)]
    [InlineData(0, 40)]
    public void A_length_that_is_wrong_makes_it_none(ushort said, int length)
    {
        var whole = new byte[length];
        (whole[0], whole[2], whole[3]) = (1, (byte)(said >> 8), (byte)(said & 0xFF));
        Assert.Null(RadiusPacket.Find(whole));
    }

    [Fact]
    public void What_is_behind_the_length_is_passed_over()
    {
        byte[] whole = [.. RadiusPacket.Write(RadiusCode.AccessRequest, 3, Authenticator, [])!, 1, 2, 3];
        Assert.Equal(RadiusPacket.Shortest, RadiusPacket.Find(whole)!.Whole.Length);
    }

    [Theory]
    [InlineData("01")]
    [InlineData("0100")]
    [InlineData("0101")]
    [InlineData("0103")]
    [InlineData("010361" + "02")]
    [InlineData("01FF6161")]
    public void An_attribute_that_ends_outside_makes_it_none(string attributes)
    {
        var tail = Convert.FromHexString(attributes);
        byte[] whole = [1, 1, 0, (byte)(20 + tail.Length), .. Authenticator, .. tail];
        Assert.Null(RadiusPacket.Find(whole));
    }

    // RFC 2865 §7.1: nemo logs in with the password arctangent.
    [Fact]
    public void The_example_of_the_standard_is_read()
    {
        var request = RadiusPacket.Find(Convert.FromHexString(
            "010000380f403f9473978057bd83d5cb98f4227a01066e656d6f02120dbe708d93d413ce3196e43f782a0aee0406c0a80110050600000003"))!;
        Assert.True(request.TryOne(RadiusKind.UserPassword, out var hidden));
        Assert.Equal("arctangent", Encoding.ASCII.GetString(RadiusSigning.Show(hidden!.Value.Span, request.Authenticator.Span, Secret)!));

        // The answer of the standard, with its Response Authenticator; without a Message-Authenticator it is none of ours.
        var answer = RadiusPacket.Find(Convert.FromHexString(
            "0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103"))!;
        Assert.False(RadiusSigning.IsAnswer(answer, request, Secret));
        Assert.False(RadiusSigning.IsOf(request, Secret));
    }

    [Fact]
    public void Two_message_authenticators_are_none()
    {
        var once = RadiusPacket.Find(RadiusSigning.Ask(RadiusCode.AccessRequest, 1, Authenticator, [], Secret)!)!;
        var twice = RadiusPacket.Find(RadiusPacket.Write(
            RadiusCode.AccessRequest, 1, Authenticator, [.. once.Attributes, .. once.Attributes])!)!;
        Assert.True(RadiusSigning.IsOf(once, Secret));
        Assert.False(RadiusSigning.IsOf(twice, Secret));
    }

    [Fact]
    public void An_answer_begins_with_its_message_authenticator_and_fits_its_question_alone()
    {
        var request = RadiusPacket.Find(RadiusSigning.Ask(RadiusCode.AccessRequest, 9, Authenticator, [], Secret)!)!;
        var answer = RadiusPacket.Find(
            RadiusSigning.Answer(request, RadiusCode.AccessReject, [new(RadiusKind.State, new byte[5])], Secret)!)!;
        Assert.Equal(RadiusKind.MessageAuthenticator, answer.Attributes[0].Kind);
        Assert.True(RadiusSigning.IsAnswer(answer, request, Secret));

        var other = RadiusPacket.Find(RadiusSigning.Ask(RadiusCode.AccessRequest, 9, new byte[16], [], Secret)!)!;
        Assert.False(RadiusSigning.IsAnswer(answer, other, Secret));
    }

    [Fact]
    public void What_is_remembered_is_bounded_by_number_and_by_time()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var repeats = new RadiusRepeats(clock);
        var from = IPAddress.Loopback;
        var first = new RadiusMark(from, 1, 0);

        Assert.True(repeats.Take(first).IsNew);
        Assert.Equal(new(IsNew: false, null), repeats.Take(first));
        repeats.Settle(first, [1]);
        Assert.Equal([1], repeats.Take(first).Answer!);
        for (var n = 2; n < 3 * RadiusRepeats.Most; n++) Assert.True(repeats.Take(new(from, n, 0)).IsNew);
        Assert.Equal(RadiusRepeats.Most, repeats.Count);
        Assert.True(repeats.Take(first).IsNew);

        repeats.Settle(first, null);
        Assert.True(repeats.Take(first).IsNew);
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.True(repeats.Take(first).IsNew);
        Assert.Equal(1, repeats.Count);
    }
}
