using System.Text;
using Countersign.Server.Hosting;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Countersign.Wire;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Every field of every request with every kind of nonsense in it: a clear no, and nothing changed.</summary>
public sealed class BadInputTests
{
    private static readonly Dictionary<string, string> Nonsense = new()
    {
        ["null"] = "null",
        ["empty text"] = "\"\"",
        ["list"] = "[]",
        ["list of texts"] = "[\"123456\", \"ada@example.org\"]",
        ["object"] = "{}",
        ["zero"] = "0",
        ["negative"] = "-1",
        ["more than 64 bits"] = "9223372036854775808",
        ["fraction"] = "1.5",
        ["huge exponent"] = "1e999",
        ["true"] = "true",
        ["more than 64 KiB"] = $"\"{new string('9', 70 * 1024)}\"",
        ["long text"] = $"\"{new string('x', 20_000)}\"",
        ["digits of another script"] = "\"١٢٣٤٥٦\"",
        ["full-width digits"] = "\"１２３４５６\"",
        ["padded"] = "\"  \\t\\n \"",
        ["NUL"] = "\"123\\u0000456\"",
        ["lone surrogate"] = "\"\\ud800\"",
        ["lone surrogate in a name"] = "{\"api\": {\"\\ud800\": {}}}",
        ["nested nine deep"] = "[[[[[[[[[1]]]]]]]]]",
        ["SQL"] = "\"' OR 1=1 --\"",
        ["line breaks"] = "\"a\\r\\nBcc: everybody@example.org\"",
    };

    private static readonly Dictionary<string, string> Plausible = new()
    {
        ["tfa_method"] = "\"totp\"",
        ["code"] = "\"000000\"",
        ["email"] = "\"emmy@example.org\"",
        ["username"] = "\"emmy\"",
        ["password"] = "\"correct-horse-battery-staple\"",
        ["old_password"] = "\"wrong-wrong-wrong\"",
        ["new_password"] = "\"correct-horse-battery-staple\"",
        ["phone_number"] = "\"+14165550142\"",
        ["label"] = "\"label\"",
        ["name"] = "\"name\"",
        ["is_primary"] = "true",
        ["secret"] = "\"tfs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA000000\"",
        ["tfa_method_id"] = "999",
        ["target_id"] = "999",
        ["id"] = "999",
    };

    [Fact]
    public async Task Nonsense_in_any_field_is_refused_or_does_no_harm()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Barbara);
        foreach (var route in LiveRoutes.Of(server).Where(route => route.Body is not null))
        {
            await Unlock(server);
            foreach (var field in Fields(route))
                foreach (var (name, nonsense) in Nonsense)
                    await Check(server, session, route, Body(route, field, nonsense), $"{route} {field}: {name}");
        }
    }

    [Fact]
    public async Task Bodies_that_are_no_objects_of_the_interface_are_bad_requests()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Barbara);
        var before = await Belongings.Of(server);
        foreach (var route in LiveRoutes.Of(server).Where(route => route.Body is not null))
        {
            var twice = $$"""{"{{Fields(route)[0]}}": null, "{{Fields(route)[0]}}": null}""";
            foreach (var text in (string[])["null",
                "[]", "\"text\"", "7", "{", "{}{}", "{\"a\": 1,}", "nonsense", twice, "{\"unknown\": [[[[[[[[1]]]]]]]]}"])
                (await session.Send(new(route.Method), route.Path, Json(text))).IsRefused(400, "bad_request");

            (await session.Send(new(route.Method), route.Path, Bytes(
                [.. Encoding.UTF8.GetBytes($"{{\"{Fields(route)[0]}\": \""), 0xC3, 0x28, .. "\"}"u8], "application/json"))).IsRefused(
                400, "bad_request");
            (await session.Send(new(route.Method), route.Path, Bytes("{}"u8.ToArray(), "text/plain"))).IsRefused(400, "bad_request");
            (await session.Send(new(route.Method), route.Path, Bytes("a=b"u8.ToArray(), "application/x-www-form-urlencoded"))).IsRefused(
                400, "bad_request");
            (await session.Send(
                new(route.Method), route.Path, Bytes(Encoding.Unicode.GetBytes("{}"), "application/json; charset=utf-16"))).IsRefused(
                400, "bad_request");
        }

        Assert.Equal(before, await Belongings.Of(server));
    }

    [Fact]
    public async Task Unknown_fields_are_ignored()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;

        (await server.As(grace).Post(
            "/tfa/", new { code = grace.Phone.NextCode(), is_admin = true, client = new { version = "1.0" } })).Ok();
    }

    private static async Task Check(TestServer server, VastCaller session, LiveRoute route, string body, string what)
    {
        var before = await Belongings.Of(server);

        // A server may hang up on what it will not read: a client that asks first hears why.
        session.Headers["Expect"] = body.Length > BodyLimits.LargestBody ? "100-continue" : "";
        var answer = await session.Send(new(route.Method), route.Path, Json(body));
        if (answer.Status == 200)
        {
            // What was taken may do its work after the answer, and the next one must not be blamed for it.
            await server.AsksAnswered();
            return;
        }

        Assert.True(answer.Status is >= 400 and < 500, $"{what}: {answer}");
        Assert.True(
            answer.Error is { Length: > 0 } && answer.Msg is { Length: > 0 } && !answer["success"].GetBoolean(), $"{what}: {answer}");
        Assert.True(before == await Belongings.Of(server), $"{what}: something changed, although it was refused");
    }

    private static IReadOnlyList<string> Fields(LiveRoute route) =>
        [.. WireJson.Options.GetTypeInfo(route.Body!).Properties.Select(property => property.Name)];

    // The other fields are as they should be, so that this one is looked at.
    private static string Body(LiveRoute route, string field, string nonsense)
    {
        var others = Fields(route).Where(other => other != field && Plausible.ContainsKey(other)).Select(
            other => $"\"{other}\": {Plausible[other]}");
        return $"{{{string.Join(", ", others.Append($"\"{field}\": {nonsense}"))}}}";
    }

    private static async Task Unlock(TestServer server)
    {
        var ct = TestContext.Current.CancellationToken;
        await server.Db.Write(async tx =>
        {
            var barbara = (await AccountStore.FindByName(tx, "barbara"))!.Id;
            await GuardStore.ClearAll(tx, barbara);
            await MethodStore.ClearLocks(tx, barbara);
        }, ct);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static ByteArrayContent Bytes(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
