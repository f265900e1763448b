using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;

namespace Countersign.Server.SignIn;

/// <summary>What a browser carries at an application behind a proxy: by which grant its person came there.</summary>
public sealed record AppPass(AccountId Account, long Grant);

/// <summary>Somebody on their way from our pages to an application behind a proxy.</summary>
/// <param name="Token">The row that is used up on arrival.</param>
/// <param name="Way">The hash of what the browser carries that set out.</param>
/// <param name="Target">Path and query of where they wanted to go.</param>
public sealed record AppHandOver(AppPass Pass, long Token, DateTimeOffset ExpiresAt, byte[] Way, string Target);

/// <summary>
/// What browsers carry at and to an application behind a proxy. Each is good at the origin alone that it was made for, and as what it was
/// made; nothing of it is stored. Under a root key that is gone nothing is good, and people are led through our pages once more.
/// </summary>
public sealed class AppPasses(Stamped stamped)
{
    private const int PassLength = 16;
    private const int WayLength = 32;
    private const int HandOverLength = PassLength + 16 + WayLength;

    /// <summary>What a browser carries that sets out, so that nobody else arrives for it.</summary>
    public static string NewWay() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(WayLength));

    /// <summary>Whether this can be what a browser carries, or its hash.</summary>
    public static bool IsWay(string? text) => text is { Length: 43 } && Base64Url.IsValid(text);

    /// <summary>The hash of it, which travels.</summary>
    public static string HashOf(string way) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(way)));

    /// <summary>Makes what is carried at an application.</summary>
    public string Make(string origin, AppPass pass)
    {
        Span<byte> plain = stackalloc byte[PassLength];
        Write(plain, pass);
        return stamped.Make(plain, OfPass(origin));
    }

    /// <summary>Reads what is carried at an application; null when it was not made for this one.</summary>
    public AppPass? Find(string origin, string text) =>
        stamped.Read(text, OfPass(origin)) is { Length: PassLength } plain ? ReadPass(plain) : null;

    /// <summary>Makes what is carried to an application.</summary>
    public string Make(string origin, AppHandOver over)
    {
        var plain = new byte[HandOverLength + over.Target.Length];
        Write(plain, over.Pass);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(PassLength), over.Token);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(PassLength + 8), over.ExpiresAt.ToUnixTimeSeconds());
        over.Way.CopyTo(plain.AsSpan(PassLength + 16));
        Encoding.ASCII.GetBytes(over.Target, plain.AsSpan(HandOverLength));
        return stamped.Make(plain, OfHandOver(origin));
    }

    /// <summary>Reads what is carried to an application; null when it was not made for this one.</summary>
    public AppHandOver? FindHandOver(string origin, string text)
    {
        if (stamped.Read(text, OfHandOver(origin)) is not { Length: > HandOverLength } plain) return null;

        return new(
            ReadPass(plain), NumberAt(plain, PassLength), DateTimeOffset.FromUnixTimeSeconds(NumberAt(plain, PassLength + 8)),
            plain[(PassLength + 16)..HandOverLength], Encoding.ASCII.GetString(plain.AsSpan(HandOverLength)));
    }

    /// <summary>Makes what a page carries that asks whether to sign out of an application.</summary>
    public string MakeLeaving(App app, AppPass pass, DateTimeOffset ends)
    {
        Span<byte> plain = stackalloc byte[PassLength + 8];
        Write(plain, pass);
        BinaryPrimitives.WriteInt64BigEndian(plain[PassLength..], ends.ToUnixTimeSeconds());
        return stamped.Make(plain, OfLeaving(app));
    }

    /// <summary>Reads it, and until when it is good; null when it is of another application.</summary>
    public (AppPass Pass, DateTimeOffset Ends)? FindLeaving(App app, string text) =>
        stamped.Read(text, OfLeaving(app)) is { Length: PassLength + 8 } plain
            ? (ReadPass(plain), DateTimeOffset.FromUnixTimeSeconds(NumberAt(plain, PassLength)))
            : null;

    private static void Write(Span<byte> plain, AppPass pass)
    {
        BinaryPrimitives.WriteInt64BigEndian(plain, pass.Account.Value);
        BinaryPrimitives.WriteInt64BigEndian(plain[8..], pass.Grant);
    }

    private static AppPass ReadPass(ReadOnlySpan<byte> plain) => new(new(NumberAt(plain, 0)), NumberAt(plain, 8));

    private static long NumberAt(ReadOnlySpan<byte> plain, int at) => BinaryPrimitives.ReadInt64BigEndian(plain[at..]);

    private static string OfPass(string origin) => $"pass {origin}";

    private static string OfLeaving(App app) => string.Create(CultureInfo.InvariantCulture, $"leaving {app.Id.Value}");

    private static string OfHandOver(string origin) => $"hand-over {origin}";
}
