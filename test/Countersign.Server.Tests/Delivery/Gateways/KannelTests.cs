using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Countersign.TestKit;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.GatewayTexts;

namespace Countersign.Server.Tests.Delivery.Gateways;

public sealed class KannelTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_goes_through_Kannel_and_its_report_comes_back()
    {
        await using var kannel = await Kannel.Start();
        kannel.StartCentre();
        await using var server = await TestServer.Start(
            ("SMS", $"kannel://{Kannel.User}:{Kannel.Password}@127.0.0.1:{kannel.Port}?from=ACME"));
        var linus = server.People.Linus;

        var sent = (await server.As(linus).Post("/tfa/sms/")).Ok();

        var text = await kannel.Next("Countersign code", Ct);
        Assert.Contains($"<ACME {linus.Number} text ", text, StringComparison.Ordinal);
        await GatewayReports.Told(server, "delivered", Ct);
        var code = Regex.Match(text, "text ([0-9]{6}) ").Groups[1].Value;
        (await server.As(linus).Post("/tfa/", new { tfa_method = "sms", code, secret = sent.Secret })).Ok();
    }

    [Fact]
    public async Task What_Kannel_means_stands_in_the_body_of_its_answer()
    {
        await using var kannel = await Kannel.Start();
        using var right = Sender(kannel, Kannel.Password, "?from=ACME");
        using var wrong = Sender(kannel, "wrong", "?from=ACME");
        using var nameless = Sender(kannel, Kannel.Password, "");

        // The centre is not there yet: 202 and "3: Queued for later delivery".
        Means(await right.Send(Message, Ct), "taken");
        Means(await wrong.Send(Message, Ct), "our-fault");
        Means(await nameless.Send(Message, Ct), "our-fault");
        kannel.StartCentre();
        Assert.Contains("is your code & more: 100% + ünsure €5", await kannel.Next("493021", Ct), StringComparison.Ordinal);
        await right.Send(Message with { Message = Message.Message with { Text = "код 1" } }, Ct);
        Assert.EndsWith("ucs-2 %04%3A%04%3E%044%00+%001>", await kannel.Next("ucs-2", Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(202, "0: Accepted for delivery", "taken")]
    [InlineData(202, "3: Queued for later delivery", "taken")]
    [InlineData(200, "4: Temporal failure, try again later.", "later")]
    [InlineData(202, "", "later")]
    [InlineData(503, "Temporal failure, try again later.", "later")]
    [InlineData(403, "Authorization failed for sendsms", "our-fault")]
    [InlineData(400, "Empty receiver number not allowed, rejected", "our-fault")]
    [InlineData(400, "Number(s) has/have been denied by white- and/or black-lists.", "refused")]
    public async Task Each_answer_means_one_of_ours(int status, string body, string meaning)
    {
        await using var host = await GatewayHost.Start(status, body);
        using var kannel = new KannelSmsSender(
            Read<KannelGateway>($"kannel://tester:s3cret@{new Uri(host.Address).Authority}?from=ACME"), ReportPlace, Clock);

        Means(await kannel.Send(Message, Ct), meaning);

        var request = Assert.Single(host.Requests);
        Assert.Equal(("POST", "/cgi-bin/sendsms", Text), (request.Method, request.Path, request.Body));
        Assert.Equal("text/plain; charset=UTF-8", request.Headers["content-type"]);
        Assert.Equal($"{ReportPlace.For(Message.Id)}&state=%d", request.Headers["x-kannel-dlr-url"]);
        Assert.Equal(
            ("tester", "s3cret", "+358401234567", "ACME", "0", "UTF-8", "27"),
            (request.Headers["x-kannel-username"], request.Headers["x-kannel-password"], request.Headers["x-kannel-to"],
                request.Headers["x-kannel-from"], request.Headers["x-kannel-coding"], request.Headers["x-kannel-charset"],
                request.Headers["x-kannel-dlr-mask"]));
    }

    [Theory]
    [InlineData("1", ReportedState.Delivered)]
    [InlineData("2", ReportedState.Failed)]
    [InlineData("16", ReportedState.Failed)]
    [InlineData("8", ReportedState.UnderWay)]
    public void A_report_comes_to_the_address_of_the_message(string state, ReportedState expected)
    {
        using var kannel = new KannelSmsSender(Read<KannelGateway>("kannel://tester:s3cret@127.0.0.1:13013"), ReportPlace, Clock);
        var call = Call(more: new Dictionary<string, string> { ["state"] = state });

        Assert.Equal(new GatewayReport(Message.Id, expected), kannel.Read(call));
        Assert.Null(kannel.Read(call with { Query = new Dictionary<string, string>(call.Query) { ["v"] = "00" } }));
    }

    private static KannelSmsSender Sender(Kannel kannel, string password, string more) => new(
        Read<KannelGateway>($"kannel://{Kannel.User}:{password}@127.0.0.1:{kannel.Port}{more}"),
        new(new("http://127.0.0.1:9"), new("a secret for the reports"), 1), Clock);
}
