using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Pages;
using Countersign.Server.Requests;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VastApi;
using Countersign.Server.Tests.VssApi;
using Countersign.Server.VssApi;
using Countersign.TestKit;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>
/// Whatever Unicode has, in every field of text of every route in the live table: an answer, and never a fault of the server.
/// </summary>
public sealed partial class AnyTextTests
{
    private static readonly string[] Known =
    [
        "\ufffe",
        "grace\ufffe", "\uffff@example.org", "\ufdd0", "\U0001fffe", "\U0010ffff", "\0", "a\u0007b\u0085", "\u0378", "\ufeffgrace",
        "\u202egrace", "İßﬃ", "e\u0301\u0301\u0301", "\ue000", "👩‍👩‍👧", "grace@exämple.org", "%_\\[]^'\"--", "/ä?ö=\u2028", "１２３４５６",
    ];

    // Half of a pair has no bytes in UTF-8; only JSON can spell it.
    private static readonly string[] Halves = ["\ud800", "gra\udc00ce", "\udbff\ud800"];

    private static readonly (string Name, string Value) ThroughProxy = ("TRUSTED_PROXIES", "127.0.0.1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_text_in_a_body_of_the_tfa_interface_is_a_fault_of_the_server()
    {
        await using var server = await TestServer.Start(ThroughProxy);
        var session = await server.LoggedIn(server.People.Barbara);
        var routes = LiveRoutes.Of(server).Where(route => route.Body is not null).ToList();
        Assert.NotEmpty(routes);

        var n = 0;
        foreach (var route in routes)
            foreach (var field in FieldsOf(route.Body!))
                foreach (var text in TextsWithHalves(n))
                {
                    session.Headers["X-Forwarded-For"] = AddressOf(++n);
                    var answer = await session.Send(new(route.Method), route.Path, Json(route.Body!, field, text));
                    Holds(answer.Status, text, $"{route} {field}");
                }
    }

    [Fact]
    public async Task Nor_in_a_body_or_a_name_or_a_password_of_the_tf_interface()
    {
        await using var server = await TestServer.Start(ThroughProxy);
        var n = 0;
        foreach (var (endpoint, body) in Bodies(server).Where(one => one.Endpoint.Metadata.GetMetadata<VssAccessNeeded>() is not null))
            foreach (var field in FieldsOf(body))
                foreach (var text in TextsWithHalves(n))
                {
                    var grace = server.By(server.People.Grace);
                    grace.Headers["X-Forwarded-For"] = AddressOf(++n);
                    var path = PathOf(endpoint, "lnk_x");
                    Holds((await grace.Send(HttpMethod.Post, path, Json(body, field, text))).Status, text, $"{path} {field}");
                    server.Clock.Advance(TimeSpan.FromMinutes(5));
                }

        foreach (var text in Texts(n))
            foreach (var (name, password) in ((string, string)[])[(text, "not-this-one"), ("grace", text)])
            {
                var somebody = VssCaller.With(server.Http, name.Replace(':', ' '), password);
                somebody.Headers["X-Forwarded-For"] = AddressOf(++n);
                Assert.Equal(401, (int)(await somebody.Post("/auth/request-token", new { })).Status);
            }
    }

    [Fact]
    public async Task Nor_in_a_field_of_a_page_or_behind_its_question_mark()
    {
        await using var server = await TestServer.Start(ThroughProxy);
        var ada = await server.Admin();
        var fields = NamesIn(FieldNames());
        var questions = NamesIn(QuestionNames());
        Assert.Contains("password", fields);
        Assert.Contains("said", questions);

        var pages = LiveRoutes.Endpoints(server).Where(one => one.Metadata.GetMetadata<PageAccessNeeded>() is not null).ToList();
        var (n, understood, signedIn) = (0, 0, await server.Browser(ada));
        foreach (var page in pages.Where(page => LiveRoutes.Pattern(page) is not (PagePaths.SignOut or PagePaths.NotMe)))
        {
            var takesForms = page.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Contains(HttpMethods.Post);
            foreach (var text in Texts(n))
            {
                var browser = page.Metadata.GetMetadata<PageAccessNeeded>()!.Access is PageAccess.Visitor or PageAccess.Pending
                    ? server.Browser()
                    : signedIn.Copy();
                browser.Headers["X-Forwarded-For"] = AddressOf(++n);
                var token = (await browser.Open(PagePaths.Forgot)) is { Status: 200 } door
                    ? door.FormOf(PagePaths.Forgot)[FormTokens.Field]
                    : (await browser.Open(PagePaths.Activity)).FormOf(PagePaths.SignOut)[FormTokens.Field];
                var path = PathOf(page, text);
                var answer = takesForms
                    ? await browser.Post(path, fields.Select(name => KeyValuePair.Create(name, text)).Append(new(FormTokens.Field, token)))
                    : await browser.Open($"{path}?{string.Join('&', questions.Select(name => $"{name}={Uri.EscapeDataString(text)}"))}");
                Holds(answer.Status, text, $"{LiveRoutes.Pattern(page)} as {path}");
                if (takesForms && answer.Status == 422) understood++;
            }
        }

        // The forms were read and judged, and not only turned away at the gate.
        Assert.InRange(understood, 50, int.MaxValue);
    }

    [Theory]
    [InlineData("/account?name=Zoë", "/account?name=Zo%C3%AB")]
    [InlineData("/ä/😀", "/%C3%A4/%F0%9F%98%80")]
    [InlineData("//elsewhere.example/ä", "/")]
    public async Task The_language_switch_leads_back_to_an_address_of_any_letters(string to, string location)
    {
        await using var server = await TestServer.Start();
        var visitor = server.Browser();

        var answer = await visitor.Submit(
            await visitor.Open(PagePaths.SignIn), PagePaths.Language, ("language", Language.German.Code()), ("to", to));

        Assert.Equal((303, location), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task A_new_password_that_nobody_could_type_again_is_refused_with_a_sentence()
    {
        await using var server = await TestServer.Start();
        foreach (var text in (string[])["a long password\u0378", "a long \u0007 password", "a long \ud83d\udc69 password\u0000"])
        {
            var answer = await server.Stranger().Post("/users/", new { email = "emmy@example.org", username = "emmy", password = text });
            answer.IsRefused(400, "invalid_params");
        }
    }

    private static void Holds(int status, string text, string where)
    {
        var shown = string.Concat(text.Select(letter => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));
        Assert.True(status < 500, $"{status} at {where}: {shown}");
        if (!PlainText.Holds(text)) Assert.True(status is >= 400 or 303, $"{status} at {where}: {shown} was taken for a text");
    }

    private static IEnumerable<string> TextsWithHalves(int seed) => [.. Texts(seed), .. Halves];

    // The known ones, and a few that chance draws from all of Unicode.
    private static IEnumerable<string> Texts(int seed)
    {
        var chance = new Random(seed);
        return [.. Known, .. Enumerable.Range(0, 5).Select(_ => string.Concat(Enumerable.Range(0, 12).Select(_ => Any(chance))))];
    }

    private static string Any(Random chance)
    {
        var point = chance.Next(0x110000 - 0x800);
        return char.ConvertFromUtf32(point < 0xD800 ? point : point + 0x800);
    }

    private static string AddressOf(int n) => string.Create(CultureInfo.InvariantCulture, $"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}");

    private static IReadOnlyList<string> FieldsOf(Type body) =>
        [.. WireJson.Options.GetTypeInfo(body).Properties.Where(one => one.PropertyType == typeof(string)).Select(one => one.Name)];

    // Every field of text has a text, so that this one is looked at.
    private static StringContent Json(Type body, string field, string text)
    {
        var all = FieldsOf(body).Select(name => $"\"{name}\": \"{(name == field ? Escaped(text) : Plausible(name))}\"");
        return new($"{{{string.Join(", ", all)}}}", Encoding.UTF8, "application/json");
    }

    private static string Plausible(string name) => name switch
    {
        "email" => "emmy@example.org",
        "phone_number" or "phone" => "+14165550142",
        "method" => "SMS",
        "tfa_method" => "totp",
        "otp" or "code" => "000000",
        _ => "correct-horse-battery-staple",
    };

    private static string Escaped(string text) =>
        string.Concat(text.Select(letter => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}")));

    private static IEnumerable<(RouteEndpoint Endpoint, Type Body)> Bodies(TestServer server) =>
        from endpoint in LiveRoutes.Endpoints(server)
        let handler = endpoint.Metadata.GetMetadata<System.Reflection.MethodInfo>()
        where handler is not null
        let body = handler.GetParameters().Select(parameter => parameter.ParameterType)
            .FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(JsonAsk<>))
        where body is not null
        select (endpoint, body.GetGenericArguments()[0]);

    // A number where one belongs, else the text itself.
    private static string PathOf(RouteEndpoint endpoint, string text) => Hole().Replace(
        LiveRoutes.Pattern(endpoint), hole => hole.Groups[1].Length > 0 ? "1" : Uri.EscapeDataString(text.Trim('\0', '/', '.')));

    // The doors name what they read; so a field that is new is tried too.
    private static IReadOnlyList<string> NamesIn(Regex reading) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Countersign.Server", "Pages"), "*.*", SearchOption.AllDirectories)
            .SelectMany(file => reading.Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).Distinct(),
    ];

    [GeneratedRegex("""(?:Field|Secret)\("(\w+)"\)""")]
    private static partial Regex FieldNames();

    [GeneratedRegex("""Query\("(\w+)"\)""")]
    private static partial Regex QuestionNames();

    [GeneratedRegex("""\{\w+(:\w+)?\}""")]
    private static partial Regex Hole();
}
