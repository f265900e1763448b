using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>Whom a no of a mail server is about: the person's mailbox, or us.</summary>
public sealed class SmtpBlameTests : IAsyncLifetime
{
    private static readonly AddressedMessage Code = new(MessageId.New(), DeliveryWorld.AdasAddress,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    // As Postfix, Exim, Exchange and the large providers say it.
    [Theory]
    [InlineData("220", "554 no SMTP service here")]
    [InlineData("220", "554-mx.example.net\r\n554 Your access to this mail system has been rejected")]
    [InlineData("EHLO", "504 5.5.2 <login>: Helo command rejected: need fully-qualified hostname")]
    [InlineData("EHLO", "550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)")]
    [InlineData("EHLO", "501 5.5.4 Invalid domain name")]
    [InlineData("MAIL", "550 5.1.8 <no-reply@login.example.org>: Sender address rejected: Domain not found")]
    [InlineData("MAIL", "553 5.7.1 <no-reply@login.example.org>: Sender address rejected: not owned by user mailer")]
    [InlineData("MAIL", "550 5.7.60 SMTP; Client does not have permissions to send as this sender")]
    [InlineData("MAIL", "530 5.7.0 Must issue a STARTTLS command first")]
    [InlineData("MAIL", "530 Authentication required")]
    [InlineData("MAIL", "535 5.7.8 Error: authentication failed")]
    [InlineData("MAIL", "501 5.1.7 Invalid address")]
    [InlineData("MAIL", "550 no")]
    [InlineData("MAIL", "503 5.5.1 Error: send HELO/EHLO first")]
    [InlineData("RCPT", "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname")]
    [InlineData("RCPT", "550 5.7.1 <login>: Helo command rejected: Host not found")]
    [InlineData("RCPT", "554 5.7.1 <ada@example.org>: Relay access denied")]
    [InlineData("RCPT", "550 5.7.1 Unable to relay")]
    [InlineData("RCPT", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain")]
    [InlineData("RCPT", "550 relay not permitted")]
    [InlineData("RCPT", "550 Sender verify failed")]
    [InlineData("RCPT", "550-Verification failed for <no-reply@login.example.org>\r\n550-Unrouteable address\r\n550 Sender verify failed")]
    [InlineData("RCPT", "553 sorry, that domain isn't in my list of allowed rcpthosts; no valid cert for gatewaying; login first")]
    [InlineData("RCPT", "530 5.7.0 Authentication Required")]
    [InlineData("RCPT", "550 5.1.8 Sender address rejected: Domain not found")]
    [InlineData("RCPT", "553 5.7.1 Sender address rejected: not logged in")]
    [InlineData("RCPT", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org")]
    [InlineData("RCPT", "550 SPF check failed")]
    [InlineData("RCPT", "554 denied")]
    [InlineData("RCPT", "550 5.4.5 Daily user sending limit exceeded.")]
    [InlineData("RCPT", "550 Daily sending limit exceeded")]
    [InlineData("RCPT", "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)")]
    [InlineData("RCPT", "550 #5.7.1 Your access to submit messages to this e-mail system has been rejected.")]
    [InlineData("RCPT", "550 rejected because 192.0.2.1 is in a black list at zen.example.net")]
    [InlineData("RCPT", "550 Administrative prohibition")]
    [InlineData("RCPT", "550 Access denied")]
    [InlineData("RCPT", "550 5.0.0 Relaying denied")]
    [InlineData("RCPT", "501 Syntax error in parameters or arguments")]
    [InlineData("RCPT", "501 5.5.4 HELO requires valid address")]
    [InlineData("RCPT", "554 Email address is not verified")]
    [InlineData(".", "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message")]
    [InlineData(".", "554 5.2.252 SendAsDenied; mailer@example.org not allowed to send as login@example.org")]
    [InlineData("DATA", "554 5.5.1 Error: no valid recipients")]
    public async Task A_no_to_us_is_ours_and_the_mail_waits_for_the_operator(string heard, string said)
    {
        var outcome = await Send(heard, said);

        Assert.Equal((SendResult.FailedForNow, Blame.Us), (outcome.Result, outcome.Blame));
        Assert.DoesNotContain("example.org", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RCPT", "550 5.1.1 <ada@example.org>: Recipient address rejected: User unknown in virtual mailbox table")]
    [InlineData("RCPT", "550-5.1.1 The email account that you tried to reach does not exist. Please check\r\n550 5.1.1 the sender's spelling")]
    [InlineData("RCPT", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup")]
    [InlineData("RCPT", "550 5.4.1 Recipient address rejected: Access denied.")]
    [InlineData("RCPT", "550 5.2.1 The email account that you tried to reach is disabled")]
    [InlineData("RCPT", "552 5.2.2 Over quota")]
    [InlineData("RCPT", "553 5.1.3 Bad recipient address syntax")]
    [InlineData("RCPT", "556 5.1.10 Recipient address has null MX")]
    [InlineData("RCPT", "550 No such user here")]
    [InlineData("RCPT", "550 Unrouteable address")]
    [InlineData("RCPT", "551 User not local")]
    [InlineData("RCPT", "501 5.1.3 Bad recipient address syntax")]
    [InlineData("RCPT", "501 <ada@example.org>: recipient address must contain a domain")]
    [InlineData("RCPT", "504 5.5.2 <ada>: Recipient address rejected: need fully-qualified address")]
    [InlineData("RCPT", "550 #5.1.0 Address rejected.")]
    [InlineData("RCPT", "550 5.0.0 ada@example.org... User unknown")]
    [InlineData("RCPT", "550 sorry, no mailbox here by that name (#5.1.1)")]
    [InlineData("RCPT", "550 5.1.1 unknown at 5.188.2.3")]
    [InlineData("RCPT", "554 delivery error: dd This user doesn't have a mail account (ada@example.org)")]
    [InlineData("RCPT", "550 No such recipient at 5.7.1.9")]
    [InlineData(".", "554 delivery error: dd This user doesn't have a mail account [-5]")]
    [InlineData(".", "550 5.1.1 User unknown")]
    [InlineData(".", "552 5.2.2 Mailbox full")]
    public async Task A_no_to_the_mailbox_of_the_person_is_about_their_address(string heard, string said)
    {
        var outcome = await Send(heard, said);

        Assert.Equal((SendResult.RefusedForGood, Blame.Others), (outcome.Result, outcome.Blame));
    }

    [Theory]
    [InlineData("554 5.7.1 Message rejected as spam")]
    [InlineData("550 5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy")]
    [InlineData("554 5.6.0 not that")]
    [InlineData("554 no")]
    public async Task A_text_that_is_not_liked_is_our_fault_and_not_offered_again(string said)
    {
        var outcome = await Send(".", said);

        Assert.Equal((SendResult.RefusedForGood, Blame.Us), (outcome.Result, outcome.Blame));
    }

    [Theory]
    [InlineData("MAIL", "451 4.1.8 Sender address rejected: Domain not found")]
    [InlineData("RCPT", "450 4.2.0 Greylisted")]
    [InlineData("EHLO", "421 4.3.2 too busy")]
    public async Task A_no_for_now_is_nobodys_fault(string heard, string said)
    {
        var outcome = await Send(heard, said);

        Assert.Equal((SendResult.FailedForNow, Blame.Others), (outcome.Result, outcome.Blame));
    }

    [Fact]
    public async Task Wrong_credentials_are_our_fault()
    {
        await using var host = MailHost.Start(["AUTH PLAIN"]);
        host.Secret = "right";

        var outcome = await world.MailTo(
            new("127.0.0.1", host.Port, "mailer", new("wrong"), SmtpEncryption.None), new() { HeloName = "here.example" }).Send(Code, Ct);

        Assert.Equal((SendResult.FailedForNow, Blame.Us), (outcome.Result, outcome.Blame));
    }

    [Fact]
    public async Task Whoever_waits_for_the_first_attempt_hears_that_it_is_our_fault_even_when_it_was_over_before()
    {
        var id = await world.MailCode();
        world.Inbox.Smtp.Feel(MailMood.RefuseSender);

        Assert.Equal(DeliveryResult.OurFault, await world.Main.AttemptAtStart(id, world.Mail()));
        Assert.Equal(DeliveryResult.OurFault, await world.Main.Outbox.FirstAttempt(id, Ct));
        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task Where_no_mail_server_is_set_the_address_is_not_blamed()
    {
        var outcome = await new NoSender(Channel.Email).Send(Code, Ct);

        Assert.Equal((SendResult.RefusedForGood, Blame.Us), (outcome.Result, outcome.Blame));
    }

    [Fact]
    public async Task Without_a_whole_name_we_greet_by_the_address_of_our_end()
    {
        await using var host = MailHost.Start([]);

        await world.MailTo(new("127.0.0.1", host.Port, null, null, SmtpEncryption.None), new()).Send(Code, Ct);

        Assert.Equal("EHLO [127.0.0.1]", host.Heard.First());
    }

    private async Task<SendOutcome> Send(string heard, string said)
    {
        await using var host = MailHost.Start([]);
        host.Says[heard] = said;
        if (heard == "EHLO") host.Says["HELO"] = said;
        return await world.MailTo(
            new("127.0.0.1", host.Port, null, null, SmtpEncryption.None), new() { HeloName = "here.example" }).Send(Code, Ct);
    }
}
