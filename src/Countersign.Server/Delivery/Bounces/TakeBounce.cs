using System.Security.Cryptography;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery.Bounces;

/// <summary>
/// Takes in that a mail did not arrive: its address is marked, so that whose it is hears of it by another way, until the address is
/// confirmed anew. Nothing else changes; mail goes to it as before. Of a mail from before it was confirmed nothing is taken in.
/// </summary>
public sealed class TakeBounce(Db db, ILogger<TakeBounce> log, IBounceTeller? teller = null)
{
    /// <summary>Reads and takes in a call; false: it is from nobody who may tell us, and changed nothing.</summary>
    public async Task<bool> Run(ReportCall call, CancellationToken ct)
    {
        if (teller is null || await teller.Read(call, ct) is not { } said) return false;
        if (said.Name is { } name && !await IsFirstOrSame(name, call.Body, ct)) return false;

        foreach (var address in said.Addresses) await Run(address, said.At, ct);
        return true;
    }

    /// <summary>Of a mail of ours, by its name; false: we know none of that name that went to the address of an account.</summary>
    public Task<bool> Run(MessageId message, CancellationToken ct) => db.Write(async tx =>
        await BounceStore.FindMail(tx, message) is { } mail && await Mark(tx, mail, message), ct);

    /// <summary>
    /// Of an address, from somebody whose word on it counts; false: no account has proven it, or one has since then.
    /// </summary>
    /// <param name="at">When the mail came back; null: nobody knows.</param>
    public Task<bool> Run(EmailAddress address, DateTimeOffset? at, CancellationToken ct) => db.Write(async tx =>
        await AccountStore.FindByName(tx, address.Canonical) is { IsEmailVerified: true } owner
        && owner.Email.Canonical == address.Canonical
        && await Mark(tx, new(owner.Id, owner.Email.Text, at ?? tx.Now), message: null), ct);

    // A service that got no answer says the same once more, by the same name. Both are forgotten when a call so old is not heard any more.
    private Task<bool> IsFirstOrSame(string name, byte[] body, CancellationToken ct) => db.Write(async tx =>
    {
        var once = new Rate(1, 2 * BounceCall.LongestWay);
        var same = new Limit(Buckets.BounceCall($"{name}\n{Convert.ToHexString(SHA256.HashData(body))}"), once);
        return await LimitStore.TryTake(tx, new(Buckets.BounceCall(name), once))
            ? await LimitStore.TryTake(tx, same)
            : await LimitStore.Hits(tx, same) > 0;
    }, ct);

    private async Task<bool> Mark(Tx tx, BouncedMail mail, MessageId? message)
    {
        if (await AccountStore.Find(tx, mail.Account) is not { } owner) return false;
        if (owner.Email.Text != mail.Destination && owner.Email.Canonical != mail.Destination) return false;
        if (owner.EmailVerifiedAt > mail.At || await MarkStore.Find(tx, owner.Id, AccountMark.MailConfirmed) > mail.At) return false;

        await MarkStore.Set(tx, owner.Id, AccountMark.MailBounced, tx.Now);
        if (message is { } known) await MessageNewsStore.Note(tx, known, MessageNews.Bounced);
        else await MessageNewsStore.NoteBounced(tx, owner.Id);
        tx.TellAfterCommit(() => DeliveryLog.Bounced(log, owner.Id.Value));
        return true;
    }
}
