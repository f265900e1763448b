using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.MailServers;

/// <summary>
/// Mail to an OpenSMTPD, and on from there. Without TLS, and so without a sign-in: the package of Debian 12 ends every handshake with an
/// internal error, since its way to keep the private key in a process of its own does not work with OpenSSL 3.
/// </summary>
public sealed class OpenSmtpdTests : IAsyncLifetime
{
    private readonly StrictServer server = new();
    private readonly int incoming = FreePort.Next();
    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await DeliveryWorld.Start();
        server.Write("smtpd.conf", $"""
            listen on 127.0.0.1 port {incoming} hostname mx.example.net
            action "out" relay host smtp+notls://127.0.0.1:{world.Inbox.Smtp.Port}
            match from any for domain "example.org" action "out"

            """);
        await server.Run("opensmtpd", incoming);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await server.DisposeAsync();
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

    private static AddressedMessage Code(string to) => new(MessageId.New(), to,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private SmtpSender Sender() =>
        world.MailTo(new("127.0.0.1", incoming, null, null, SmtpEncryption.None), new() { HeloName = "login.example.org" });
}
