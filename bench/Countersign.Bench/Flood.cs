using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.TestKit;

namespace Countersign.Bench;

/// <summary>
/// How long people wait who sign in with a password, a few each second, while nobody disturbs and while one account, from one address, asks
/// for new recovery codes with wrong codes, 34 at once and again as soon as it is answered.
/// </summary>
internal static class Flood
{
    private const int Askers = 34;
    private const string Password = "a lantern over the harbour";

    private static readonly TimeSpan BetweenPeople = TimeSpan.FromMilliseconds(200);

    public static async Task Run(int people)
    {
        await using var servers = await BenchServers.Make();
        var flooder = await Plant(servers, people);
        var port = FreePort.Next();
        await servers.Serve(port);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/api/v0/") };

        for (var n = 0; n < 10; n++) await SignIn(http, n);
        await Report("undisturbed", http, people);

        var session = await SessionOf(http, flooder);
        using var over = new CancellationTokenSource();
        var asked = 0;
        var flood = Enumerable.Range(0, Askers).Select(async _ =>
        {
            while (!over.IsCancellationRequested)
            {
                await Regenerate(http, session);
                Interlocked.Increment(ref asked);
            }
        }).ToList();
        await Report("under the flood", http, people);
        await over.CancelAsync();
        await Task.WhenAll(flood);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{asked} asked in vain"));
    }

    /// <summary>Signs so many people in, five a second, and prints how long they waited.</summary>
    internal static async Task Report(string name, HttpClient http, int people)
    {
        var waits = new List<Task<TimeSpan?>>();
        for (var n = 0; n < people; n++)
        {
            waits.Add(SignIn(http, n));
            await Task.Delay(BetweenPeople);
        }

        var sorted = (await Task.WhenAll(waits)).OfType<TimeSpan>().Order().ToList();
        var turnedAway = people - sorted.Count;
        if (sorted.Count == 0) throw new InvalidOperationException("Nobody was let in: the machine is too busy to measure anything.");

        var away = turnedAway > 0 ? string.Create(CultureInfo.InvariantCulture, $"   {turnedAway} turned away") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-16} p50 {sorted[sorted.Count / 2].TotalMilliseconds,6:F0} ms   " +
                $"p99 {sorted[sorted.Count * 99 / 100].TotalMilliseconds,6:F0} ms   longest {sorted[^1].TotalMilliseconds,6:F0} ms{away}"));
    }

    // Null: too many were hashed for at once, and the server said so.
    private static async Task<TimeSpan?> SignIn(HttpClient http, int n)
    {
        var clock = Stopwatch.StartNew();
        using var answer = await http.PostAsJsonAsync("users/login/", new { email = NameOf(n), password = Password });
        if (answer.StatusCode is HttpStatusCode.ServiceUnavailable) return null;

        answer.EnsureSuccessStatusCode();
        return clock.Elapsed;
    }

    private static async Task<string> SessionOf(HttpClient http, (string Key, byte[] App) flooder)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "tfa/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", flooder.Key);
        request.Content = JsonContent.Create(new { code = Totp.CodeAt(flooder.App, Totp.StepAt(DateTimeOffset.UtcNow)).Reveal() });
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("session_key").GetString()!;
    }

    private static async Task Regenerate(HttpClient http, string session)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "tfa/regen-backup-codes/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", session);
        request.Content = JsonContent.Create(new { tfa_method = "totp", code = "000000" });
        using var answer = await http.SendAsync(request);
        if (answer.IsSuccessStatusCode) throw new InvalidOperationException("A wrong code bought new recovery codes.");
    }

    private static async Task<(string Key, byte[] App)> Plant(BenchServers servers, int people)
    {
        await using var at = await servers.Open();
        var hash = await at.Passwords.Hash(Password, new(HashLane.Others, "bench", "bench"), CancellationToken.None);
        await PlantPeople(at.Db, people, hash);
        var (token, app) = (Token.New(TokenKind.ApiKey), RandomNumberGenerator.GetBytes(20));
        await at.Db.Write(async tx =>
        {
            var account = await Add(tx, "flooder", hash);
            await ApiKeyStore.Add(tx, account, "bench", token, at.Tokens.UnderActive(token), ApiKeyRights.Everything, byOperator: true);
            var id = await MethodStore.Add(
                tx, new(default, account, MethodKind.Totp, "", null, null, IsPrimary: true, -1, Guard.Clear, tx.Now, null, 1));
            await MethodStore.SetKey(tx, id, at.Box.Seal(app, MethodKeys.PlaceOf(account, id)));
        }, CancellationToken.None);
        return (token.Reveal(), app);
    }

    /// <summary>Makes people to sign in, with one password.</summary>
    internal static async Task PlantPeople(BenchServers servers, int people)
    {
        await using var at = await servers.Open();
        await PlantPeople(at.Db, people, await at.Passwords.Hash(Password, new(HashLane.Others, "bench", "bench"), CancellationToken.None));
    }

    private static Task PlantPeople(Db db, int people, string hash) => db.Write(async tx =>
    {
        for (var n = 0; n < people; n++) await Add(tx, NameOf(n), hash);
    }, CancellationToken.None);

    private static async Task<AccountId> Add(Tx tx, string name, string hash)
    {
        if (!EmailAddress.TryParse($"{name}@example.org", out var email)) throw new InvalidOperationException("That is an address.");

        return (await AccountStore.TryAdd(tx, new(email, name, PasswordHash: hash, EmailVerifiedAt: tx.Now)))!.Value;
    }

    private static string NameOf(int n) => string.Create(CultureInfo.InvariantCulture, $"person{n}");
}
