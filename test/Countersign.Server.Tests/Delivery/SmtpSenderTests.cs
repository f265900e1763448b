using System.Globalization;
using System.Net;
using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class SmtpSenderTests : IAsyncLifetime
{
    private static readonly AddressedMessage Code = new(MessageId.New(), DeliveryWorld.AdasAddress,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SmtpCatcher Server => world.Inbox.Smtp;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_mail_arrives_as_text_and_html_with_the_code_first()
    {
        Assert.Equal(SendOutcome.Accepted, await world.Mail().Send(Code, Ct));

        var mail = await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal("012345", mail.Code);
        Assert.Equal(Code.Message.Text, mail.Text.TrimEnd('\n') + "\n");
        Assert.Contains("012345", mail.Html, StringComparison.Ordinal);
        Assert.Equal("012345: Your Countersign code to sign in", mail.Subject);
    }

    [Fact]
    public async Task A_mail_says_who_sent_it_when_and_that_no_machine_should_answer()
    {
        await world.Mail().Send(Code, Ct);

        var mail = await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal("auto-generated", CaughtMail.Header(mail.Raw, "Auto-Submitted"));
        Assert.True(DateTimeOffset.TryParse(CaughtMail.Header(mail.Raw, "Date"), CultureInfo.InvariantCulture, out _));
        Assert.Equal($"<{Code.Id}@login.example.org>", CaughtMail.Header(mail.Raw, "Message-ID"));
        Assert.Contains("<no-reply@login.example.org>", CaughtMail.Header(mail.Raw, "From"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_STARTTLS_neither_password_nor_mail_travels_in_plain()
    {
        Server.Login = new NetworkCredential("mailer", "pässword: with colon");

        var outcome = await world.Mail(SmtpEncryption.StartTls, "mailer", "pässword: with colon").Send(Code, Ct);

        Assert.Equal(SendOutcome.Accepted, outcome);
        Assert.All(Server.Transcript.Where(line => line.StartsWith("C: ", StringComparison.Ordinal)),
            line => Assert.Matches("^C: (EHLO|STARTTLS)$", line));
        Assert.Contains(Server.Transcript, line => line.StartsWith("CS: AUTH", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_server_that_must_not_be_spoken_to_in_plain_and_offers_no_STARTTLS_hears_nothing()
    {
        Server.OffersTls = false;
        Server.Login = new NetworkCredential("mailer", "secret");

        var outcome = await world.Mail(SmtpEncryption.StartTls, "mailer", "secret").Send(Code, Ct);

        Assert.Equal(SendResult.FailedForNow, outcome.Result);
        Assert.All(Server.Transcript, line => Assert.Matches("^C: (EHLO|QUIT)$", line));
        Assert.Empty(world.Inbox.All);
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_hears_nothing()
    {
        await using var stranger = await Inbox.Start();
        var sender = world.MailTo(
            new("127.0.0.1", stranger.Smtp.Port, null, null, SmtpEncryption.StartTls), world.Trusting(Server.Certificate));

        var outcome = await sender.Send(Code, Ct);

        Assert.Equal(SendResult.FailedForNow, outcome.Result);
        Assert.Empty(stranger.All);
    }

    [Theory]
    [InlineData(MailMood.RefuseRecipient, SendResult.RefusedForGood, "550")]
    [InlineData(MailMood.RefuseText, SendResult.RefusedForGood, "554")]
    [InlineData(MailMood.PutOffRecipient, SendResult.FailedForNow, "450")]
    [InlineData(MailMood.PutOffText, SendResult.FailedForNow, "451")]
    public async Task What_the_server_refuses_for_good_and_what_for_now_are_told_apart(MailMood mood, SendResult expected, string reply)
    {
        Server.Feel(mood);

        var outcome = await world.Mail().Send(Code, Ct);

        Assert.Equal(expected, outcome.Result);
        Assert.Contains(reply, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_of_the_mail_server_is_no_fault_of_the_message()
    {
        Server.Login = new NetworkCredential("mailer", "right");

        var outcome = await world.Mail(user: "mailer", password: "wrong").Send(Code, Ct);

        Assert.Equal(SendResult.FailedForNow, outcome.Result);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_be_there_later()
    {
        var sender = world.Mail();
        await Server.DisposeAsync();

        var outcome = await sender.Send(Code, Ct);

        Assert.Equal(SendOutcome.FailedForNow("the mail server cannot be reached (ConnectionRefused)"), outcome);
    }

    [Theory]
    [InlineData(MailMood.HangAtGreeting, SendResult.FailedForNow)]
    [InlineData(MailMood.TakeAndHang, SendResult.Unknown)]
    public async Task A_server_that_falls_silent_is_given_up_on_and_nobody_knows_whether_it_took_a_text_it_heard(
        MailMood mood, SendResult expected)
    {
        Server.Feel(mood);

        var sending = world.Mail().Send(Code, Ct);
        if (mood is MailMood.TakeAndHang) await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        world.Clock.Advance(TimeSpan.FromSeconds(21));

        Assert.Equal(expected, (await sending.WaitAsync(TimeSpan.FromMinutes(1), Ct)).Result);
    }

    [Fact]
    public async Task A_mail_that_a_server_may_have_taken_is_not_offered_again_in_the_same_attempt()
    {
        var sender = world.Mail();
        await sender.Send(Code, Ct);
        Server.Feel(MailMood.TakeAndBreak);

        Assert.Equal(SendResult.Unknown, (await sender.Send(Code, Ct)).Result);
        Assert.Equal(2, world.Inbox.All.Count);
    }

    [Theory]
    [InlineData("ada@example.org\r\nRCPT TO:<eve@example.org>")]
    [InlineData("ada@example.org>\r\nBcc: eve@example.org")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("")]
    public async Task An_address_with_more_in_it_goes_nowhere(string to)
    {
        var outcome = await world.Mail().Send(Code with { To = to }, Ct);

        Assert.Equal(SendResult.RefusedForGood, outcome.Result);
        Assert.Empty(world.Inbox.All);
    }

    [Fact]
    public async Task A_subject_with_a_header_in_it_goes_nowhere()
    {
        var message = Code with { Message = Code.Message with { Subject = "Hello\r\nBcc: eve@example.org" } };

        Assert.Equal(SendResult.RefusedForGood, (await world.Mail().Send(message, Ct)).Result);
        Assert.Empty(world.Inbox.All);
    }

    [Fact]
    public async Task Lines_that_begin_with_a_dot_and_letters_of_other_scripts_arrive_whole()
    {
        var text = "123456\n\n.\n.. ends nothing\nGrüße, 東京, 👍\n";
        await world.Mail().Send(Code with { Message = Code.Message with { Text = text, Subject = "Grüße aus 東京" } }, Ct);

        var mail = await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal(text, mail.Text.TrimEnd('\n') + "\n");
        Assert.Equal("Grüße aus 東京", mail.Subject);
    }
}
