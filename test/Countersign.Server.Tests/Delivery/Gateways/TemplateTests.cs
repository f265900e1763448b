using System.Text.Json.Nodes;
using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Xunit;
using static Countersign.Server.Tests.Delivery.Gateways.GatewayTexts;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>The descriptions that come with the program, against a server that checks every field of the published interface.</summary>
public sealed class TemplateTests : IAsyncLifetime
{
    private GatewayHost host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Json => JsonValue.Create(Text).ToJsonString();

    private static string Report => JsonValue.Create(ReportPlace.For(Message.Id)).ToJsonString();

    public async ValueTask InitializeAsync() => host = await GatewayHost.Start(200, "{}");

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public Task MessageBird() => Sends(
        "messagebird://s3cret@ACME?", 201, """{"id":"e8077d803532c0b5937c639b60216938","href":"https://…"}""",
        "e8077d803532c0b5937c639b60216938", "/messages", ("authorization", "AccessKey s3cret"), $$"""
        {"originator":"ACME","recipients":["358401234567"],"body":{{Json}},"datacoding":"auto",
         "reference":"{{Message.Id}}","reportUrl":{{Report}} }
        """);

    [Fact]
    public Task Sinch() => Sends(
        "sinch://plan1:s3cret@ACME?", 201, """{"id":"01FC66621XXXXX119Z8PMV1QPQ","type":"mt_text"}""", "01FC66621XXXXX119Z8PMV1QPQ",
        "/xms/v1/plan1/batches", ("authorization", "Bearer s3cret"), $$"""
        {"from":"ACME","to":["358401234567"],"body":{{Json}},"type":"mt_text","delivery_report":"per_recipient","callback_url":{{Report}},
         "client_reference":"{{Message.Id}}"}
        """);

    [Fact]
    public Task Infobip() => Sends(
        "infobip://s3cret@ACME?", 200,
        """{"messages":[{"messageId":"2250be2d4219","status":{"groupId":1,"groupName":"PENDING","name":"PENDING_ACCEPTED"}}]}""",
        "2250be2d4219", "/sms/3/messages", ("authorization", "App s3cret"), $$"""
        {"messages":[{"sender":"ACME","destinations":[{"to":"358401234567","messageId":"{{Message.Id}}"}],"content":{"text":{{Json}} },
          "webhooks":{"delivery":{"url":{{Report}} },"contentType":"application/json"} }]}
        """);

    [Fact]
    public Task GatewayApi() => Sends(
        "gatewayapi://s3cret@ACME?", 200, """{"ids":[421332671],"usage":{"countries":{"FI":1}}}""", "421332671", "/rest/mtsms",
        ("authorization", "Token s3cret"), $$"""
        {"sender":"ACME","message":{{Json}},"recipients":[{"msisdn":358401234567}],"userref":"{{Message.Id}}","callback_url":{{Report}} }
        """);

