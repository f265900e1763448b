using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>Signatures on mail, as a receiver checks them with what doctor says is to be published.</summary>
public sealed class DkimTests : IAsyncLifetime
{
    // RFC 8463, appendix A.2: the key with the public half of appendix A.3.
    private const string Ed25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----

        """;

    private static readonly MailSender From = new("Grüße von Login", "no-reply@login.example.org");

    private static readonly AddressedMessage Code = new(MessageId.New(), DeliveryWorld.AdasAddress,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private static readonly Lazy<string> Rsa = new(() => RsaKey(2048));

    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public void What_is_published_for_a_key_is_what_the_standard_says()
    {
        var signing = With(("brisbane", Key("ed.pem", Ed25519))) with { Domain = "football.example.com" };

        Assert.Equal(
            [("brisbane._domainkey.football.example.com", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")],
            MailSigner.Records(signing, From));
    }

    [Fact]
    public async Task A_mail_is_signed_with_each_key_and_a_receiver_believes_both()
    {
        var signing = With(("mail2026", Key("rsa.pem", Rsa.Value)), ("mail2026e", Key("ed.pem", Ed25519)));

        var mail = await Sent(signing, Code);

        var signatures = mail.Headers.Where(header => header.Id is HeaderId.DkimSignature).ToList();
        Assert.Equal(2, signatures.Count);
        foreach (var signature in signatures) Assert.True(await Believes(mail, signature, signing));
        Assert.All(signatures, signature => Assert.Contains("d=login.example.org", signature.Value, StringComparison.Ordinal));
        Assert.All(signatures, signature => Assert.Matches("h=[^;]*from[^;]*subject[^;]*message-id", Squeezed(signature.Value)));
        Assert.True(mail.Headers.IndexOf(HeaderId.DkimSignature) < mail.Headers.IndexOf(HeaderId.From));
    }

    [Fact]
    public async Task Whoever_changes_a_word_breaks_the_signature()
    {
        var signing = With(("mail2026", Key("rsa.pem", Rsa.Value)));

        var mail = await Sent(signing, Code);
        var signature = mail.Headers.Single(header => header.Id is HeaderId.DkimSignature);
        mail.Subject = "012345: Your code to rob a bank";
        Assert.False(await Believes(mail, signature, signing));
    }

    [Theory]
    [InlineData("用户@例子.广告")]
    [InlineData("ada@例子.广告")]
    public async Task A_signature_holds_where_headers_are_in_letters_of_another_script(string to)
    {
        var signing = With(("mail2026", Key("rsa.pem", Rsa.Value)), ("mail2026e", Key("ed.pem", Ed25519)));

        foreach (var offers in (string[][])[["SMTPUTF8"], ["SMTPUTF8", "PIPELINING", "SIZE 1000000"]])
        {
            var mail = await Sent(signing, Code with { To = to }, offers);
            foreach (var signature in mail.Headers.Where(header => header.Id is HeaderId.DkimSignature).ToList())
                Assert.True(await Believes(mail, signature, signing));
        }
    }

    [Fact]
    public async Task The_domain_above_may_sign_for_the_sender()
    {
        var signing = With(("s", Key("rsa.pem", Rsa.Value))) with { Domain = "example.org" };

        var mail = await Sent(signing, Code);

        var signature = mail.Headers.Single(header => header.Id is HeaderId.DkimSignature);
        Assert.Contains("d=example.org;", signature.Value, StringComparison.Ordinal);
        Assert.True(await Believes(mail, signature, signing));
    }

    [Fact]
    public async Task A_mail_that_is_offered_again_is_the_same_mail_byte_for_byte()
    {
        var signing = With(("mail2026", Key("rsa.pem", Rsa.Value)));
        await using var host = MailHost.Start([]);
        var sender = To(host, signing);
        var message = Code with { WrittenAt = world.Clock.GetUtcNow() };

        Assert.Equal(SendOutcome.Accepted, await sender.Send(message, Ct));
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(SendOutcome.Accepted, await sender.Send(message, Ct));

        Assert.Equal(await host.NextMail(Ct), await host.NextMail(Ct));
    }

    [Fact]
    public void A_key_file_that_others_can_read_is_refused()
    {
        var path = Key("open.pem", Rsa.Value);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        Assert.Equal(
            [$"COUNTERSIGN_DKIM: {path} can be used by others besides its owner. Run `chmod 600 {path}`."],
            MailSigner.Faults(With(("s", path))));
    }

    [Fact]
    public void A_key_that_signs_nothing_is_refused_and_not_quoted()
    {
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var locked = rsa.ExportEncryptedPkcs8PrivateKeyPem("pw", new(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000));
        foreach (var (text, why) in ((string, string)[])
            [
                (RsaKey(1024), "holds an RSA key of 1024 bits, and 2048 are needed"),
                (curve.ExportPkcs8PrivateKeyPem(), "holds no private key that signs mail"),
                (locked, "holds no private key that signs mail"),
                (rsa.ExportSubjectPublicKeyInfoPem(), "holds no private key that signs mail"),
                (rsa.ExportPkcs8PrivateKeyPem()[..400], "holds no private key that signs mail"),
                ("nothing of the kind", "holds no private key that signs mail"),
            ])
        {
            var fault = Assert.Single(MailSigner.Faults(With(("s", Key("unfit.pem", text)))));
            Assert.Contains(why, fault, StringComparison.Ordinal);
            Assert.DoesNotContain(text[..Math.Min(60, text.Length)], fault, StringComparison.Ordinal);
        }

        var gone = Assert.Single(MailSigner.Faults(With(("s", "/nowhere/dkim.pem"))));
        Assert.Contains("COUNTERSIGN_DKIM: There is no folder /nowhere.", gone, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_older_form_signs_as_well()
    {
        using var rsa = RSA.Create(2048);
        var signing = With(("s", Key("older.pem", rsa.ExportRSAPrivateKeyPem())));

        var mail = await Sent(signing, Code);

        Assert.True(await Believes(mail, mail.Headers.Single(header => header.Id is HeaderId.DkimSignature), signing));
    }

    private static string RsaKey(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    private static string Squeezed(string header) => string.Concat(header.Where(letter => !char.IsWhiteSpace(letter))).ToLowerInvariant();

    private static MailSigning With(params (string Selector, string File)[] keys) =>
        new() { Keys = [.. keys.Select(key => new SigningKey(key.Selector, key.File))] };

    private static Task<bool> Believes(MimeMessage mail, Header signature, MailSigning signing) =>
        new DkimVerifier(new Published(MailSigner.Records(signing, From))).VerifyAsync(mail, signature, Ct);

    private string Key(string name, string text)
    {
        var path = world.Written(name, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private SmtpSender To(MailHost host, MailSigning signing) => world.MailTo(
        new("127.0.0.1", host.Port, null, null, SmtpEncryption.None), new(), From, MailSigner.Of(signing, From));

    private async Task<MimeMessage> Sent(MailSigning signing, AddressedMessage message, params string[] offers)
    {
        await using var host = MailHost.Start(offers);
        Assert.Equal(SendOutcome.Accepted, await To(host, signing).Send(message, Ct));
        return await MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(await host.NextMail(Ct))), Ct);
    }

    /// <summary>The domain name system, with these records in it.</summary>
    private sealed class Published(IReadOnlyList<(string Name, string Text)> records) : DkimPublicKeyLocatorBase
    {
        public override AsymmetricKeyParameter LocatePublicKey(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            GetPublicKey(records.Single(record => record.Name == $"{selector}._domainkey.{domain}").Text);

        public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
            string methods, string domain, string selector, CancellationToken cancellationToken = default) =>
            Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
