namespace Countersign.Server.Secrets;

/// <summary>
/// Too many slow hashes are wanted at once. A door answers 503 with <c>Retry-After: 1</c>; nothing was checked and nothing counts.
/// </summary>
public sealed class HashTurnstileBusyException() : Exception("The server is busy checking passwords. Try again in a second.");

/// <summary>What a slow hash is computed for. Each lane has places that no other can take.</summary>
public enum HashLane
{
    /// <summary>Signing in with a password: whatever else goes on, people get in.</summary>
    SignIns,

    /// <summary>Everything else: recovery codes, new passwords, sign-ups.</summary>
    Others,
}

/// <summary>Who wants a slow hash, and what for.</summary>
/// <param name="Account">The account; among sign-ins the name that was typed, whether it is anybody's or not.</param>
/// <param name="Address">Where it is wanted: an IPv4 address, or the IPv6 network that one customer has to himself.</param>
/// <param name="Site">The widest IPv6 network that one may be given; null where there is none.</param>
public sealed record HashClaim(HashLane Lane, string Account, string Address, string? Site = null);

/// <summary>
/// Lets only so many slow hashes run at once, so that a flood of them costs bounded memory and bounded time and the rest of
/// the server stays quick. Nobody gets more than a share: an account has one place in each lane, an address two in all and only one of them
/// beside sign-ins, and the widest network around it twice as many. Who wants more waits in a line of their own, where they stand in nobody
/// else's way.
/// </summary>
public sealed class HashTurnstile : IDisposable
{
    private const int PerAccount = 1;
    private const int PerAddress = 2;
    private const int PerAddressOfOthers = 1;
    private const int AddressesOfSite = 2;

    private readonly int queue;
    private readonly TimeSpan wait;
    private readonly HashPlaces signIns;
    private readonly HashPlaces others;
    private readonly HashLines accounts;
    private readonly HashLines addresses;
    private readonly HashLines addressesOfOthers;
    private readonly HashLines sites;
    private readonly HashLines sitesOfOthers;

    /// <param name="parallel">How many sign-ins are hashed at once; the number of cores is right. All else has half as many places.</param>
    /// <param name="queue">How many may wait in a lane, and in the line of one account or address; one more is refused at once.</param>
    /// <param name="wait">How long one may wait before it is refused.</param>
    public HashTurnstile(int parallel, int queue, TimeSpan wait)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(queue);
        (this.queue, this.wait) = (queue, wait);
        signIns = new(HashLane.SignIns, parallel, queue);
        others = new(HashLane.Others, Math.Max(1, parallel / 2), queue);
        accounts = LinesOf(PerAccount);
        addresses = LinesOf(PerAddress);
        addressesOfOthers = LinesOf(PerAddressOfOthers);
        sites = LinesOf(AddressesOfSite * PerAddress);
        sitesOfOthers = LinesOf(AddressesOfSite * PerAddressOfOthers);
    }

    /// <summary>As many at once as there are cores, a queue of 32, two seconds of waiting.</summary>
    public static HashTurnstile Default() => new(Environment.ProcessorCount, queue: 32, wait: TimeSpan.FromSeconds(2));

    /// <summary>
    /// Waits until this account and this address may have one more place, and holds it for them. It costs nobody else
    /// anything: a place of the lane is only taken by <see cref="HashTurn.Run"/>.
    /// </summary>
    /// <exception cref="HashTurnstileBusyException">Their line is too long, or the turn did not come in time.</exception>
    public async Task<HashTurn> Enter(HashClaim claim, CancellationToken ct)
    {
        var turn = new HashTurn(claim.Lane is HashLane.SignIns ? signIns : others, wait);
        var since = HashMetrics.Now();
        try
        {
            // The address first: who waits for an account then keeps places of nobody but their own address, and its network.
            if (claim.Lane is HashLane.Others) await turn.Hold(addressesOfOthers, claim.Address, ct);
            await turn.Hold(addresses, claim.Address, ct);
            if (claim.Site is { } site)
            {
                if (claim.Lane is HashLane.Others) await turn.Hold(sitesOfOthers, site, ct);
                await turn.Hold(sites, site, ct);
            }

            await turn.Hold(accounts, $"{claim.Lane}:{claim.Account}", ct);
            HashMetrics.Waited(claim.Lane, "own", since);
            return turn;
        }
        catch (Exception given)
        {
            if (given is HashTurnstileBusyException) HashMetrics.Refuse(claim.Lane);
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Runs work on the thread pool when its turn comes. Once begun it runs to its end, whatever becomes of the request.</summary>
    /// <exception cref="HashTurnstileBusyException">A line is too long, or the turn did not come in time.</exception>
    public async Task<T> Run<T>(HashClaim claim, Func<T> work, CancellationToken ct)
    {
        using var turn = await Enter(claim, ct);
        return await turn.Run(work, ct);
    }

    /// <summary>Lines as long as its own, before something else that has so many places for each name.</summary>
    internal HashLines LinesOf(int places) => new(places, queue, wait);

    /// <inheritdoc/>
    public void Dispose()
    {
        signIns.Dispose();
        others.Dispose();
    }
}

/// <summary>The turn of one account and one address; whoever holds it gives it back.</summary>
public sealed class HashTurn : IDisposable
{
    private readonly Stack<Action> held = [];
    private readonly HashPlaces lane;
    private readonly TimeSpan wait;

    internal HashTurn(HashPlaces lane, TimeSpan wait) => (this.lane, this.wait) = (lane, wait);

    /// <summary>Runs work on the thread pool when a place of its lane is free. Once begun it runs to its end.</summary>
    /// <exception cref="HashTurnstileBusyException">The lane's queue is full, or no place came free in time.</exception>
    public async Task<T> Run<T>(Func<T> work, CancellationToken ct)
    {
        try
        {
            return await lane.Run(work, wait, ct);
        }
        catch (HashTurnstileBusyException)
        {
            HashMetrics.Refuse(lane.Lane);
            throw;
        }
    }

    /// <summary>Gives the turn back.</summary>
    public void Dispose()
    {
        while (held.TryPop(out var giveBack)) giveBack();
    }

    internal async Task Hold(HashLines lines, string name, CancellationToken ct)
    {
        await lines.Take(name, ct);
        held.Push(() => lines.GiveBack(name));
    }
}