    [Fact]
    public async Task Seven()
    {
        var request = await Sends(
            "seven://s3cret@ACME?", 200, """{"success":"100","messages":[{"id":"77149826337"}]}""", "77149826337", "/api/sms",
            ("x-api-key", "s3cret"), json: null);

        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["to"] = "358401234567",
                ["from"] = "ACME",
                ["text"] = Text,
                ["foreign_id"] = Message.Id.Value,
                ["json"] = "1",
            },
            request.Form);
    }

    [Fact]
    public async Task PlaySms()
    {
        var request = await Sends(
            "playsms://bob:s3cret@ACME?", 200,
            """{"data":[{"status":"OK","error":"0","smslog_id":"1234","to":"+358401234567"}]}""", "1234",
            "/index.php", ("content-type", "application/x-www-form-urlencoded"), json: null);

        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["app"] = "ws",
                ["op"] = "pv",
                ["format"] = "json",
                ["u"] = "bob",
                ["h"] = "s3cret",
                ["to"] = "+358401234567",
                ["msg"] = Text,
                ["from"] = "ACME",
                ["unicode"] = "1",
            },
            request.Form);
    }

    [Theory]
    [InlineData("messagebird://s3cret@ACME?", 422, """{"errors":[{"code":9,"description":"…","parameter":"recipients"}]}""", "refused")]
    [InlineData("messagebird://s3cret@ACME?", 422, """{"errors":[{"code":10,"description":"…","parameter":"originator"}]}""", "our-fault")]
    [InlineData("messagebird://s3cret@ACME?", 422, """{"errors":[{"code":25,"description":"Not enough balance"}]}""", "our-fault")]
    [InlineData("messagebird://s3cret@ACME?", 401, """{"errors":[{"code":2}]}""", "our-fault")]
    [InlineData("messagebird://s3cret@ACME?", 500, """{"errors":[{"code":99}]}""", "unknown")]
    [InlineData("messagebird://s3cret@ACME?", 201, """{"id":"\ud800"}""", "taken")]
    [InlineData("sinch://plan1:s3cret@ACME?", 400, """{"code":"syntax_invalid_parameter_format","text":"…"}""", "refused")]
    [InlineData("sinch://plan1:s3cret@ACME?", 400, """{"code":"invalid_callback_url","text":"…"}""", "our-fault")]
    [InlineData("sinch://plan1:s3cret@ACME?", 401, "", "our-fault")]
    [InlineData("sinch://plan1:s3cret@ACME?", 429, "", "later")]
    [InlineData(
        "infobip://s3cret@ACME?", 200, """{"messages":[{"status":{"groupName":"REJECTED","name":"REJECTED_PREFIX_MISSING"}}]}""",
        "refused")]
    [InlineData(
        "infobip://s3cret@ACME?", 200, """{"messages":[{"status":{"groupName":"REJECTED","name":"REJECTED_NOT_ENOUGH_CREDITS"}}]}""",
        "our-fault")]
    [InlineData("infobip://s3cret@ACME?", 401, "{}", "our-fault")]
    [InlineData("infobip://s3cret@ACME?", 503, "{}", "later")]
    [InlineData("seven://s3cret@ACME?", 200, """{"success":"202"}""", "refused")]
    [InlineData("seven://s3cret@ACME?", 200, """{"success":"900"}""", "our-fault")]
    [InlineData("seven://s3cret@ACME?", 200, """{"success":"500"}""", "our-fault")]
    [InlineData("seven://s3cret@ACME?", 200, """{"success":"600"}""", "later")]
    [InlineData("seven://s3cret@ACME?", 200, "900", "our-fault")]
    [InlineData("gatewayapi://s3cret@ACME?", 422, """{"code":"0x0213","message":"…","variables":["358401234567"]}""", "refused")]
    [InlineData("gatewayapi://s3cret@ACME?", 422, """{"code":"0x0216","message":"insufficient credit","variables":[]}""", "our-fault")]
    [InlineData("gatewayapi://s3cret@ACME?", 403, "{}", "our-fault")]
    [InlineData("playsms://bob:s3cret@ACME?", 200, """{"data":[{"status":"ERR","error":"100"}]}""", "our-fault")]
    [InlineData("playsms://bob:s3cret@ACME?", 200, """{"data":[{"status":"ERR","error":"200"}]}""", "later")]
    public async Task Each_answer_means_one_of_ours(string setting, int status, string body, string meaning)
    {
        using var gateway = Gateway(setting);
        host.Next(status, body);

        Means(await gateway.Send(Message, Ct), meaning);
    }

    [Theory]
    [InlineData("messagebird://s3cret@ACME?", "query", "delivered", ReportedState.Delivered)]
    [InlineData("messagebird://s3cret@ACME?", "query", "delivery_failed", ReportedState.Failed)]
    [InlineData("messagebird://s3cret@ACME?", "query", "buffered", ReportedState.UnderWay)]
    [InlineData(
        "sinch://plan1:s3cret@ACME?", """{"type":"recipient_delivery_report_sms","status":"*"}""", "Delivered", ReportedState.Delivered)]
    [InlineData("sinch://plan1:s3cret@ACME?", """{"status":"*"}""", "Aborted", ReportedState.Failed)]
    [InlineData("infobip://s3cret@ACME?", """{"results":[{"status":{"groupName":"*"}}]}""", "DELIVERED", ReportedState.Delivered)]
    [InlineData("infobip://s3cret@ACME?", """{"results":[{"status":{"groupName":"*"}}]}""", "EXPIRED", ReportedState.Failed)]
    [InlineData("gatewayapi://s3cret@ACME?", """{"id":1000001,"status":"*"}""", "UNDELIVERABLE", ReportedState.Failed)]
    [InlineData("gatewayapi://s3cret@ACME?", """{"id":1000001,"status":"*"}""", "ENROUTE", ReportedState.UnderWay)]
    public void A_report_comes_to_the_address_of_the_message_and_to_no_other(string setting, string body, string word, ReportedState state)
    {
        using var gateway = Gateway(setting);
        var call = body == "query"
            ? Call(more: new Dictionary<string, string> { ["status"] = word })
            : Call(body.Replace("*", word, StringComparison.Ordinal));

        Assert.Equal(new GatewayReport(Message.Id, state), gateway.Read(call));
        Assert.Null(gateway.Read(call with
        {
            Query = new Dictionary<string, string>(call.Query) { ["id"] = "msg_another" },
        }));
    }

    [Fact]
    public void Every_description_of_ours_is_here() =>
        Assert.Equal(["gatewayapi", "infobip", "messagebird", "playsms", "seven", "sinch"], HttpTemplates.Names);

    [Fact]
    public async Task A_description_of_the_operators_own_may_call()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            { "path": "/calls", "json": { "to": "{to}", "say": "{spoken}", "voice": "{language}" },
              "answers": [{ "status": "200-299", "means": "taken" }] }
            """, Ct);
        var read = SmsGatewayReader.Read($"template:{file}?api={host.Address}");
        File.Delete(file);
        var gateway = Assert.IsType<TemplateGateway>(read.Gateway);
        Assert.True(gateway.Calls);
        using var sender = new TemplateSmsSender(gateway, ReportPlace, Clock);

        Means(await sender.Send(Message, Ct), "our-fault");
        Assert.Empty(host.Requests);
        var spoken = Message.Message with { Spoken = "Hello. Your code is:\n4\n9\nGoodbye.", SpokenIn = Language.German };
        Means(await sender.Send(Message with { Message = spoken }, Ct), "taken");

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{ "to": "+358401234567", "say": "Hello. Your code is: 4. 9. Goodbye.", "voice": "de-DE" }"""),
            JsonNode.Parse(Assert.Single(host.Requests).Body)));
    }

    [Fact]
    public async Task The_fields_of_a_gateway_that_is_asked_by_get_stand_in_its_address()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            { "method": "GET", "path": "/send?v=2", "fields": ["key"],
              "form": { "k": "{key}", "to": "{to}", "text": "{text}", "report": "{report}" },
              "answers": [{ "status": "200-299", "means": "taken" }], "reports": { "at": "state", "delivered": ["yes"] } }
            """, Ct);
        var gateway = Assert.IsType<TemplateGateway>(SmsGatewayReader.Read($"template:{file}?api={host.Address}&key=a%26b").Gateway);
        File.Delete(file);
        using var sender = new TemplateSmsSender(gateway, ReportPlace, Clock);

        Means(await sender.Send(Message, Ct), "taken");

        var request = Assert.Single(host.Requests);
        Assert.Equal(("GET", ""), (request.Method, request.Body));
        Assert.StartsWith("/send?v=2&k=a%26b&to=%2B358401234567&text=", request.Path, StringComparison.Ordinal);
        var fields = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.Path[request.Path.IndexOf('?')..]);
        Assert.Equal(Text, fields["text"].ToString());
        Assert.Equal(ReportPlace.For(Message.Id), fields["report"].ToString());
    }

    private async Task<HostedRequest> Sends(
        string setting, int status, string answer, string reference, string path, (string Name, string Value) header, string? json)
    {
        using var gateway = Gateway(setting);
        host.Next(status, answer);

        var outcome = await gateway.Send(Message, Ct);

        Means(outcome, "taken");
        Assert.Equal(reference, outcome.Reference);
        var request = Assert.Single(host.Requests);
        Assert.Equal(("POST", path, header.Value), (request.Method, request.Path, request.Headers[header.Name]));
        if (json is null) return request;

        Assert.Equal("application/json; charset=utf-8", request.Headers["content-type"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(request.Body)), request.Body);
        return request;
    }

    private TemplateSmsSender Gateway(string setting) => new(Read<TemplateGateway>($"{setting}api={host.Address}"), ReportPlace, Clock);
}
