using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.MailServers;

/// <summary>Mail to a Postfix that is strict, and on from there.</summary>
public sealed class PostfixTests : IAsyncLifetime
{
    private DeliveryWorld world = null!;
    private Postfix postfix = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await DeliveryWorld.Start();
        postfix = await Postfix.Start(world.Inbox.Smtp.Port, world.Inbox.Smtp.Certificate, "PLAIN", "LOGIN", "XOAUTH2");
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await postfix.DisposeAsync();
    }

    [Theory]
    [InlineData(SmtpEncryption.StartTls)]
    [InlineData(SmtpEncryption.FromTheStart)]
    public async Task A_mail_is_submitted_with_TLS_and_a_password_and_arrives_behind_it_whole(SmtpEncryption encryption)
    {
        var code = Code();

        Assert.Equal(SendOutcome.Accepted, await SignedIn(encryption).Send(code, Ct));

        var mail = await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal($"<{code.Id}@login.example.org>", CaughtMail.Header(mail.Raw, "Message-ID"));
        Assert.Contains("ESMTPSA", mail.Raw, StringComparison.Ordinal);
        Assert.Equal(["PLAIN"], postfix.Desk.CameIn);
    }

    [Fact]
    public async Task A_token_opens_it_as_well()
    {
        var access = world.Trusting(world.Inbox.Smtp.Certificate) with { TokenFile = world.Written("token", Postfix.Token) };
        var sender = world.MailTo(At(postfix.Submission, SmtpEncryption.StartTls) with { User = Postfix.User }, access);

        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code(), Ct));

        Assert.Equal(["XOAUTH2"], postfix.Desk.CameIn);
        await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
    }

    [Fact]
    public async Task A_wrong_password_is_our_fault_and_a_mail_without_one_too()
    {
        var wrong = await SignedIn(SmtpEncryption.StartTls, "guessed").Send(Code(), Ct);
        Assert.Equal((SendResult.FailedForNow, Blame.Us), (wrong.Result, wrong.Blame));

        var without = await world.MailTo(
            At(postfix.Submission, SmtpEncryption.StartTls), world.Trusting(world.Inbox.Smtp.Certificate)).Send(Code(), Ct);
        Assert.Equal((SendResult.FailedForNow, Blame.Us), (without.Result, without.Blame));
        Assert.Empty(world.Inbox.All);
    }

    [Fact]
    public async Task Whom_it_puts_off_at_first_it_takes_later_and_once()
    {
        var id = await world.MailCode();

        Assert.Equal(DeliveryResult.Waiting, await world.Main.AttemptAtStart(id, Incoming()));
        Assert.Contains("450", (await world.Stored(id)).LastError, StringComparison.Ordinal);
        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));

        var mail = await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal($"<{id}@login.example.org>", CaughtMail.Header(mail.Raw, "Message-ID"));
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(2, Assert.Single(postfix.Greylist.Seen).Value);
        Assert.Single(world.Inbox.All);
    }

    [Fact]
    public async Task What_it_screens_first_arrives_at_the_second_attempt()
    {
        var id = await world.MailCode();

        Assert.Equal(DeliveryResult.Waiting, await world.Main.AttemptAtStart(id, At(postfix.Screened)));
        Assert.Contains("450", (await world.Stored(id)).LastError, StringComparison.Ordinal);
        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));

        await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Single(world.Inbox.All);
    }

    [Fact]
    public async Task A_mailbox_it_does_not_know_is_refused_for_good_and_blamed_on_nobody_here()
    {
        var outcome = await Incoming().Send(Code() with { To = "nobody@example.org" }, Ct);

        Assert.Equal(SendOutcome.RefusedForGood("the mail server refused it (SMTP 550)"), outcome);
        Assert.Empty(postfix.Greylist.Seen);
    }

    [Fact]
    public async Task A_greeting_by_half_a_name_is_our_fault_and_waits_to_be_mended()
    {
        var outcome = await world.MailTo(At(postfix.Incoming, SmtpEncryption.None), new() { HeloName = "mailhost" }).Send(Code(), Ct);

        Assert.Equal(SendOutcome.OurFaultForNow("the mail server does not like our greeting (SMTP 504)"), outcome);
    }

    [Fact]
    public async Task Many_mails_at_once_go_over_a_few_connections()
    {
        var sender = SignedIn(SmtpEncryption.StartTls, connections: 3);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => sender.Send(Code(), Ct)));

        Assert.All(outcomes, outcome => Assert.Equal(SendOutcome.Accepted, outcome));
        for (var mail = 0; mail < 60; mail++) await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal(60, world.Inbox.All.Select(mail => CaughtMail.Header(mail.Raw, "Message-ID")).Distinct().Count());
        Assert.InRange(postfix.Desk.CameIn.Count, 1, 3);
    }

    [Fact]
    public async Task Kept_connections_that_died_with_it_cost_no_mail_and_double_none()
    {
        var sender = SignedIn(SmtpEncryption.StartTls, connections: 3);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => sender.Send(Code(), Ct)));
        for (var mail = 0; mail < 6; mail++) await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);

        await postfix.Restart();

        for (var mail = 0; mail < 6; mail++)
        {
            Assert.Equal(SendOutcome.Accepted, await sender.Send(Code(), Ct));
            await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        }

        Assert.Equal(12, world.Inbox.All.Select(mail => CaughtMail.Header(mail.Raw, "Message-ID")).Distinct().Count());
        Assert.Equal(12, world.Inbox.All.Count);
    }

    private static AddressedMessage Code() => new(MessageId.New(), DeliveryWorld.AdasAddress,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private static SmtpServer At(int port, SmtpEncryption encryption) => new("127.0.0.1", port, null, null, encryption);

    private SmtpSender At(int port) => world.MailTo(At(port, SmtpEncryption.None), new() { HeloName = "login.example.org" });

    private SmtpSender Incoming() => At(postfix.Incoming);

    private SmtpSender SignedIn(SmtpEncryption encryption, string password = Postfix.Secret, int connections = 4)
    {
        var port = encryption is SmtpEncryption.StartTls ? postfix.Submission : postfix.Submissions;
        return world.MailTo(
            At(port, encryption) with { User = Postfix.User, Password = new SecretText(password) },
            world.Trusting(world.Inbox.Smtp.Certificate) with { Connections = connections });
    }
}
