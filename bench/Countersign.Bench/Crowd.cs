using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Bench;

/// <summary>Somebody with an API key and an authenticator app.</summary>
internal sealed record Member(string ApiKey, Phone App);

/// <summary>People who sign in, round after round, each with a code that nobody has used.</summary>
internal static class Crowd
{
    /// <summary>Makes them.</summary>
    public static async Task<IReadOnlyList<Member>> Plant(TestServer server, int count)
    {
        var (tokens, box) = (server.Services.GetRequiredService<TokenHash>(), server.Services.GetRequiredService<SecretBox>());
        var members = new List<Member>(count);
        for (var n = 0; n < count; n++)
        {
            var (token, key) = (Token.New(TokenKind.ApiKey), RandomNumberGenerator.GetBytes(20));
            await server.Db.Write(tx => Plant(tx, n, token, tokens.UnderActive(token), key, box), CancellationToken.None);
            members.Add(new(token.Reveal(), Phone.Type(Base32.Encode(key), server.Clock)));
        }

        return members;
    }

    /// <summary>Each signs in once, so many at a time; answers how long each waited.</summary>
    public static async Task<IReadOnlyList<TimeSpan>> Round(TestServer server, IReadOnlyList<Member> members, int callers)
    {
        server.Clock.Advance(Totp.Period);
        using var places = new SemaphoreSlim(callers);
        return await Task.WhenAll(members.Select(async member =>
        {
            await places.WaitAsync();
            try
            {
                return await SignIn(server, member);
            }
            finally
            {
                places.Release();
            }
        }));
    }

    private static async Task<TimeSpan> SignIn(TestServer server, Member member)
    {
        var clock = Stopwatch.StartNew();
        (await server.With(member.ApiKey).Post("/tfa/", new { code = member.App.Code() })).Ok();
        return clock.Elapsed;
    }

    private static async Task Plant(Tx tx, int n, Token token, HashedToken hash, byte[] key, SecretBox box)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"member{n}");
        if (!EmailAddress.TryParse($"{name}@example.org", out var email)) throw new InvalidOperationException("That is an address.");

        var account = await AccountStore.TryAdd(tx, new(email, name)) ?? throw new InvalidOperationException("The database is not fresh.");
        await ApiKeyStore.Add(tx, account, "bench", token, hash, ApiKeyRights.Everything, byOperator: true);
        var id = await MethodStore.Add(
            tx, new(default, account, MethodKind.Totp, "", null, null, IsPrimary: true, -1, Guard.Clear, tx.Now, null, 1));
        await MethodStore.SetKey(tx, id, box.Seal(key, MethodKeys.PlaceOf(account, id)));
    }
}
