using System.Collections.Immutable;
using System.Globalization;
using Countersign.Server.Settings;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Countersign.Server.Delivery;

/// <summary>Signs mail in the name of a domain (DKIM, RFC 6376), once with each key of the settings.</summary>
public sealed class MailSigner
{
    // RFC 6376 §5.4.1 and, for the last two, RFC 8058 §4.
    private static readonly HeaderId[] Signed =
    [
        HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.MimeVersion, HeaderId.ContentType,
        HeaderId.AutoSubmitted, HeaderId.ListUnsubscribe, HeaderId.ListUnsubscribePost,
    ];

    private readonly ImmutableArray<MailKey> keys;
    private readonly string domain;

    private MailSigner(ImmutableArray<MailKey> keys, string domain) => (this.keys, this.domain) = (keys, domain);

    /// <summary>Signs nothing.</summary>
    public static MailSigner None { get; } = new([], "");

    /// <summary>With the keys that are in the files now.</summary>
    /// <exception cref="NotAsConfiguredException">One of them cannot be used.</exception>
    public static MailSigner Of(MailSigning signing, MailSender from) =>
        new([.. signing.Keys.Select(MailKey.Read)], DomainOf(signing, from));

    /// <summary>The domain that signs, in ASCII.</summary>
    public static string DomainOf(MailSigning signing, MailSender from) => new IdnMapping().GetAscii(
        signing.Domain.Length > 0 ? signing.Domain : from.Address[(from.Address.LastIndexOf('@') + 1)..]).ToLowerInvariant();

    /// <summary>A sentence for each key that cannot be used.</summary>
    public static IReadOnlyList<string> Faults(MailSigning signing)
    {
        var faults = new List<string>();
        foreach (var key in signing.Keys)
        {
            try
            {
                MailKey.Read(key);
            }
            catch (NotAsConfiguredException unfit)
            {
                faults.Add($"COUNTERSIGN_DKIM: {unfit.Message}");
            }
        }

        return faults;
    }

    /// <summary>What is to be published for each key: the name, and the text (TXT).</summary>
    /// <exception cref="NotAsConfiguredException">One of them cannot be used.</exception>
    public static IReadOnlyList<(string Name, string Text)> Records(MailSigning signing, MailSender from) =>
        [.. signing.Keys.Select(MailKey.Read).Select(key => ($"{key.Selector}._domainkey.{DomainOf(signing, from)}", key.Record))];

    /// <summary>Signs a mail that is whole.</summary>
    public void Sign(MimeMessage mail)
    {
        if (keys.IsEmpty) return;

        mail.Prepare(EncodingConstraint.SevenBit);
        var present = Signed.Where(mail.Headers.Contains).ToList();
        // The signature of the last one stands on top, and none covers another's.
        foreach (var key in keys) new Pen(key.Private, domain, key.Selector, key.Algorithm, mail.Date).Sign(mail, present);
    }

    /// <summary>The same mail has the same signature, however often it is offered.</summary>
    private sealed class Pen : DkimSigner
    {
        private readonly DateTimeOffset at;

        public Pen(AsymmetricKeyParameter key, string domain, string selector, DkimSignatureAlgorithm algorithm, DateTimeOffset at)
            : base(key, domain, selector, algorithm)
        {
            this.at = at;
            (HeaderCanonicalizationAlgorithm, BodyCanonicalizationAlgorithm) =
                (DkimCanonicalizationAlgorithm.Relaxed, DkimCanonicalizationAlgorithm.Relaxed);
        }

        protected override long GetTimestamp() => at.ToUnixTimeSeconds();
    }
}
