using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Slows a guesser of passwords. Every try is charged before the password is looked at, and given back if it was right.
/// A name that belongs to nobody is slowed in the same way. Nothing here shuts an account.
/// </summary>
public sealed class PasswordThrottle(PasswordLimits limits)
{
    /// <summary>Charges a try.</summary>
    /// <returns>Null when it may go on; else when it may be made again.</returns>
    public async Task<Refused?> Charge(Tx tx, string who, Source source)
    {
        if (!await LimitStore.TryTake(tx, PerAddress(source))) return await Later(tx, PerAddress(source));

        var isKnown = await LimitStore.Hits(tx, KnownAddress(who, source)) > 0;
        if (!isKnown && await LimitStore.OpensAt(tx, PerAccount(who)) is { } opens) return new(Refusal.TryLater, RetryAt: opens);

        var wait = await PasswordWaitStore.Read(tx, Place(who, source));
        if (wait.WaitUntil > tx.Now) return new(Refusal.TryLater, RetryAt: wait.WaitUntil);

        var failures = wait.Failures + 1;
        OvertakenException.Unless(await PasswordWaitStore.TrySave(tx, wait, failures, tx.Now + limits.WaitAfter(failures)));
        return null;
    }

    /// <summary>Counts a wrong password against the account, wherever it came from.</summary>
    public Task NoteWrong(Tx tx, string who) => LimitStore.TryTake(tx, PerAccount(who));

    /// <summary>A right password: this address is known from now on, and its failures are forgotten.</summary>
    public async Task NoteRight(Tx tx, string who, Source source)
    {
        await PasswordWaitStore.Clear(tx, Place(who, source));
        await LimitStore.GiveBack(tx, PerAddress(source));
        await LimitStore.TryTake(tx, KnownAddress(who, source));
    }

    /// <summary>An operator forgets all wrong passwords of an account, from wherever they came.</summary>
    public async Task Forgive(Tx tx, Account account)
    {
        var who = NameOf(account, "");
        await PasswordWaitStore.ClearAll(tx, $"{who}@");
        await LimitStore.Forget(tx, PerAccount(who));
    }

    /// <summary>One name per person, however the account is spelled.</summary>
    public static string NameOf(Account? account, string typed) => account is null
        ? $"name:{AccountStore.Canonical(typed)}"
        : string.Create(CultureInfo.InvariantCulture, $"id:{account.Id.Value}");

    private static async Task<Refused> Later(Tx tx, Limit limit) =>
        new(Refusal.TryLater, RetryAt: await LimitStore.OpensAt(tx, limit));

    private static string Place(string who, Source source) => $"{who}@{source.AddressBucket}";

    private Limit PerAddress(Source source) => new(Buckets.Password(source), limits.PerAddress);

    private Limit PerAccount(string who) => new(Buckets.Password(who), limits.PerAccount);

    private Limit KnownAddress(string who, Source source) =>
        new(Buckets.PasswordKnown(Place(who, source)), new(int.MaxValue, limits.KnownAddressLife));
}
