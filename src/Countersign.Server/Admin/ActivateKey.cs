using Countersign.Server.Composition;
using Countersign.Server.Hosting;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>
/// Puts the coming key into use, once every server that is alive has said that it holds it. That it is in use stands in the database: each
/// server writes under it from its next look on, whatever its own copy of the file says, and reads it before.
/// </summary>
public static class ActivateKey
{
    /// <summary>Puts it into use and seals everything anew under it, or says which server lacks it.</summary>
    public static async Task<Answer<Rotation>> Run(Installation at, OperatorShell shell, CancellationToken ct)
    {
        if (at.Keys.Coming is not { Id: var key })
            return Refused.Because($"No key is coming; {at.Keys.Active} is active. `key rotate` makes another one.");

        var lacking = await at.Db.Write(async tx =>
        {
            // Who joins after this looks at the mark, and does not start without the key.
            await Membership.OneByOne(tx);
            var lacking = (await KeyHolders.Of(tx)).Lacking(at.Keys, key);
            if (lacking.Count == 0) await KeyUseStore.Activate(tx, key, new KeyCanary(at.Keys).Make(key));
            return lacking;
        }, ct);
        if (lacking.Count > 0) return Refused.Because(SentenceFor(at, key, lacking));

        at.Keys.Activate(key);
        return await RotateKeys.Finish(at, shell, "key activate", ct);
    }

    private static string SentenceFor(Installation at, string key, IReadOnlyList<string> lacking) =>
        $"{string.Join(' ', lacking)} Put this key file there ({at.Settings.KeyFile}, in which {key} has the fingerprint " +
        $"{at.Keys.Keys.Single(each => each.Id == key).Fingerprint}) and try again: a server says within " +
        $"{Membership.Beat.TotalSeconds:0} seconds what it holds, and one that died is forgotten after " +
        $"{Membership.Silence.TotalSeconds:0}. Nothing was changed.";
}
