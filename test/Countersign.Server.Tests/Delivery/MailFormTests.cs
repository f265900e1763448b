using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>What a mail is made of, and that it stays one mail whatever happens on its way.</summary>
public sealed class MailFormTests : IAsyncLifetime
{
    // The smallest there is: one point.
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=");

    private static readonly MessageTexts WithLogo =
        new("R&D \"Login\"", new Uri("https://login.example.org"), look: new() { LogoFile = "/etc/logo.png", Color = "#00603c" });

    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task The_picture_of_the_operator_travels_in_the_mail_and_nothing_is_fetched()
    {
        await using var host = MailHost.Start([]);
        var message = WithLogo.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife);

        Assert.Equal(SendOutcome.Accepted, await To(host, new("png", Png)).Send(Addressed(message), Ct));

        var mail = await Parsed(host);
        var picture = Assert.Single(mail.BodyParts.OfType<MimeKit.MimePart>(), part => part.ContentType.IsMimeType("image", "png"));
        using var content = new MemoryStream();
        await picture.Content!.DecodeToAsync(content, Ct);
        Assert.Equal(Png, content.ToArray());
        Assert.Contains($"src=\"cid:{picture.ContentId}\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("alt=\"R&amp;D &quot;Login&quot;\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|background|url\\()=?[\"']?https?:", mail.HtmlBody);
        Assert.Equal(message.Text.Trim(), mail.TextBody!.ReplaceLineEndings("\n").Trim());
    }

    [Fact]
    public async Task What_is_to_become_a_text_message_is_text_alone()
    {
        await using var host = MailHost.Start([]);
        var message = WithLogo.CodeToLogIn(Channel.Sms, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife);

        await To(host, new("png", Png)).Send(Addressed(message), Ct);

        Assert.IsType<MimeKit.TextPart>((await Parsed(host)).Body);
    }

    [Fact]
    public async Task A_mail_that_was_taken_without_a_word_is_offered_again_as_the_same_and_not_after_it_was_acknowledged()
    {
        world.Inbox.Smtp.Feel(MailMood.TakeAndBreak);
        var id = await world.MailCode();

        Assert.Equal(DeliveryResult.Waiting, await world.Main.AttemptAtStart(id, world.Mail()));
        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        var other = await world.MailCode("111222");
        while ((await world.Stored(other)).State != "sent") await Task.Delay(20, Ct);

        var mails = world.Inbox.All.Where(mail => mail.Code == "493021").ToList();
        Assert.Equal(2, mails.Count);
        Assert.All(mails, mail => Assert.Equal($"<{id}@login.example.org>", CaughtMail.Header(mail.Raw, "Message-ID")));
        Assert.Equal(mails[0].Raw, mails[1].Raw);
    }

    [Fact]
    public async Task A_refused_mail_is_not_offered_again_and_one_that_is_put_off_is()
    {
        world.Inbox.Smtp.Feel(MailMood.RefuseRecipient, MailMood.PutOffText);
        var refused = await world.MailCode("111111");
        Assert.Equal(DeliveryResult.Refused, await world.Main.AttemptAtStart(refused, world.Mail()));

        var putOff = await world.MailCode("222222");
        while (await world.Stored(putOff) is { Attempts: 0 } or { ClaimedUntil: not null }) await Task.Delay(20, Ct);
        while ((await world.Stored(putOff)).State != "sent")
        {
            world.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(20, Ct);
        }

        world.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(("refused", 1L), ((await world.Stored(refused)).State, (await world.Stored(refused)).Attempts));
        Assert.Equal("222222", Assert.Single(world.Inbox.All).Code);
    }

    [Fact]
    public async Task Reminders_say_how_they_are_turned_off_and_nothing_else_does()
    {
        await using var host = MailHost.Start([]);
        var link = new Uri("https://login.example.org/reminders/1.abc");
        var reminder = DeliveryWorld.Texts.Notice(NoticeKind.FewBackupCodes, new(world.Clock.GetUtcNow(), Left: 3, TurnOff: link));

        await To(host, null).Send(Addressed(reminder), Ct);
        await To(host, null).Send(Addressed(DeliveryWorld.Texts.Notice(NoticeKind.PasswordChanged, new(world.Clock.GetUtcNow()))), Ct);

        var mail = await Parsed(host);
        Assert.Equal("<https://login.example.org/reminders/1.abc>", mail.Headers[MimeKit.HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Headers[MimeKit.HeaderId.ListUnsubscribePost]);
        Assert.Contains("turn off reminders like this one", mail.TextBody, StringComparison.Ordinal);
        Assert.Null((await Parsed(host)).Headers[MimeKit.HeaderId.ListUnsubscribe]);
    }

    [Theory]
    [InlineData("logo.gif", "GIF89a", "neither a PNG nor a JPEG")]
    [InlineData("logo.svg", "<svg/>", "neither a PNG nor a JPEG")]
    [InlineData("large.png", null, "larger than 64 KiB")]
    public void A_picture_that_cannot_be_shown_is_told_at_the_start(string name, string? content, string why)
    {
        var path = world.Written(name, content ?? new string('x', 70_000));

        var fault = Assert.Single(DeliveryServices.Faults(new() { Look = new() { LogoFile = path } }));
        Assert.Contains(why, fault, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Single(
            DeliveryServices.Faults(new() { Look = new() { LogoFile = "/nowhere/logo.png" } })), StringComparison.Ordinal);
    }

    private static AddressedMessage Addressed(Message message) => new(MessageId.New(), DeliveryWorld.AdasAddress, message);

    private static async Task<MimeKit.MimeMessage> Parsed(MailHost host) =>
        await MimeKit.MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(await host.NextMail(Ct))), Ct);

    private SmtpSender To(MailHost host, ServiceLogo? logo) =>
        world.MailTo(new("127.0.0.1", host.Port, null, null, SmtpEncryption.None), new(), logo: logo);
}
