using Countersign.Core;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>What tests of gateways have in common: a message, addresses for reports, settings as an operator writes them.</summary>
internal static class GatewayTexts
{
    public const string Text = "493021 is your code & more: 100% + ünsure €5\n@login.example.org #493021";

    public static AddressedMessage Message { get; } = new(
        new("msg_0123456789abcdef0123456789abcdef"), "+358401234567", new(MessageKind.LogInCode, "", Text, ""));

    /// <summary>Reports reach the server from anywhere.</summary>
    public static ReportAddress ReportPlace { get; } = new(new("https://login.example.org"), new("a secret for the reports"), 2);

    public static T Read<T>(string setting)
        where T : SmsGateway
    {
        var read = SmsGatewayReader.Read(setting);
        return Assert.IsType<T>(read.Gateway, exactMatch: true);
    }

    /// <summary>A call to the address for reports about the message.</summary>
    public static ReportCall Call(
        string? body = null, IReadOnlyDictionary<string, string>? form = null, IReadOnlyDictionary<string, string>? more = null,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        var place = new Uri(ReportPlace.For(Message.Id));
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(place.Query).ToDictionary(
            each => each.Key, each => each.Value.ToString());
        foreach (var (name, value) in more ?? new Dictionary<string, string>()) query[name] = value;
        return new(
            place.PathAndQuery, query, form ?? new Dictionary<string, string>(), System.Text.Encoding.UTF8.GetBytes(body ?? ""),
            name => headers?.GetValueOrDefault(name));
    }

    /// <summary>Whether the other side, its blame and its words are what they should be, and hold nothing secret.</summary>
    public static void Means(SendOutcome outcome, string meaning)
    {
        var said = outcome switch
        {
            { Result: SendResult.Accepted } => "taken",
            { Result: SendResult.RefusedForGood, Blame: Blame.Us } => "our-fault",
            { Result: SendResult.RefusedForGood } => "refused",
            { Result: SendResult.FailedForNow } => "later",
            { Result: SendResult.Unknown } => "unknown",
        };
        Assert.Equal((meaning, outcome.Reason), (said, outcome.Reason));
        foreach (var secret in (string[])["493021", "s3cret", "358401234567"])
            Assert.DoesNotContain(secret, outcome.Reason, StringComparison.Ordinal);
    }

    public static TimeProvider Clock { get; } = TestClock.Monday();
}
