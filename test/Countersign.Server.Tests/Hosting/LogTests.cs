using System.Text.Json;
using Countersign.Server.Hosting;
using Countersign.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

public sealed class LogTests
{
    private const string SomeToken = "ses_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO";

    [Theory]
    [InlineData("opened " + SomeToken + " for ada", "opened ••• for ada")]
    [InlineData("otpauth://totp/Countersign:ada?secret=JBSWY3DPEHPK3PXP&issuer=x", "•••")]
    [InlineData("Authorization: Bearer abc.def", "Authorization: Bearer •••")]
    [InlineData("code=123456 for method 7", "code=••• for method 7")]
    [InlineData("{\"secret\":\"abc\",\"password\": \"p w\"}", "{\"secret\":\"•••\",\"password\": \"••• w\"}")]
    [InlineData("smtp://mailer:hunter2@mail.example.org:587", "smtp://•••@mail.example.org:587")]
    [InlineData("answered with StatusCode=200 in 5 ms", "answered with StatusCode=200 in 5 ms")]
    [InlineData("line one\r\nline two \u001b[31mred", "line one line two  [31mred")]
    public void A_secret_that_slips_into_the_log_is_blanked(string text, string cleaned) =>
        Assert.Equal(cleaned, Redaction.Clean(text));

    [Fact]
    public void An_event_is_one_line_of_JSON_with_its_facts()
    {
        var line = Write(new JsonLogLines(TestClock.Monday()),
            "MethodAdded", [new("Account", 7), new("Code", "123456")], "Account 7 added a method\nforged");

        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("2026-03-02T09:00:00Z", json.GetProperty("time").GetString());
        Assert.Equal("Warning", json.GetProperty("level").GetString());
        Assert.Equal("MethodAdded", json.GetProperty("event").GetString());
        Assert.Equal("Account 7 added a method forged", json.GetProperty("message").GetString());
        Assert.Equal("7", json.GetProperty("facts").GetProperty("Account").GetString());
        Assert.Equal("•••", json.GetProperty("facts").GetProperty("Code").GetString());
        Assert.DoesNotContain('\n', line.TrimEnd('\n'));
    }

    [Fact]
    public void An_exception_is_told_without_the_secrets_in_its_message()
    {
        var line = Write(
            new TextLogLines(TestClock.Monday()), "Broke", [], "It broke", new InvalidOperationException($"token {SomeToken}"));

        Assert.Equal("09:00:00 warn  It broke | System.InvalidOperationException: token •••\n", line);
    }

    private static string Write(
        Microsoft.Extensions.Logging.Console.ConsoleFormatter formatter,
        string name, List<KeyValuePair<string, object?>> facts, string message, Exception? thrown = null)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        formatter.Write(
            new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
                LogLevel.Warning, "Countersign", new EventId(1, name), facts, thrown, (_, _) => message),
            scopeProvider: null, writer);
        return writer.ToString();
    }
}
