using System.Globalization;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Names as people see them: what is invisible in them is no part of them, and a picture is one character.</summary>
public sealed class TypedNameStories
{
    [Theory]
    [InlineData("\u200Bada")]
    [InlineData("ada\u00A0")]
    [InlineData("\u2066ada@example.org\u2069")]
    [InlineData("\uFEFFAda")]
    [InlineData("a\u00ADda")]
    public async Task Ada_signs_in_however_her_name_was_copied(string name)
    {
        await using var server = await TestServer.Start();

        (await server.Stranger().Post("/users/login/", new { email = name, password = TestPerson.Password })).Ok();
        Assert.Equal(200, (await VssCaller.With(server.Http, name, TestPerson.Password).Post("/auth/request-token")).Status);
    }

    [Fact]
    public async Task An_account_is_made_under_the_name_that_one_sees()
    {
        await using var server = await TestServer.Start();
        var asked = new { email = "\u200Bemmy@exam\u00ADple.org\u00A0", username = "\u200Eemmy", password = "a long enough secret" };

        (await server.Stranger().Post("/users/", asked)).Ok();
        await server.AsksAnswered();

        Assert.Equal(1, await server.Number(
            $"SELECT count(*) FROM accounts a JOIN sign_ups s ON s.account_id = a.id WHERE a.email = 'emmy@example.org' AND s.username = 'emmy'"));
    }

    [Theory]
    [InlineData("📱", 30)]
    [InlineData("👨‍👩‍👧‍👦", 30)]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 16)]
    public async Task A_picture_in_a_label_is_one_character(string picture, int times)
    {
        await using var server = await TestServer.Start();
        var grace = await server.LoggedIn(server.People.Grace);
        var id = (await grace.Methods())[0].GetProperty("id").GetInt64();
        var label = string.Concat(Enumerable.Repeat(picture, times));

        (await grace.Put("/tfa/update/", new { tfa_method_id = id, label = $"\u200B{label} " })).Ok();
        Assert.Equal(label, (await grace.Methods())[0].GetProperty("label").GetString());
        label = string.Concat(Enumerable.Repeat(picture, 31));
        (await grace.Put("/tfa/update/", new { tfa_method_id = id, label })).IsRefused(400, "invalid_params");
        (await grace.Put("/tfa/update/", new { tfa_method_id = id, label = "\u200B\u2066\u2069" })).IsRefused(400, "invalid_params");
    }

    [Fact]
    public async Task A_new_method_and_a_key_are_named_in_pictures_too()
    {
        await using var server = await TestServer.Start();
        var grace = await server.LoggedIn(server.People.Grace);
        await server.Authorize(grace, server.People.Grace);
        var sixteen = string.Concat(Enumerable.Repeat("📱", 16));

        (await server.AddApp(grace, sixteen)).Added.Ok();
        (await grace.Post("/auth/apikeys/", new { name = string.Concat(Enumerable.Repeat("🔑", 100)) })).Ok();
        (await grace.Post("/auth/apikeys/", new { name = string.Concat(Enumerable.Repeat("🔑", 101)) })).IsRefused(400, "invalid_params");

        Assert.Contains(
            await grace.Methods(), method => new StringInfo(method.GetProperty("label").GetString()!) is { LengthInTextElements: 16 });
    }
}
