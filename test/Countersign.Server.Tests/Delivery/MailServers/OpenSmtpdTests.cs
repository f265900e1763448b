using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.MailServers;

/// <summary>Mail to an OpenSMTPD, and on from there.</summary>
public sealed class OpenSmtpdTests : IAsyncLifetime
{
    private const string User = "mailer";
    private const string Password = "s3cret";

    // `openssl passwd -6 -salt salt s3cret`
    private const string Crypted =
        "$6$salt$DGAQW8l.nT4RCbPNEQZjx6ZZzjHy2eW5krORahM6YQzUbUKsZPuhNkX7AUpx1TMPuF37mzmXtWWdUw3tTKEd.1";

    private readonly StrictServer server = new();
    private readonly int submission = FreePort.Next();
    private readonly int submissions = FreePort.Next();
    private readonly int incoming = FreePort.Next();
    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await DeliveryWorld.Start();
        var pem = Postfix.Pem(world.Inbox.Smtp.Certificate);
        var end = pem.IndexOf("-----BEGIN CERTIFICATE", StringComparison.Ordinal);
        server.Write("users", $"{User} {Crypted}\n", UnixFileMode.UserRead | UnixFileMode.OtherRead);
        server.Write("smtpd.conf", $"""
            pki mx cert "{server.Write("cert.pem", pem[end..])}"
            pki mx key "{server.Write("key.pem", pem[..end])}"
            table users file:{server.Folder}/users
            listen on 127.0.0.1 port {submission} tls-require pki mx auth <users> hostname mx.example.net
            listen on 127.0.0.1 port {submissions} smtps pki mx auth <users> hostname mx.example.net
            listen on 127.0.0.1 port {incoming} hostname mx.example.net
            action "out" relay host smtp+notls://127.0.0.1:{world.Inbox.Smtp.Port}
            match auth from any for any action "out"
            match from any for domain "example.org" action "out"

            """);
        await server.Run("opensmtpd", submission, submissions, incoming);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(SmtpEncryption.StartTls)]
    [InlineData(SmtpEncryption.FromTheStart)]
    public async Task A_mail_is_submitted_with_TLS_and_a_password_and_arrives_behind_it_once(SmtpEncryption encryption)
    {
        var code = Code();
        var sender = world.MailTo(At(encryption, Password), world.Trusting(world.Inbox.Smtp.Certificate));

        Assert.Equal(SendOutcome.Accepted, await sender.Send(code, Ct));

        var mail = await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal($"<{code.Id}@login.example.org>", CaughtMail.Header(mail.Raw, "Message-ID"));
        Assert.Single(world.Inbox.All);
    }

    [Fact]
    public async Task A_wrong_password_is_our_fault()
    {
        var outcome = await world.MailTo(
            At(SmtpEncryption.StartTls, "guessed"), world.Trusting(world.Inbox.Smtp.Certificate)).Send(Code(), Ct);

        Assert.Equal((SendResult.FailedForNow, Blame.Us), (outcome.Result, outcome.Blame));
        Assert.Empty(world.Inbox.All);
    }

    [Fact]
    public async Task Where_it_sends_for_nobody_it_does_not_send_for_us()
    {
        var sender = world.MailTo(new("127.0.0.1", incoming, null, null, SmtpEncryption.None), new() { HeloName = "login.example.org" });

        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code(), Ct));
        var elsewhere = await sender.Send(Code() with { To = "grace@elsewhere.example" }, Ct);

        Assert.NotEqual(SendResult.Accepted, elsewhere.Result);
        await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
    }

    private static AddressedMessage Code() => new(MessageId.New(), DeliveryWorld.AdasAddress,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private SmtpServer At(SmtpEncryption encryption, string password) => new(
        "127.0.0.1", encryption is SmtpEncryption.StartTls ? submission : submissions, User, new SecretText(password), encryption);
}
