using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>Somebody has arrived at an application behind a proxy.</summary>
/// <param name="Pass">What their browser carries there from now on.</param>
/// <param name="Target">Path and query of where they wanted to go.</param>
public sealed record AppArrival(string Pass, string Target);

/// <summary>
/// Leads somebody from our pages to an application behind a proxy on a host of its own, where our cookies do not come along: by a code that
/// is good once, for a minute, at that host, and in the browser that set out from there.
/// </summary>
public sealed class HandOver(Ground ground, EnterApp enter, AppPasses passes, KeyRing keys, FalseCredentials falses)
{
    /// <summary>What the library names the kinds of tokens; this one is ours.</summary>
    private const string Kind = "hand_over";

    // As the library names it.
    private const string Valid = "valid";

    /// <summary>How long a code is good.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Lets them go there; null when something has changed meanwhile, and it is to be judged anew.</summary>
    /// <param name="way">The hash of what the browser carries that set out.</param>
    /// <returns>The code.</returns>
    public Task<string?> Run(Caller caller, AppAsk ask, AppAddress address, string way, CancellationToken ct) =>
        ground.Db.Write(caller.Account.Id, async tx =>
        {
            if (await enter.Run(tx, caller, ask) is not { } entered) return null;

            var (ends, pass) = (tx.Now + Life, new AppPass(entered.Account, entered.Grant));
            var token = await AppTokenStore.Add(tx, TokenOf(ask.App, pass, ends), keys.Active);
            return passes.Make(address.Origin, new AppHandOver(pass, token, ends, Base64Url.DecodeFromChars(way), address.Target));
        }, ct);

    /// <summary>They arrive; null when the code is good no longer, or was never good here.</summary>
    /// <param name="way">What the browser carries; null: nothing.</param>
    public async Task<AppArrival?> Arrive(string origin, string code, string? way, Source source, CancellationToken ct)
    {
        if (passes.FindHandOver(origin, code) is not { } over || !IsOf(over, way))
        {
            falses.Note(source);
            return null;
        }

        return await ground.Db.Write(over.Pass.Account, tx => TrySpend(tx, over), ct)
            ? new AppArrival(passes.Make(origin, over.Pass), over.Target)
            : null;
    }

    private static async Task<bool> TrySpend(Tx tx, AppHandOver over) =>
        Believed.IsAhead(over.ExpiresAt, tx.Now, Life) && await AppTokenStore.TryRedeem(tx, over.Token);

    private static bool IsOf(AppHandOver over, string? way) =>
        AppPasses.IsWay(way) && CryptographicOperations.FixedTimeEquals(over.Way, SHA256.HashData(Encoding.ASCII.GetBytes(way!)));

    private static AppToken TokenOf(App app, AppPass pass, DateTimeOffset ends) =>
        new(0, app.Id, pass.Grant, pass.Account, Kind, Valid, null, null, null, ends, null, 0);
}
