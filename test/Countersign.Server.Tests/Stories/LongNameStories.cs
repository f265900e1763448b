using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.VssApi;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>Names of any length and in any letters, where people type them: answered like any other name that is nobody's.</summary>
public sealed class LongNameStories
{
    private static readonly Random Made = new(4711);

    public static TheoryData<string> Names { get; } =
    [
        "a" + string.Concat(Enumerable.Repeat("\U0001F468", 600)), // a cut after 1024 units is in the middle of one
        string.Concat(Enumerable.Repeat("\U0001F468", 600)),
        string.Concat(Enumerable.Range(0, 1024).Select(_ => (char)Made.Next(0x4E00, 0x9FFF))), // nothing to compress
        string.Concat(Enumerable.Range(0, 40).Select(_ => char.ConvertFromUtf32(Made.Next(0x20000, 0x2A6DF)))),
        new string('a', 253) + "\U0001D400\U0001D400\U0001D400",
        new string('@', 1000),
        new string('%', 1000),
        new string('x', 60_000),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task They_are_refused_like_any_name_that_is_nobodys(string name)
    {
        await using var server = await VssSteps.Start();
        var unknown = await server.Stranger().Post("/users/login/", new { email = "nobody-at-all", password = "whatever-pass" });
        var told = await server.Stranger().Post("/users/login/", new { email = name, password = "whatever-pass" });
        Assert.Equal((unknown.Status, unknown.Error), (told.Status, told.Error));

        var basic = VssCaller.With(server.Http, name.Replace(":", "", StringComparison.Ordinal), "whatever-pass");
        Assert.InRange((await basic.Post("/tf/verify", new { otp = "123456" })).Status, 400, 499);

        var door = server.Browser();
        var page = await door.Open("/sign-in");
        Assert.InRange((await door.Submit(page, "/sign-in", ("name", name), ("password", "whatever-pass"))).Status, 400, 499);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Operators_may_look_for_them(string name)
    {
        await using var server = await TestServer.Start();
        var browser = server.Browser();
        await browser.SignIn(await server.Admin());
        Assert.Equal(200, (await browser.Open($"/operate/accounts?q={Uri.EscapeDataString(PlainText.Begin(name, 500))}")).Status);
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775806")]
    [InlineData("4611686018427387904")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("99999999999999999999")]
    public async Task A_place_in_a_list_may_be_any_number(string number)
    {
        await using var server = await TestServer.Start();
        var browser = server.Browser();
        await browser.SignIn(await server.Admin());
        foreach (var path in new[]
        {
            $"/operate/accounts?after={number}", $"/operate/accounts?before={number}", $"/operate/accounts?q=a&after={number}",
            $"/operate/accounts?q=a&before={number}", $"/operate/messages?before={number}", $"/operate/messages?account={number}",
            $"/operate/enforcement?after={number}",
        })
            Assert.InRange((await browser.Open(path)).Status, 200, 499);
    }

    [Fact]
    public void No_beginning_of_a_text_ends_in_half_a_character()
    {
        const string text = "a\U0001F468b\U0001D400\U0001D400";
        for (var most = 0; most <= text.Length + 1; most++)
        {
            Assert.True(PlainText.Holds(PlainText.Begin(text, most)));
            Assert.StartsWith(PlainText.Begin(text, most), text, StringComparison.Ordinal);
            Assert.True(PlainText.Holds(SafeText.OneLine(new string('a', 70 + most) + string.Concat(Enumerable.Repeat("\U0001D400", 9)))));
        }
    }

    [Fact]
    public void Each_name_of_an_account_has_a_word_of_its_own_and_none_is_longer_than_an_index_takes()
    {
        Assert.Equal("name:ada%40example.org", PasswordTry.Spell("ada@example.org"));
        var (one, other) = (new string('a', 300), new string('a', 299) + "b");
        Assert.NotEqual(PasswordTry.Spell(one), PasswordTry.Spell(other));
        Assert.True(PasswordTry.Spell(new string('\u4E00', 254)).Length < 300);
        Assert.True(PasswordTry.Spell(new string('@', 5000)).Length < 300);
    }
}
