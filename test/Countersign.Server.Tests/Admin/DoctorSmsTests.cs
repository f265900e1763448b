using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Server.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What <c>doctor</c> makes of gateways that answer, each in its own way, and that it sends nothing by them.</summary>
public sealed class DoctorSmsTests : IDisposable
{
    private const string Account = "AC00000000000000000000000000000000";
    private const string Secret = "s3cret-of-the-gateway";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    // Webhooks know POST alone, and say 405 to whoever only looks: that is a place.
    [Theory]
    [InlineData("webhook", 405, "", "OK")]
    [InlineData("webhook", 200, "", "OK")]
    [InlineData("webhook", 400, "", "OK")]
    [InlineData("webhook", 500, "", "WARN")]
    [InlineData("webhook", 503, "", "WARN")]
    [InlineData("webhook", 404, "", "WARN")]
    [InlineData("webhook", 401, "", "WARN")]
    [InlineData("webhook", 403, "", "WARN")]
    [InlineData("webhook", 301, "", "FAIL")]
    [InlineData("twilio", 200, "{}", "OK")]
    [InlineData("twilio", 401, """{"code":20003}""", "FAIL")]
    [InlineData("twilio", 404, """{"code":20404}""", "FAIL")]
    [InlineData("twilio", 503, "", "WARN")]
    [InlineData("vonage", 200, """{"messages":[{"status":"2","error-text":"Missing to param"}]}""", "OK")]
    [InlineData("vonage", 200, """{"messages":[{"status":"4","error-text":"Bad Credentials"}]}""", "FAIL")]
    [InlineData("vonage", 500, "", "WARN")]
    [InlineData("vonage-call", 200, """{"count":0,"_embedded":{"calls":[]}}""", "OK")]
    [InlineData("vonage-call", 401, """{"type":"UNAUTHORIZED"}""", "FAIL")]
    [InlineData("vonage-call", 403, "", "FAIL")]
    [InlineData("vonage-call", 503, "", "WARN")]
    [InlineData("sns", 200, "<GetSMSAttributesResponse/>", "OK")]
    [InlineData("sns", 403, "<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>", "OK")]
    [InlineData("sns", 403, "<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>", "FAIL")]
    [InlineData("sns", 403, "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>", "FAIL")]
    [InlineData("kannel", 400, "Missing receiver number, rejected", "OK")]
    [InlineData("kannel", 403, "Authorization failed for sendsms", "FAIL")]
    [InlineData("kannel", 404, "", "WARN")]
    public async Task What_it_answers_is_read(string kind, int status, string body, string level)
    {
        var asked = new List<string>();
        await using var gateway = await TinyServer.Start(app => app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            asked.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {await reader.ReadToEndAsync(Ct)}");
            Assert.False(context.Request.Headers.ContainsKey("X-Kannel-To"));
            context.Response.StatusCode = status;
            if (body.Length > 0 && !HttpMethods.IsHead(context.Request.Method)) await context.Response.WriteAsync(body, Ct);
        }));
        var at = gateway.Client.BaseAddress!.OriginalString.TrimEnd('/');
        var isCall = kind is "vonage-call";
        if (isCall) office.Environment["COUNTERSIGN_SMS"] = "webhook+http://127.0.0.1:9/nobody-there";
        office.Environment[isCall ? "COUNTERSIGN_SMS_2" : "COUNTERSIGN_SMS"] = kind switch
        {
            "twilio" => $"twilio://{Account}:{Secret}@%2B15005550006?api={at}",
            "vonage" => $"vonage://k3y:{Secret}@ACME?api={at}",
            "vonage-call" => $"vonage-call://78d335fa-323d-0114-9c3d-d6f0d48968cf@%2B15005550006?key={KeyFile()}&api={at}",
            "sns" => $"sns://AKIDEXAMPLE:{Secret}@eu-west-1?api={at}",
            "kannel" => $"kannel://tester:{Secret}@{new Uri(at).Authority}?from=ACME",
            _ => $"webhook+{at}/send",
        };

        var told = await office.Run("doctor");

        Assert.Matches($"(?m)^{level} +text messages: {new Uri(at).Authority} answers", told.Output);
        Assert.DoesNotContain(Secret, told.Output, StringComparison.Ordinal);
        Assert.Equal(Question(kind), Assert.Single(asked).Split(' ', '?')[..2]);
        Assert.DoesNotContain("to=", asked[0], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Secret, asked[0].Split(' ')[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Publish", asked[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_said_with_its_setting()
    {
        office.Environment["COUNTERSIGN_SMS"] = "webhook+http://127.0.0.1:9/nobody-there";
        var path = Path.Combine(office.Folder("calls"), "private.key");
        office.Environment["COUNTERSIGN_SMS_2"] = $"vonage-call://78d335fa-323d-0114-9c3d-d6f0d48968cf@%2B15005550006?key={path}";

        Assert.Matches(
            $"(?m)^FAIL +text messages: COUNTERSIGN_SMS_2: There is no file {Regex.Escape(path)}", (await office.Run("doctor")).Output);
    }

    private string KeyFile()
    {
        using var key = RSA.Create(2048);
        var path = Path.Combine(office.Folder("calls"), "private.key");
        File.WriteAllText(path, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private static string[] Question(string kind) => kind switch
    {
        "twilio" => ["GET", $"/2010-04-01/Accounts/{Account}.json"],
        "vonage" => ["POST", "/sms/json"],
        "vonage-call" => ["GET", "/v1/calls"],
        "sns" => ["POST", "/"],
        "kannel" => ["POST", "/cgi-bin/sendsms"],
        _ => ["HEAD", "/send"],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
