using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.OpenId;

/// <summary>
/// The OpenID Connect provider: a house of its own beside ours, built when the first application asks and anew when its keys have changed.
/// A server without applications never loads it.
/// </summary>
public sealed class OpenIdServer(
    IServiceProvider house, Db db, KeyRing keys, SigningKeys signing, PublicAddress address) : IDisposable
{
    // A key is published for days before it signs, so that it is enough to look now and then.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    // What of our house its parts meet.
    private static readonly Type[] Ours =
        [typeof(Db), typeof(KeyRing), typeof(FalseCredentials), typeof(AuditLog), typeof(ILoggerFactory)];

    private readonly SemaphoreSlim turn = new(1, 1);
    private Built? built;

    /// <summary>Its parts, with the keys of now.</summary>
    public async Task<IServiceProvider> Current(CancellationToken ct)
    {
        if (built is { } there && there.LookedAt + BetweenLooks > db.Now() && there.RootKey == keys.Active) return there.Parts;

        await turn.WaitAsync(ct);
        try
        {
            var (live, root, now) = (await signing.Live(ct), keys.Active, db.Now());
            var marks = string.Join(' ', [root, .. NamesOf(live), .. NamesOf(OpenIdSetup.SigningAt(live, now))]);
            // The one of before is left to those who are in it.
            built = built is { } old && old.Marks == marks ? old with { LookedAt = now } : new(Build(live, now), marks, root, now);
            return built.Parts;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private ServiceProvider Build(IReadOnlyList<SigningKey> live, DateTimeOffset now)
    {
        var parts = new ServiceCollection();
        foreach (var type in Ours) parts.AddSingleton(type, house.GetRequiredService(type));
        return parts
            .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
            .AddSingleton<TimeProvider>(new DatabaseTime(db))
            .AddScoped<AppWitness>().AddScoped<GoodOnce>()
            .AddOpenId(address.Base, new(live, now, keys))
            .BuildServiceProvider();
    }

    private static IEnumerable<string> NamesOf(IReadOnlyList<SigningKey> keys) => keys.Select(key => key.Key.KeyId);

    private sealed record Built(ServiceProvider Parts, string Marks, string RootKey, DateTimeOffset LookedAt);
}
