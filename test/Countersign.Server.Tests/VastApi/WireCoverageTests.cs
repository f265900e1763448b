using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.TestKit;
using Countersign.Wire;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Whether the approved exchanges are all there are to approve.</summary>
public sealed partial class WireCoverageTests
{
    /// <summary>Codes of the interface that this server never sends, each with the reason.</summary>
    private static readonly Dictionary<VastErrorCode, string> NeverSent = new()
    {
        [VastErrorCode.MissingAuthValue] = "A missing secret is 401 on every route that takes either; none is left for the 400.",
        [VastErrorCode.TwilioError] = "Said instead of sms_delivery_failed where Twilio is the gateway: TwilioTests shows it.",
        [VastErrorCode.TfaLoginFailed] = "A failed sign-in says 2fa_verification_failed, with its count, like every other failed proof.",
        [VastErrorCode.SmsFraudDetected] = "A suspicious prefix is a blocked number, sms_blocked_number; no account is suspected.",
    };

    [Fact]
    public void Every_approved_file_belongs_to_an_exchange()
    {
        var known = WireTests.All.Select(exchange => WireTests.FileOf(exchange.Name)).ToHashSet();

        Assert.Equal(known.Count, WireTests.All.Count);
        Assert.Empty(Files().Except(known));
    }

    [Fact]
    public async Task Every_route_has_an_approved_success()
    {
        await using var server = await TestServer.Start();
        var shown = Files().Select(Read).Where(exchange => exchange.Status == 200).ToList();

        var missing = LiveRoutes.Of(server).Where(route => !shown.Any(exchange => route.Matches(exchange.Method, exchange.Path)));

        // The old name of confirm-new is shown by what only it must say.
        Assert.Equal(["POST /api/v0/tfa/test-submit/"], missing.Select(route => route.ToString()));
    }

    [Fact]
    public void Every_error_code_is_in_an_approved_file_or_has_a_reason_not_to_be()
    {
        var shown = Files().Select(Read).Where(exchange => exchange.Error is not null)
            .Select(exchange => VastErrorCodes.Find(exchange.Status, exchange.Error!, exchange.Sentence!)).ToHashSet();

        var missing = Enum.GetValues<VastErrorCode>().Where(code => !shown.Contains(code)).ToList();

        Assert.Empty(missing.Except(NeverSent.Keys));
        Assert.Empty(NeverSent.Keys.Except(missing));
        Assert.DoesNotContain(null, shown);
    }

    private static List<string> Files() => [.. Directory.EnumerateFiles(WireTests.Folder, "*.http", SearchOption.AllDirectories)];

    private static Exchange Read(string file)
    {
        var text = File.ReadAllText(file);
        var (request, answer) = (text.Split(' ', 3), Answer().Match(text));
        var json = JsonElement.Parse(Placeholder().Replace(answer.Groups[2].Value, "0"));
        var error = json.ValueKind is JsonValueKind.Object && json.TryGetProperty("error", out var word) ? word.GetString() : null;
        return new(
            request[0], text.Split('\n')[0].Split(' ')[1], int.Parse(answer.Groups[1].Value, CultureInfo.InvariantCulture),
            error, error is null ? null : json.GetProperty("msg").GetString());
    }

    [GeneratedRegex(@"\nHTTP/1.1 (\d+)\n.*?\n\n(.*)$", RegexOptions.Singleline)]
    private static partial Regex Answer();

    // A number's placeholder stands without quotes.
    [GeneratedRegex(@"(?<=: )\{start[^}]*\}")]
    private static partial Regex Placeholder();

    private sealed record Exchange(string Method, string Path, int Status, string? Error, string? Sentence);
}
