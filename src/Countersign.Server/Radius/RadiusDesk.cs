using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Requests;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Radius;

/// <summary>What becomes of a datagram.</summary>
/// <param name="Answer">What is sent back; null: nothing is.</param>
public sealed record RadiusOutcome(RadiusResult Result, byte[]? Answer = null);

/// <summary>
/// Takes requests in: who asks, whether it is them, whether it was asked before, and what for. Whoever is not known and whoever does not
/// know the secret hear nothing, after the same work (RFC 2865 §3).
/// </summary>
public sealed class RadiusDesk(
    RadiusClients clients, RadiusRepeats repeats, RadiusSignIn signIn, FalseCredentials falses, ServerSettings settings)
{
    private const string Route = "RADIUS Access-Request";
    private const int LongestName = 253;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // For those who share none with us.
    private readonly byte[] nobodys = RandomNumberGenerator.GetBytes(53);

    /// <summary>Answers a datagram.</summary>
    /// <exception cref="Exception">It could not be decided; then nothing is sent back, and the client may ask another server.</exception>
    public async Task<RadiusOutcome> Take(ReadOnlyMemory<byte> datagram, IPEndPoint from, CancellationToken ct)
    {
        if (RadiusPacket.Find(datagram) is not { Code: RadiusCode.AccessRequest or RadiusCode.StatusServer } request)
            return new(RadiusResult.Malformed);

        var client = await clients.Find(from.Address, ct);
        IReadOnlyList<byte[]> secrets = client is { Secrets.Count: > 0 } ? client.Secrets : [nobodys];
        var secret = secrets.FirstOrDefault(each => RadiusSigning.IsOf(request, each));
        if (client is null || secret is null)
        {
            falses.NoteApp(SourceOf(from.Address, client?.App.Id, null));
            return new(client is null ? RadiusResult.UnknownClient : RadiusResult.Unauthentic);
        }

        if (request.Code is RadiusCode.StatusServer) return Answered(request, new(RadiusCode.AccessAccept), secret, RadiusResult.Status);

        var mark = RadiusMark.Of(from.Address, request);
        if (repeats.Take(mark) is { IsNew: false } seen) return new(RadiusResult.Repeated, seen.Answer);

        var outcome = new RadiusOutcome(RadiusResult.Unavailable);
        try
        {
            return outcome = await Take(request, client.App, secret, from.Address, ct);
        }
        finally
        {
            repeats.Settle(mark, outcome.Answer);
        }
    }

    private async Task<RadiusOutcome> Take(
        RadiusPacket request, App app, byte[] secret, IPAddress from, CancellationToken ct)
    {
        var words = RadiusWords.In(Language.English);
        if (Read(request, app, secret, from) is not { } ask)
            return Answered(request, new(RadiusCode.AccessReject, words.OnlyPasswords), secret, RadiusResult.Rejected);

        return await signIn.Run(ask, ct) switch
        {
            null => new(RadiusResult.UnknownClient),
            { Code: RadiusReply.None } => new(RadiusResult.Dropped),
            { Code: RadiusCode.AccessAccept } let => Answered(request, let, secret, RadiusResult.Accepted),
            { Code: RadiusCode.AccessChallenge } asked => Answered(request, asked, secret, RadiusResult.Challenged),
            var refused => Answered(request, refused, secret, RadiusResult.Rejected),
        };
    }

    // What may come once and comes twice, or is no text, is no request of a person's.
    private RadiusAsk? Read(RadiusPacket request, App app, byte[] secret, IPAddress from)
    {
        if (!request.TryOne(RadiusKind.UserName, out var named)) return null;
        if (TextOf(named) is not { Length: > 0 and <= LongestName } name) return null;
        if (!request.TryOne(RadiusKind.UserPassword, out var hidden) || hidden is not { } password) return null;
        if (RadiusSigning.Show(password.Span, request.Authenticator.Span, secret) is not { } shown) return null;
        if (TextOf(shown) is not { } typed || !request.TryOne(RadiusKind.State, out var state)) return null;

        var station = request.Of(RadiusKind.CallingStationId).Select(each => TextOf(each)).FirstOrDefault();
        var at = new AtApp(app, NasOf(request, from), SourceOf(from, app.Id, new(app.Name, SafeText.OneLine(station ?? ""))));
        return new(at, name, typed, state is { } given ? Encoding.ASCII.GetString(given.Span) : null);
    }

    private static string? TextOf(ReadOnlyMemory<byte>? bytes)
    {
        if (bytes is not { } given) return null;

        try
        {
            var text = Strict.GetString(given.Span);
            return PlainText.Holds(text) && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // The machine that somebody is at, as far as the client says it, and where it asked from.
    private static Concern NasOf(RadiusPacket request, IPAddress from)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(from.GetAddressBytes());
        foreach (var kind in (RadiusKind[])[RadiusKind.NasIdentifier, RadiusKind.NasIpAddress, RadiusKind.NasIpv6Address])
        {
            hash.AppendData([(byte)kind]);
            foreach (var value in request.Of(kind)) hash.AppendData([(byte)value.Length, .. value.Span]);
        }

        return Concern.OfNas(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    // All who sign in at a gateway come from its address.
    private Source SourceOf(IPAddress from, AppId? app, AskingApp? asking) => new(
        from.ToString(), app is { } id ? Network.BucketOf(id) : AddressBucket.Of(from), "", Route)
    {
        Asking = asking,
        Share = app is null ? 1 : settings.ApplicationShare,
    };

    private static RadiusOutcome Answered(RadiusPacket request, RadiusReply reply, byte[] secret, RadiusResult result)
    {
        var message = RadiusPacket.Split(RadiusKind.ReplyMessage, Encoding.UTF8.GetBytes(reply.Message ?? ""));
        var echoed = request.Of(RadiusKind.ProxyState).Select(each => new RadiusField(RadiusKind.ProxyState, each)).ToList();
        List<RadiusField> state = reply.State is { } token ? [new(RadiusKind.State, Encoding.ASCII.GetBytes(token.Reveal()))] : [];

        List<RadiusField> name = reply.Name is { } who ? [new(RadiusKind.UserName, Encoding.UTF8.GetBytes(who))] : [];

        // A proxy needs back what it sent (RFC 2865 §5.33); a person can do without our words.
        var answer = RadiusSigning.Answer(request, reply.Code, [.. name, .. message, .. state, .. echoed], secret)
            ?? RadiusSigning.Answer(request, reply.Code, [.. name, .. state, .. echoed], secret);
        return new(result, answer);
    }
}
