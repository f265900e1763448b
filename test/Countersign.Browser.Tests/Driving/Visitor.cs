using Countersign.TestKit;
using Microsoft.Playwright;

namespace Countersign.Browser.Tests.Driving;

/// <summary>
/// Somebody in front of a browser, and what they do there. Fields are named as in the form and buttons by their place, so
/// that the same steps work in every language; a story that cares about words looks for them itself, in <see cref="Page"/>.
/// </summary>
public sealed class Visitor(TestServer server, IPage page, Complaints complaints)
{
    /// <summary>
    /// How long anything may take until it is taken for broken. Long, since only what fails waits: no test is about speed.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>A site that is not the server's.</summary>
    public const string Elsewhere = "http://webmail.example/";

    /// <summary>The tab.</summary>
    public IPage Page { get; } = page;

    /// <summary>What the browser complained about.</summary>
    public Complaints Complaints { get; } = complaints;

    /// <summary>The server they visit.</summary>
    public TestServer Server { get; } = server;

    /// <summary>Where they are, without the server's address.</summary>
    public string Path => new Uri(Page.Url).AbsolutePath;

    /// <summary>Everything that stands on the page.</summary>
    public Task<string> Text => Page.Locator("body").InnerTextAsync();

    /// <summary>Goes to a page.</summary>
    public async Task<IResponse> Open(string path) =>
        await Page.GotoAsync(Server.Pages + path) ?? throw new InvalidOperationException($"Nothing came from {path}.");

    /// <summary>Follows a link on another site, as in a webmail, and waits for the page behind it.</summary>
    public async Task ComeFromElsewhere(string path)
    {
        await FollowFromElsewhere(path);

        // The page in between has nothing to skip.
        await Page.Locator("a[href='#content']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        await Page.WaitForLoadStateAsync();
    }

    /// <summary>Follows a link on another site.</summary>
    public async Task FollowFromElsewhere(string path)
    {
        await Page.RouteAsync(Elsewhere, route =>
            route.FulfillAsync(new() { ContentType = "text/html", Body = $"<a href='{Server.Pages}{path}'>Go there</a>" }));
        await Page.GotoAsync(Elsewhere);
        await Page.GetByText("Go there").ClickAsync();
    }

    /// <summary>Opens the link in the next mail to an address that has one, to this page or to any.</summary>
    public async Task OpenLinkTo(string address, string page = "")
    {
        var mail = await Message(address, Server.Pages + page);
        var start = mail.Text.IndexOf(Server.Pages + page, StringComparison.Ordinal) + Server.Pages.Length;
        await ComeFromElsewhere(mail.Text[start..].Split('\n', ' ')[0].Trim());
    }

    /// <summary>Types into a field.</summary>
    /// <param name="name">The field's name in the form.</param>
    public Task Fill(string name, string text) => Page.Locator($"main [name={name}]:visible").FillAsync(text);

    /// <summary>Presses the button that the page is about, and waits for the page it leads to.</summary>
    public Task Submit() => Leave(Page.Locator("main button.primary:visible").First);

    /// <summary>Presses the button, or follows the link, with these words on it, and waits for the page it leads to.</summary>
    public Task Follow(string words) => Leave(Clickable(words));

    /// <summary>Presses the button of the form that goes to an address, and waits for the page it leads to.</summary>
    public Task Send(string action) => Leave(Page.Locator($"form[action='{action}'] button:not([type=button])").First);

    /// <summary>Presses something with these words on it that stays on the page: a fold, a copy button.</summary>
    public Task Press(string words) => Clickable(words).ClickAsync();

    /// <summary>Does something that leads to another page, and waits until that is there.</summary>
    public async Task Leave(Func<Task> doing)
    {
        ArgumentNullException.ThrowIfNull(doing);
        var arrival = new TaskCompletionSource();
        var hasLeft = false;
        void Go(object? sender, IRequest request) => hasLeft |= request.IsNavigationRequest;
        void Arrive(object? sender, IPage page)
        {
            // Not the page that is being left: news of it may come late.
            if (hasLeft) arrival.TrySetResult();
        }

        Page.Request += Go;
        Page.Load += Arrive;
        try
        {
            await doing();
            await arrival.Task.WaitAsync(Patience);
        }
        finally
        {
            Page.Load -= Arrive;
            Page.Request -= Go;
        }
    }

    /// <summary>Opens everything on the page that is folded.</summary>
    public Task Unfold() => Page.EvaluateAsync("document.querySelectorAll('details').forEach((folded) => { folded.open = true; })");

    /// <summary>Gives name and password.</summary>
    public async Task GivePassword(TestPerson person, string password = TestPerson.Password)
    {
        if (Path != "/sign-in") await Open("/sign-in");
        await Fill("name", person.Email);
        await Fill("password", password);
        await Submit();
    }

    /// <summary>Types a code and sends it.</summary>
    public async Task GiveCode(string code)
    {
        await Fill("code", code);
        await Submit();
    }

    /// <summary>Signs in with everything the account asks for: its app, else its text message, else the password alone.</summary>
    public async Task SignIn(TestPerson person)
    {
        await GivePassword(person);
        if (person.App is { } app) await GiveCode(app.NextCode());
        else if (person.Number is { } number) await GiveCode(await CodeTo(number));
        if (Path.StartsWith("/sign-in", StringComparison.Ordinal))
            throw new InvalidOperationException($"{person.Name} is not signed in, but at {Path}: {await Text}");
    }

    /// <summary>Waits for the next message to an address or a number that has this in it, and reads it.</summary>
    public async Task<CaughtMessage> Message(string to, string part = "")
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var message = await Server.Inbox.Next(to, patience.Token);
            if (message.Text.Contains(part, StringComparison.Ordinal)) return message;
        }
    }

    /// <summary>Waits for the next code to an address or a number; what else came is read on the way.</summary>
    public async Task<string> CodeTo(string to)
    {
        while (true)
        {
            var message = await Message(to);
            if (message.Text.Length > 6 && message.Text[..6].All(char.IsAsciiDigit)) return message.Code;
        }
    }

    private Task Leave(ILocator where) => Leave(() => where.ClickAsync());

    private ILocator Clickable(string words) => Page.Locator(":is(button, a, summary):visible", new() { HasText = words }).First;
}
