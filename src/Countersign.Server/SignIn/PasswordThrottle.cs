using System.Globalization;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>A try that must wait.</summary>
/// <param name="Network">The network that has had its tries; null: it is the name, or the account.</param>
public sealed record Brake(DateTimeOffset Until, string? Network = null);

/// <summary>A try that was charged, or must wait.</summary>
/// <param name="Brake">Null when it may go on.</param>
/// <param name="Known">The place that the account knows and that it came from, if any.</param>
/// <param name="WhenWrong">
/// How long those wait whom the account does not know; null: they need not. A wrong password gets their answer, or it would tell whoever
/// comes from the same address that the account knows it.
/// </param>
public sealed record Charged(Brake? Brake, KnownPlace? Known = null, DateTimeOffset? WhenWrong = null);

/// <summary>
/// Slows a guesser of passwords. Every try is charged before the password is looked at, and given back if it was right.
/// A name that belongs to nobody is slowed in the same way. Nothing here shuts an account: beyond the budget of everywhere an account
/// takes tries from what it knows, which is a remembered browser, an address that its right password or a reset by mail came
/// from lately, and whoever is signed in.
/// </summary>
public sealed class PasswordThrottle(PasswordLimits limits, TokenHash tokens)
{
    private const int PlacesByLink = 3;

    // Where two servers have as many at once, they are still fewer than those that are free of any wait by default.
    private const int AtOnce = 2;

    /// <summary>How many tries of one name from one address may be charged and not yet decided, so that right ones never wait.</summary>
    public int MostUndecided { get; } = limits.FreeFailures > AtOnce ? AtOnce : 1;

    /// <summary>Charges a try, and tells whether it comes from a place that the account knows.</summary>
    public async Task<Charged> Charge(Tx tx, PasswordTry attempt)
    {
        var browser = await FindBrowser(tx, attempt);
        if (browser is null && await new NamesPerNetwork(PerAddress(attempt.Source), attempt.Spelled).Take(tx) is { } full)
            return new(new Brake(full.OpensAt, full.Limit.Bucket));

        // A place that the account does not know waits as one that it knows, also once the budget is there again, and both say the same.
        var known = await FindKnown(tx, attempt, browser);
        var opens = await LimitStore.OpensAt(tx, PerName(attempt.Spelled));
        var brake = await Wait(tx, PlacesOf(attempt, browser));
        if (opens is { } later && attempt.Caller is null && (brake is not null || known is null)) brake = new(later);
        return new(brake, known, opens);
    }

    /// <summary>Counts a wrong password against the name that was typed, wherever it came from.</summary>
    public Task NoteWrong(Tx tx, PasswordTry attempt) => LimitStore.TryTake(tx, PerName(attempt.Spelled));

    /// <summary>The server was too busy to look at the password: the try is given back as if it had not been made.</summary>
    public async Task GiveBack(Tx tx, PasswordTry attempt)
    {
        var browser = await FindBrowser(tx, attempt);
        if (browser is null) await new NamesPerNetwork(PerAddress(attempt.Source), attempt.Spelled).GiveBack(tx);
        foreach (var place in PlacesOf(attempt, browser))
        {
            if (await PasswordWaitStore.Read(tx, place) is not { Failures: > 0, WaitUntil: { } until } wait) continue;

            var earlier = tx.Now + limits.WaitAfter(wait.Failures - 1);
            if (wait.Failures == 1) await PasswordWaitStore.Clear(tx, place);
            else OvertakenException.Unless(
                await PasswordWaitStore.TrySave(tx, wait, wait.Failures - 1, until < earlier ? until : earlier));
        }
    }

    /// <summary>A right password: this address is known from now on, and its failures are forgotten.</summary>
    public async Task NoteRight(Tx tx, PasswordTry attempt)
    {
        var browser = await FindBrowser(tx, attempt);
        foreach (var place in PlacesOf(attempt, browser)) await PasswordWaitStore.Clear(tx, place);
        if (browser is null) await new NamesPerNetwork(PerAddress(attempt.Source), attempt.Spelled).Forget(tx);
        await LimitStore.Renew(tx, KnownAddress(attempt.Who, attempt.Source));
    }

    /// <summary>
    /// The password was set by a mailed link: whoever did it is the owner, may have come from anywhere, and wants to sign in next.
    /// What strangers used up is forgotten, and this address is known from now on.
    /// </summary>
    public async Task NoteReset(Tx tx, Account account, Source source)
    {
        await Forgive(tx, account);
        await NotePlace(tx, account, source);
    }

    /// <summary>
    /// A mailed link vouches for this address, and for no password: it is known from now on, and what was tried from it waits as before.
    /// Few are known by a link at a time, so that whoever has the mailbox gets no tries by making one after the other known.
    /// </summary>
    /// <returns>Null when it is known; else when one can be made known again.</returns>
    public async Task<DateTimeOffset?> TryVouchForPlace(Tx tx, Account account, Source source)
    {
        var limit = new Limit(Buckets.PlacesByLink(account.Id), new(PlacesByLink, limits.KnownAddressLife));
        if (!await LimitStore.TryTake(tx, limit)) return await LimitStore.OpensAt(tx, limit);

        await NotePlace(tx, account, source);
        return null;
    }

