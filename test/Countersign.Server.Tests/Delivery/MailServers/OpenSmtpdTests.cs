using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.MailServers;

/// <summary>
/// Mail to an OpenSMTPD, and on from there: as a stranger's without TLS, and submitted with TLS and a password. The one of Debian 12 speaks
/// TLS by OpenSSL 3 only with what <c>tools/opensmtpd-openssl3.c</c> mends.
/// </summary>
public sealed class OpenSmtpdTests : IAsyncLifetime
{
    private const string User = "countersign";
    private const string Secret = "s3cret-of-ada";

    // Of that password, as crypt(3) hashes it.
    private const string Hashed = "$6$saltsalt$lT/34bFq07ilivzANoGrY4A1S/L9CVXG5hX0N8ijuDIhOR1NJc0tVwZXWNRdEZ3OWqlFnoc/C9CLEjByORYKa0";

    private readonly StrictServer server = new();
    private readonly X509Certificate2 certificate = WithRsa();
    private readonly int incoming = FreePort.Next();
    private readonly int submission = FreePort.Next();
    private readonly int submissions = FreePort.Next();
    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await DeliveryWorld.Start();
        using var key = certificate.GetRSAPrivateKey()!;
        var file = server.Write("certificate.pem", certificate.ExportCertificatePem());
        var keyFile = server.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
        var people = server.Write(
            "people", $"{User}\t{Hashed}\n", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        server.Write("smtpd.conf", $"""
            pki mx.example.net cert "{file}"
            pki mx.example.net key "{keyFile}"
            table people file:{people}
            listen on 127.0.0.1 port {incoming} hostname mx.example.net
            listen on 127.0.0.1 port {submission} hostname mx.example.net tls-require pki mx.example.net auth <people> tag sent
            listen on 127.0.0.1 port {submissions} hostname mx.example.net smtps pki mx.example.net auth <people> tag sent
            action "out" relay host smtp+notls://127.0.0.1:{world.Inbox.Smtp.Port}
            match tag sent auth from any for domain "example.org" action "out"
            match ! tag sent from any for domain "example.org" action "out"

            """);
        await server.Run("opensmtpd", incoming, submission, submissions);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await server.DisposeAsync();
        certificate.Dispose();
    }

    [Fact]
    public async Task A_mail_arrives_behind_it_once_and_whole()
    {
        var id = await world.MailCode();

        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAtStart(id, Sender()));

        var mail = await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal($"<{id}@login.example.org>", CaughtMail.Header(mail.Raw, "Message-ID"));
        Assert.Equal("493021", mail.Code);
        Assert.Contains("by mx.example.net (OpenSMTPD)", mail.Raw, StringComparison.Ordinal);
        Assert.Single(world.Inbox.All);
    }

    [Fact]
    public async Task Where_it_sends_for_nobody_it_does_not_send_for_us_and_the_connection_is_good_for_the_next()
    {
        var sender = Sender();
        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code(DeliveryWorld.AdasAddress), Ct));

        var elsewhere = await sender.Send(Code("grace@elsewhere.example"), Ct);

        Assert.Equal(SendResult.RefusedForGood, elsewhere.Result);
        Assert.Contains("550", elsewhere.Reason, StringComparison.Ordinal);
        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code(DeliveryWorld.AdasAddress), Ct));
        for (var mail = 0; mail < 2; mail++) await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
    }

    [Fact]
    public async Task A_server_that_wants_TLS_is_not_told_a_word_where_it_offers_none()
    {
        var sender = world.MailTo(
            new("127.0.0.1", incoming, null, null, SmtpEncryption.StartTls), world.Trusting(world.Inbox.Smtp.Certificate));

        Assert.Equal(
            SendOutcome.OurFaultForNow("the mail server does not offer STARTTLS"), await sender.Send(Code(DeliveryWorld.AdasAddress), Ct));
        Assert.Empty(world.Inbox.All);
    }

    [Theory]
    [InlineData(SmtpEncryption.StartTls)]
    [InlineData(SmtpEncryption.FromTheStart)]
    public async Task A_mail_is_submitted_with_TLS_and_a_password_and_arrives_behind_it_once_and_whole(SmtpEncryption encryption)
    {
        var id = await world.MailCode();

        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAtStart(id, SignedIn(encryption)));

        var mail = await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal($"<{id}@login.example.org>", CaughtMail.Header(mail.Raw, "Message-ID"));
        Assert.Equal("493021", mail.Code);
        Assert.Contains("ESMTPSA", mail.Raw, StringComparison.Ordinal);
        Assert.Contains("TLSv1.3", mail.Raw, StringComparison.Ordinal);
        Assert.Single(world.Inbox.All);
    }

    [Theory]
    [InlineData(SmtpEncryption.StartTls)]
    [InlineData(SmtpEncryption.FromTheStart)]
    public async Task A_wrong_password_or_none_is_our_fault_and_a_stranger_is_given_neither_mail_nor_password(SmtpEncryption encryption)
    {
        var wrong = await SignedIn(encryption, "guessed").Send(Code(DeliveryWorld.AdasAddress), Ct);
        Assert.Equal((SendResult.FailedForNow, Blame.Us), (wrong.Result, wrong.Blame));

        var access = world.Trusting(world.Inbox.Smtp.Certificate);
        var stranger = await world.MailTo(At(encryption) with { User = User, Password = new(Secret) }, access).Send(
            Code(DeliveryWorld.AdasAddress), Ct);
        Assert.Equal((SendResult.FailedForNow, Blame.Us), (stranger.Result, stranger.Blame));
        Assert.Contains("certificate", stranger.Reason, StringComparison.Ordinal);

        var nobody = await world.MailTo(At(encryption), world.Trusting(certificate)).Send(Code(DeliveryWorld.AdasAddress), Ct);
        Assert.NotEqual(SendResult.Accepted, nobody.Result);
        Assert.Empty(world.Inbox.All);
    }

    private static AddressedMessage Code(string to) => new(MessageId.New(), to,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private SmtpSender Sender() =>
        world.MailTo(new("127.0.0.1", incoming, null, null, SmtpEncryption.None), new() { HeloName = "login.example.org" });

    private SmtpSender SignedIn(SmtpEncryption encryption, string password = Secret) =>
        world.MailTo(At(encryption) with { User = User, Password = new(password) }, world.Trusting(certificate));

    private SmtpServer At(SmtpEncryption encryption) =>
        new("127.0.0.1", encryption is SmtpEncryption.StartTls ? submission : submissions, null, null, encryption);

    private static X509Certificate2 WithRsa()
    {
        using var key = RSA.Create(2048);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
