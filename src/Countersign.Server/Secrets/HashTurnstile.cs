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
/// <param name="Known">The place that the account knows and that it is wanted from; null: anybody may be there.</param>
public sealed record HashClaim(HashLane Lane, string Account, string Address, string? Site = null, string? Known = null)
{
    /// <summary>The line of the account that it stands in. No account's name holds an at sign where a place is known.</summary>
    internal string Line => Known is null ? $"{Lane}:{Account}" : $"{Lane} known:{Account}@{Known}";
}

/// <summary>
/// Lets only so many slow hashes run at once, so that a flood of them costs bounded memory and bounded time and the rest of
/// the server stays quick. Nobody gets more than a share: an account has one place in each lane, an address two in all and only one of them
/// beside sign-ins, and the widest network around it twice as many. Who wants more waits in a line of their own, where they stand in nobody
/// else's way.
/// </summary>
/// <remarks>
/// Strangers may come for one name from any number of networks and fill the line of that name, and for any number of names and fill the
/// queue of the lane. So each place that an account knows has one place and a line of its own, and a queue of its own before the places
/// of the lane: before somebody at a known place there are as many hashes of strangers as run at once, and never their queue. It gives
/// nobody more than anybody has. Whoever knows a password makes each of their own addresses known, and has by it what so many invented
/// names give them without any password: two places for each address and four for the widest network. With those they fill lines of
/// their own, and from very many networks the queue of all who are at known places, but no line of the owner's. Strangers are not shut
/// out by it either: they come to the places one after the other, as many as run at once, and wait there in turn.
/// </remarks>
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
    /// <param name="queue">
    /// How many may wait in a lane, as many more at known places, and in the line of one account or address; one more is refused at once.
    /// </param>
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
        var turn = new HashTurn(claim.Lane is HashLane.SignIns ? signIns : others, claim.Known is not null, wait);
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

            await turn.Hold(accounts, claim.Line, ct);
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
    private readonly bool isKnown;
    private readonly TimeSpan wait;

    internal HashTurn(HashPlaces lane, bool isKnown, TimeSpan wait) => (this.lane, this.isKnown, this.wait) = (lane, isKnown, wait);

    /// <summary>Runs work on the thread pool when a place of its lane is free. Once begun it runs to its end.</summary>
    /// <exception cref="HashTurnstileBusyException">The lane's queue is full, or no place came free in time.</exception>
    public async Task<T> Run<T>(Func<T> work, CancellationToken ct)
    {
        try
        {
            return await lane.Run(work, isKnown, wait, ct);
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