    private Task NotePlace(Tx tx, Account account, Source source) =>
        LimitStore.Renew(tx, KnownAddress(PasswordTry.IdOf(account), source));

    /// <summary>Whether a token is that of a browser that the account remembers.</summary>
    public async Task<bool> Remembers(Sql sql, Account account, Token? browser) =>
        browser is not null && await FindBrowser(sql, account, browser) is not null;

    /// <summary>Forgets all wrong passwords of an account, from wherever they came.</summary>
    public async Task Forgive(Tx tx, Account account)
    {
        foreach (var name in (string[])[account.Username, account.Email.Canonical])
        {
            await PasswordWaitStore.ClearAll(tx, $"{PasswordTry.Spell(name)}@");
            await LimitStore.Forget(tx, PerName(PasswordTry.Spell(name)).Bucket);
        }

        await PasswordWaitStore.ClearAll(tx, $"{PasswordTry.IdOf(account)}@");
    }

    /// <summary>The line in which a try waits until those before it are decided: those whose wrong ones it would wait for.</summary>
    public async Task<string> FindLine(Sql sql, PasswordTry attempt) => PlacesOf(attempt, await FindBrowser(sql, attempt))[0];

    /// <summary>That line of somebody who is signed in.</summary>
    public static string LineOf(PasswordTry signedIn) => PlacesOf(signedIn, browser: null)[0];

    // A browser is a place wherever it is. Of an IPv6 customer's many addresses all are one place at the gate of the hashes, as they are
    // there among strangers. A session is known from wherever it comes, and a stolen one stands in nobody's line but the thief's.
    private async Task<KnownPlace?> FindKnown(Tx tx, PasswordTry attempt, RememberedBrowser? browser)
    {
        if (browser is not null) return new(BrowserPlace(browser), IsBrowser: true);

        return attempt.Caller is not null || await LimitStore.Hits(tx, KnownAddress(attempt.Who, attempt.Source)) > 0
            ? new(attempt.Source.Place)
            : null;
    }

    // All are looked at before any is charged, so that a refusal charges nothing.
    private async Task<Brake?> Wait(Tx tx, IReadOnlyList<string> places)
    {
        var waits = new List<PasswordWait>();
        foreach (var place in places)
        {
            var wait = await PasswordWaitStore.Read(tx, place);
            if (wait.WaitUntil is { } until && until > tx.Now && until <= Latest(tx, wait)) return new(until);
            waits.Add(wait);
        }

        foreach (var wait in waits)
        {
            var failures = wait.Failures + 1;
            OvertakenException.Unless(await PasswordWaitStore.TrySave(tx, wait, failures, tx.Now + limits.WaitAfter(failures)));
        }

        return null;
    }

    // What ends later than any wait that begins now was begun while the clock was ahead.
    private DateTimeOffset Latest(Tx tx, PasswordWait wait) => tx.Now + limits.WaitAfter(wait.Failures) + Believed.Drift;

    // A remembered browser waits by itself, so that nobody who shares its address can make it wait. Whoever is signed in waits
    // with the sign-ins of their name and address, and from wherever they come: a stolen session gets no tries of its own per address.
    private static IReadOnlyList<string> PlacesOf(PasswordTry attempt, RememberedBrowser? browser) => (browser, attempt.Caller) switch
    {
        ({ } known, _) => [$"{attempt.Spelled}@{BrowserPlace(known)}"],
        (null, { } caller) => [$"{attempt.Spelled}@{attempt.Source.AddressBucket}", $"{PasswordTry.IdOf(caller.Account)}@signed-in"],
        (null, null) => [$"{attempt.Spelled}@{attempt.Source.AddressBucket}"],
    };

    private static string BrowserPlace(RememberedBrowser browser) =>
        string.Create(CultureInfo.InvariantCulture, $"browser:{browser.Id}");

    private async Task<RememberedBrowser?> FindBrowser(Sql sql, PasswordTry attempt) =>
        attempt is { Browser: { } token, Account: { } account } ? await FindBrowser(sql, account, token) : null;

    private async Task<RememberedBrowser?> FindBrowser(Sql sql, Account account, Token token) =>
        await BrowserStore.FindToken(sql, tokens.UnderAll(token)) is { SpentAt: null, Browser: var browser }
            && browser.Opens(account, sql.Now)
                ? browser
                : null;

    private IReadOnlyList<Limit> PerAddress(Source source) => NetworkLimits.Of(source, Buckets.PasswordFrom, limits.PerAddress);

    // An account has two names to try, and each has half: a budget that both shared would tell that they belong together.
    private Limit PerName(string spelled) => new(
        Buckets.Password(spelled), limits.PerAccount with { Count = Math.Max(1, limits.PerAccount.Count / 2) });

    private Limit KnownAddress(string who, Source source) =>
        new(Buckets.PasswordKnown($"{who}@{source.AddressBucket}"), new(int.MaxValue, limits.KnownAddressLife));
}
