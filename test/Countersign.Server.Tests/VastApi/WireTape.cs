using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Writes down a request and its answer, with a placeholder for whatever differs from run to run.</summary>
internal sealed partial class WireTape(DateTimeOffset start) : DelegatingHandler(new SocketsHttpHandler { UseCookies = false })
{
    private static readonly string[] Shown =
        ["Content-Type", "Retry-After", "Content-Disposition", "Set-Cookie", "Clear-Site-Data", "Cache-Control", "WWW-Authenticate"];

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The last exchange.</summary>
    public string Text { get; private set; } = "";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : null;
        var response = await base.SendAsync(request, cancellationToken);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{request.Method} {request.RequestUri!.PathAndQuery}\n"));
        foreach (var name in (string[])["Authorization", "Cookie", "Origin", "Sec-Fetch-Site"])
            if (request.Headers.TryGetValues(name, out var values))
                text.Append(CultureInfo.InvariantCulture, $"{name}: {values.Single()}\n");
        if (asked is not null)
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: {request.Content!.Headers.ContentType}\n\n{asked}\n");

        text.Append(CultureInfo.InvariantCulture, $"\nHTTP/1.1 {(int)response.StatusCode}\n");
        foreach (var name in Shown)
            foreach (var value in Values(response, name)) text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{Readable(await response.Content.ReadAsStringAsync(cancellationToken))}\n");
        Text = Cover(text.ToString());
        return response;
    }

    private static IEnumerable<string> Values(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? values : [];

    // Of a page, what it says and asks; its frame is no part of the interface.
    private static string Readable(string body) =>
        body.StartsWith("<!doctype html>", StringComparison.Ordinal) ? Content().Match(body).Value : Indent(body);

    private static string Indent(string json) =>
        json.StartsWith('{') || json.StartsWith('[') ? JsonSerializer.Serialize(JsonElement.Parse(json), Indented) : json;

    private string Cover(string text)
    {
        text = Jwt().Replace(text, "{signed token}");
        text = Basic().Replace(text, "Basic {user name and password}");
        text = Image().Replace(text, "$1\"{picture}\"");
        text = ApiKey().Replace(text, "{api key}");
        text = SessionKey().Replace(text, "{session key}");
        text = Handle().Replace(text, "{secret}");
        text = Verifier().Replace(text, "$1\"{verifier}\"");
        text = ProgramCode().Replace(text, "{code of a program}");
        text = Link().Replace(text, "{token of a link}");
        text = FormToken().Replace(text, "$1{form token}");
        text = SixDigits().Replace(text, "$1\"{code}\"");
        text = BackupCode().Replace(text, "{backup code}");
        text = SetupKey().Replace(text, "{setup key}");
        text = IsoInstant().Replace(text, "{instant}");
        text = Delivered().Replace(text, "\"result\": \"{so far}\"");
        text = MessageName().Replace(text, "{message}");
        text = Minute().Replace(text, "{minute} UTC");
        text = Suffix().Replace(text, "$1\"{last 4}\"");
        return Instant().Replace(text, digits => Since(long.Parse(digits.Value, CultureInfo.InvariantCulture)));
    }

    // Times are told from the server's start on, which shows how long things last.
    private string Since(long seconds)
    {
        var since = seconds - start.ToUnixTimeSeconds();
        return since == 0 ? "{start}" : string.Create(CultureInfo.InvariantCulture, $"{{start + {since} s}}");
    }

    [GeneratedRegex("msg_[0-9a-f]{32}")]
    private static partial Regex MessageName();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")]
    private static partial Regex Jwt();

    [GeneratedRegex(@"Basic [A-Za-z0-9+/=]+")]
    private static partial Regex Basic();

    [GeneratedRegex("(\"image\": ?)\"[^\"]+\"")]
    private static partial Regex Image();

    [GeneratedRegex("key_[A-Za-z0-9_-]{49}")]
    private static partial Regex ApiKey();

    [GeneratedRegex("ses_[A-Za-z0-9_-]{49}")]
    private static partial Regex SessionKey();

    [GeneratedRegex("tfs_[A-Za-z0-9_-]{49}")]
    private static partial Regex Handle();

    [GeneratedRegex("(\"code_verifier\": ?)\"[A-Za-z0-9_-]{43}\"")]
    private static partial Regex Verifier();

    [GeneratedRegex("prg_[A-Za-z0-9_-]{49}")]
    private static partial Regex ProgramCode();

    [GeneratedRegex("lnk_[A-Za-z0-9_-]{49}")]
    private static partial Regex Link();

    [GeneratedRegex("(name=\"_form\" value=\"|tfa_form=)[A-Za-z0-9_-]+")]
    private static partial Regex FormToken();

    [GeneratedRegex("<main.*</main>", RegexOptions.Singleline)]
    private static partial Regex Content();

    [GeneratedRegex("(\"(?:code|otp)\": ?)\"[0-9]{6}\"")]
    private static partial Regex SixDigits();

    [GeneratedRegex(@"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")]
    private static partial Regex BackupCode();

    [GeneratedRegex(@"\b[A-Z2-7]{32}\b")]
    private static partial Regex SetupKey();

    [GeneratedRegex("(\"(?:key_)?suffix\": ?)\"[^\"]{4}\"")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")]
    private static partial Regex IsoInstant();

    // How far a message has come while it is asked about.
    [GeneratedRegex("\"result\": \"[a-z]+\",\\s+\"attempts\": [0-9]+,\\s+\"done_at\": (?:null|\"\\{instant\\}\")")]
    private static partial Regex Delivered();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d UTC")]
    private static partial Regex Minute();

    [GeneratedRegex(@"\b177[0-9]{7}\b")]
    private static partial Regex Instant();
}
