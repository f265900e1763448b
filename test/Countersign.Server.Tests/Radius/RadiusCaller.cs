using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Radius;
using Xunit;

namespace Countersign.Server.Tests.Radius;

/// <summary>What a client heard.</summary>
internal sealed record Heard(RadiusCode Code, string Message, byte[]? State, RadiusPacket Packet, byte[] Raw);

/// <summary>A client that asks by RADIUS, each question from a port of its own.</summary>
internal sealed class RadiusCaller(int port, string secret, string nas = "gate")
{
    // An answer takes as long as a wrong password does; silence is never told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    private byte[] Key { get; } = Encoding.ASCII.GetBytes(secret);

    /// <summary>Where it asks; the server listens for both families there, if it does for one of IPv6.</summary>
    public IPAddress Server { get; init; } = IPAddress.Loopback;

    /// <summary>The same client, as another machine of it.</summary>
    public RadiusCaller At(string other) => new(port, secret, other) { Server = Server };

    /// <summary>Asks for somebody; whoever gets no answer has failed.</summary>
    public async Task<Heard> Ask(string name, string typed, byte[]? state = null, params RadiusField[] more) =>
        await Send(Request(name, typed, state, more), Patience)
        ?? throw new TimeoutException($"Nobody answers at {Server}:{port}.");

    /// <summary>A request as it goes over the network.</summary>
    public byte[] Request(string name, string typed, byte[]? state = null, params RadiusField[] more)
    {
        var (authenticator, attributes) = Said(name, typed, state, more);
        return RadiusSigning.Ask(RadiusCode.AccessRequest, RandomNumberGenerator.GetBytes(1)[0], authenticator, attributes, Key)!;
    }

    /// <summary>The same without a Message-Authenticator.</summary>
    public byte[] Bare(string name, string typed)
    {
        var (authenticator, attributes) = Said(name, typed, null, []);
        return RadiusPacket.Write(RadiusCode.AccessRequest, 1, authenticator, attributes)!;
    }

    /// <summary>Asks whether the server is there.</summary>
    public byte[] Status() => RadiusSigning.Ask(RadiusCode.StatusServer, 5, RandomNumberGenerator.GetBytes(16), [], Key)!;

    /// <summary>Nothing is answered.</summary>
    public async Task Unheard(byte[] request) => Assert.Null(await Send(request, Silence));

    /// <summary>Sends it once; null when nothing is answered.</summary>
    public async Task<Heard?> Send(byte[] request, TimeSpan? patience = null, UdpClient? by = null)
    {
        using var own = by is null ? new UdpClient(Server.AddressFamily) : null;
        var client = by ?? own!;
        await client.SendAsync(request, new(Server, port), TestContext.Current.CancellationToken);
        using var late = new CancellationTokenSource(patience ?? Patience);
        try
        {
            var raw = (await client.ReceiveAsync(late.Token)).Buffer;
            var answer = RadiusPacket.Find(raw)!;
            Assert.True(RadiusSigning.IsAnswer(answer, RadiusPacket.Find(request)!, Key), "The answer is not the server's.");
            Assert.Equal(RadiusKind.MessageAuthenticator, answer.Attributes[0].Kind);
            var message = string.Concat(answer.Of(RadiusKind.ReplyMessage).Select(each => Encoding.UTF8.GetString(each.Span)));
            return new(answer.Code, message, answer.Of(RadiusKind.State).Select(each => each.ToArray()).SingleOrDefault(), answer, raw);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private (byte[] Authenticator, List<RadiusField> Attributes) Said(
        string name, string typed, byte[]? state, IEnumerable<RadiusField> more)
    {
        var authenticator = RandomNumberGenerator.GetBytes(16);
        List<RadiusField> attributes =
        [
            new(RadiusKind.UserName, Encoding.UTF8.GetBytes(name)),
            new(RadiusKind.UserPassword, RadiusSigning.Hide(Encoding.UTF8.GetBytes(typed), authenticator, Key)!),
            new(RadiusKind.NasIdentifier, Encoding.UTF8.GetBytes(nas)),
            .. state is null ? (RadiusField[])[] : [new(RadiusKind.State, state)],
            .. more,
        ];
        return (authenticator, attributes);
    }
}
