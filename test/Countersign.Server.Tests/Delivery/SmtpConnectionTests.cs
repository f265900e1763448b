using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

/// <summary>How a mail server is reached: encryption, sign-in, the greeting's name, connections kept.</summary>
public sealed class SmtpConnectionTests : IAsyncLifetime
{
    private static readonly AddressedMessage Code = new(MessageId.New(), DeliveryWorld.AdasAddress,
        DeliveryWorld.Texts.CodeToLogIn(Channel.Email, DeliveryWorld.CodeOf("012345"), DeliveryWorld.CodeLife));

    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_server_that_speaks_TLS_from_the_first_byte_gets_its_mail_so()
    {
        await using var host = MailHost.Start([], MailHostTls.FromTheStart);

        Assert.Equal(SendOutcome.Accepted, await To(host, SmtpEncryption.FromTheStart).Send(Code, Ct));
        Assert.Single(host.Mails);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_believed_from_the_first_byte_on()
    {
        await using var host = MailHost.Start([], MailHostTls.FromTheStart);
        await using var other = MailHost.Start([]);
        var sender = world.MailTo(At(host, SmtpEncryption.FromTheStart), world.Trusting(other.Certificate));

        Assert.Equal(SendResult.FailedForNow, (await sender.Send(Code, Ct)).Result);
        Assert.Empty(host.Heard);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_not_believed_even_from_the_right_authority()
    {
        await using var host = MailHost.Start([], MailHostTls.FromTheStart);
        var sender = world.MailTo(At(host, SmtpEncryption.FromTheStart) with { Host = "localhost" }, world.Trusting(host.Certificate));

        Assert.Equal(SendResult.FailedForNow, (await sender.Send(Code, Ct)).Result);
        Assert.Empty(host.Heard);
    }

    [Theory]
    [InlineData("AUTH LOGIN PLAIN", "AUTH PLAIN")]
    [InlineData("AUTH PLAIN", "AUTH PLAIN")]
    [InlineData("AUTH CRAM-MD5 LOGIN", "AUTH LOGIN")]
    public async Task What_the_server_offers_decides_how_we_sign_in(string offer, string expected)
    {
        await using var host = MailHost.Start([offer]);
        host.Secret = "pässword: with colon";

        Assert.Equal(SendOutcome.Accepted, await To(host, user: "mailer", password: "pässword: with colon").Send(Code, Ct));
        Assert.Contains(expected, host.Heard);
    }

    [Theory]
    [InlineData("AUTH CRAM-MD5")]
    [InlineData("8BITMIME")]
    public async Task A_server_that_offers_no_way_to_sign_in_gets_no_mail(string offer)
    {
        await using var host = MailHost.Start([offer]);

        var outcome = await To(host, user: "mailer", password: "secret").Send(Code, Ct);

        Assert.Equal(SendOutcome.OurFaultForNow("the mail server offers neither PLAIN nor LOGIN to sign in with"), outcome);
        Assert.Empty(host.Mails);
    }

    [Fact]
    public async Task A_token_is_read_anew_for_each_connection()
    {
        await using var host = MailHost.Start(["AUTH PLAIN XOAUTH2"]);
        host.Patience = MailHostPatience.LeavesAfterMail;
        var file = world.Written("token", "first-token\n");
        var sender = world.MailTo(At(host, user: "ada@example.org"), new() { HeloName = "here.example", TokenFile = file });

        host.Secret = "first-token";
        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code, Ct));
        host.Secret = "second-token";
        Assert.Equal(SendResult.FailedForNow, (await sender.Send(Code, Ct)).Result);
        world.Written("token", "second-token\n");
        Assert.Equal(SendOutcome.Accepted, await sender.Send(Code, Ct));

        File.Delete(file);
        var without = await sender.Send(Code, Ct);
        Assert.Equal(SendResult.FailedForNow, without.Result);
        Assert.Contains("cannot be read", without.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("AUTH PLAIN", host.Heard);
        Assert.Equal(2, host.Mails.Count);
    }

    [Fact]
    public async Task The_server_is_greeted_by_our_name()
    {
        await using var host = MailHost.Start([]);

        await To(host).Send(Code, Ct);

        Assert.Equal("EHLO login.example.org", host.Heard.First());
    }

    [Fact]
    public async Task A_connection_is_kept_for_the_next_mail_and_ended_when_none_comes()
    {
        await using var host = MailHost.Start([]);
        var sender = To(host);

        for (var mail = 0; mail < 5; mail++) Assert.Equal(SendOutcome.Accepted, await sender.Send(Code, Ct));
        Assert.Equal((1, 5), (host.Connections, host.Mails.Count));

        world.Clock.Advance(TimeSpan.FromSeconds(11));
        await host.Ended.WaitAsync(Ct);
        Assert.Equal("QUIT", host.Heard.Last());
        await sender.Send(Code, Ct);
        Assert.Equal(2, host.Connections);
    }

    [Fact]
    public async Task A_connection_carries_so_many_mails_and_no_more()
    {
        await using var host = MailHost.Start([]);
        var sender = To(host);

        for (var mail = 0; mail < 51; mail++) Assert.Equal(SendOutcome.Accepted, await sender.Send(Code, Ct));

        Assert.Equal((2, 51), (host.Connections, host.Mails.Count));
    }

    [Theory]
    [InlineData(MailHostPatience.LeavesAfterMail)]
    [InlineData(MailHostPatience.OneMailEach)]
    public async Task A_kept_connection_that_the_server_has_closed_costs_no_mail_and_doubles_none(MailHostPatience patience)
    {
        await using var host = MailHost.Start([]);
        host.Patience = patience;
        var sender = To(host);

        for (var mail = 0; mail < 3; mail++) Assert.Equal(SendOutcome.Accepted, await sender.Send(Code, Ct));

        Assert.Equal((3, 3), (host.Connections, host.Mails.Count));
    }

    [Fact]
    public async Task A_sender_that_is_put_away_says_goodbye()
    {
        await using var host = MailHost.Start([]);
        var sender = To(host);
        await sender.Send(Code, Ct);

        await sender.DisposeAsync();

        await host.Ended.WaitAsync(Ct);
        Assert.Equal("QUIT", host.Heard.Last());
    }

    [Fact]
    public async Task An_address_in_letters_of_other_scripts_goes_only_to_a_server_that_takes_it()
    {
        await using var able = MailHost.Start(["SMTPUTF8"]);
        await using var unable = MailHost.Start([]);
        var from = new MailSender("", "grüße@bücher.example");

        Assert.Equal(SendOutcome.Accepted, await world.MailTo(At(able), new(), from).Send(Code, Ct));
        Assert.Contains(able.Heard, line => line.StartsWith("MAIL FROM:<grüße@", StringComparison.Ordinal)
            && line.Contains("SMTPUTF8", StringComparison.Ordinal));

        var refused = await world.MailTo(At(unable), new(), from).Send(Code, Ct);
        Assert.Equal((SendResult.RefusedForGood, Blame.Us), (refused.Result, refused.Blame));
        Assert.Contains("SMTPUTF8", refused.Reason, StringComparison.Ordinal);
        Assert.Empty(unable.Mails);
    }

    [Fact]
    public async Task Mail_to_an_address_in_letters_of_another_script_goes_out_whole()
    {
        await using var host = MailHost.Start(["SMTPUTF8"]);

        Assert.Equal(SendOutcome.Accepted, await To(host).Send(Code with { To = "用户@例子.广告" }, Ct));

        Assert.Contains("RCPT TO:<用户@例子.广告>", host.Heard);
        Assert.Contains("MAIL FROM:<no-reply@login.example.org> SMTPUTF8", host.Heard);
        Assert.Contains("用户@", host.Mails.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_offered_is_remembered_and_a_no_is_asked_for_anew()
    {
        await using var able = MailHost.Start(["SMTPUTF8"]);
        await using var unable = MailHost.Start([]);
        var (one, other) = (new MailReach(new(At(able), new())), new MailReach(new(At(unable), new())));

        for (var n = 0; n < 2; n++)
        {
            Assert.Equal(MailScripts.All, await one.Scripts(Ct));
            Assert.Equal(MailScripts.AsciiAlone, await other.Scripts(Ct));
        }

        Assert.Equal((1, 2), (able.Connections, unable.Connections));
        Assert.Equal(MailScripts.Unknown, await new MailReach(null).Scripts(Ct));
    }

    [Fact]
    public async Task Of_a_server_that_is_not_there_nobody_knows()
    {
        SmtpServer gone;
        await using (var host = MailHost.Start([])) gone = At(host);

        Assert.Equal(MailScripts.Unknown, await new MailReach(new(gone, new())).Scripts(Ct));
    }

    [Fact]
    public async Task A_domain_in_letters_of_another_script_goes_to_every_server_in_ASCII()
    {
        await using var host = MailHost.Start([]);

        Assert.Equal(SendOutcome.Accepted, await To(host).Send(Code with { To = "ada@例子.广告" }, Ct));

        Assert.Contains("RCPT TO:<ada@xn--fsqu00a.xn--4rr70v>", host.Heard);
    }

    private static SmtpServer At(
        MailHost host, SmtpEncryption encryption = SmtpEncryption.None, string? user = null, string? password = null) =>
        new("127.0.0.1", host.Port, user, password is null ? null : new SecretText(password), encryption);

    private SmtpSender To(MailHost host, SmtpEncryption encryption = SmtpEncryption.None, string? user = null, string? password = null) =>
        world.MailTo(At(host, encryption, user, password), world.Trusting(host.Certificate));
}
