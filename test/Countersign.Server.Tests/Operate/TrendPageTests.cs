using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Countersign.Server.Pages;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>Activity over time: what people did is what the numbers and the bars say.</summary>
public sealed partial class TrendPageTests
{
    [Fact]
    public async Task What_people_did_on_two_days_is_in_the_numbers()
    {
        await using var server = await TestServer.Start();
        var page = await TwoDays(server);

        // All, app, text message, password alone.
        Assert.Equal([4, 2, 1, 1], Row(page, "Sign-ins", "2 Mar"));
        Assert.Equal([2, 2, 0, 0], Row(page, "Sign-ins", "3 Mar"));
        Assert.Equal([1], Row(page, "Wrong passwords", "2 Mar"));
        Assert.Equal([0], Row(page, "Wrong passwords", "3 Mar"));

        // Four wrong ones, and one that came while it was locked; the fifth wrong one was the lock.
        Assert.Equal([5, 5], Row(page, "Refused codes", "3 Mar"));
        Assert.Equal([1, 1], Row(page, "Locks", "3 Mar"));
        Assert.Equal([1, 1], Row(page, "Codes sent", "2 Mar"));
    }

    [Fact]
    public async Task A_command_line_that_was_allowed_in_a_browser_is_a_way_of_its_own()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Barbara));
        var (grace, program) = (await server.Browser(server.People.Grace), new AskingTestProgram());
        var led = await grace.Submit(await grace.Open(program.Path), PagePaths.Program, ("answer", "allow"));
        (await server.Fetch(program, AskingTestProgram.CodeIn(led.Location))).Ok();

        var page = await admin.Open(PagePaths.OperateActivity);

        Assert.Contains("Command line, allowed in a browser", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bars_are_as_high_as_the_numbers()
    {
        await using var server = await TestServer.Start();
        var page = await TwoDays(server);

        var bars = XElement.Parse(Svg().Match(page.Html).Value).Elements("rect")
            .Select(bar => double.Parse(bar.Attribute("height")!.Value, CultureInfo.InvariantCulture)).ToList();

        Assert.Equal(30, bars.Count);
        Assert.Equal(100, bars[^2]);
        Assert.Equal(50, bars[^1]);
        Assert.All(bars.SkipLast(2), bar => Assert.Equal(0, bar));
    }

    [Fact]
    public async Task The_time_before_is_compared_and_not_drawn()
    {
        await using var server = await TestServer.Start();
        await TwoDays(server);
        server.Clock.Advance(TimeSpan.FromDays(30));

        var page = await (await server.Browser(server.People.Barbara)).Open(PagePaths.OperateActivity);

        Assert.Equal([1, 1], Row(page, "Sign-ins", "2 Apr"));
        Assert.Contains("Sign-ins 1 6 in the 30 days before", page.Text, StringComparison.Ordinal);
        Assert.Contains("No password was wrong.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_is_shown_by_the_hour()
    {
        await using var server = await TestServer.Start();
        await TwoDays(server);

        var page = await (await server.Browser(server.People.Barbara)).Open($"{PagePaths.OperateActivity}?span=day");

        Assert.Equal([3, 3], Row(page, "Sign-ins", server.Clock.GetUtcNow().ToString("HH':00'", CultureInfo.InvariantCulture)));
        Assert.Contains("4 in the 24 hours before", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twelve_weeks_end_today_and_a_span_nobody_knows_is_thirty_days()
    {
        await using var server = await TestServer.Start();
        await TwoDays(server);
        var admin = await server.Browser(server.People.Barbara);

        var weeks = await admin.Open($"{PagePaths.OperateActivity}?span=quarter");
        var unknown = await admin.Open($"{PagePaths.OperateActivity}?span=%3Cscript%3E");

        Assert.Equal([7, 5, 1, 1], Row(weeks, "Sign-ins", "25 Feb"));
        Assert.Equal([3, 3, 0, 0], Row(unknown, "Sign-ins", "3 Mar"));
    }

    [Fact]
    public async Task It_speaks_German()
    {
        await using var server = await TestServer.Start();
        var admin = await server.Browser(await server.AlsoAdmin(server.People.Barbara));
        admin.Headers["Accept-Language"] = "de";

        var page = await admin.Open(PagePaths.OperateActivity);

        Assert.Contains("Anmeldungen 1 0 in den 30 Tagen davor", page.Text, StringComparison.Ordinal);
        Assert.Contains("Nichts wurde gesperrt.", page.Text, StringComparison.Ordinal);
    }

    /// <summary>Two days in the life of a service; at the end barbara, who runs it, looks at them.</summary>
    private static async Task<PageAnswer> TwoDays(TestServer server)
    {
        var people = server.People;
        await server.SignedIn(people.Grace);
        await server.SignedIn(people.Grace);
        await server.SignedIn(people.Linus);
        await server.SignedIn(people.Ada);
        await server.Stranger().Post("/users/login/", new { email = people.Ada.Email, password = "not-the-one-at-all" });

        server.Clock.Advance(TimeSpan.FromDays(1));
        await server.SignedIn(people.Grace);
        for (var guess = 1; guess <= 6; guess++)
            await server.As(people.Grace).Post("/tfa/", new { tfa_method = "totp", code = people.Grace.Phone.WrongCode() });

        // The one that came while it was locked is told within a minute.
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        await server.Db.Write(server.Services.GetRequiredService<TurnedAway>().Tell, TestContext.Current.CancellationToken);
        var admin = await server.Browser(await server.AlsoAdmin(people.Barbara));
        return await admin.Open(PagePaths.OperateActivity);
    }

    /// <summary>The numbers of one line of a story's table.</summary>
    private static long[] Row(PageAnswer page, string story, string slot)
    {
        var card = page.Html[page.Html.IndexOf($"<h2>{story}</h2>", StringComparison.Ordinal)..];
        card = card[..card.IndexOf("</section>", StringComparison.Ordinal)];
        if (!card.Contains("<table>", StringComparison.Ordinal)) return [0];

        var line = Regex.Match(card, $"<th scope=\"row\">{Regex.Escape(slot)}</th>(.*?)</tr>", RegexOptions.Singleline).Groups[1].Value;
        return [.. Cell().Matches(line).Select(cell => long.Parse(cell.Groups[1].Value, CultureInfo.InvariantCulture))];
    }

    [GeneratedRegex("<td>([^<]*)</td>")]
    private static partial Regex Cell();

    [GeneratedRegex("<svg viewBox=\"0 0 30 100\".*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Svg();
}
