using Countersign.TestKit;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Driving;

/// <summary>A test in a real browser on a real server. At its end no browser may have complained about anything.</summary>
public abstract class BrowserTest(Chromium chromium) : IAsyncLifetime
{
    private readonly List<IBrowserContext> contexts = [];
    private readonly List<Visitor> visitors = [];

    /// <summary>The server of this test; started with <see cref="Settings"/>.</summary>
    protected TestServer Server { get; private set; } = null!;

    /// <summary>Everybody on it.</summary>
    protected TestPeople People => Server.People;

    /// <summary>ServerSettings of this test's server that are not as usual.</summary>
    protected virtual (string Name, string Value)[] Settings => [];

    /// <summary>Whether this test's server is one for developers, with its inbox.</summary>
    protected virtual bool IsDevelopment => false;

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync() =>
        Server = IsDevelopment ? await TestServer.StartDevelopment(Settings) : await TestServer.Start(Settings);

    /// <summary>Somebody comes with a browser of their own.</summary>
    protected async Task<Visitor> Visit(Look? look = null)
    {
        var context = await chromium.Open(look ?? new());
        context.SetDefaultTimeout((float)Visitor.Patience.TotalMilliseconds);
        contexts.Add(context);
        var visitor = new Visitor(Server, await context.NewPageAsync(), await Complaints.Of(context, Server.Pages));
        visitors.Add(visitor);
        return visitor;
    }

    /// <summary>The same person opens another tab.</summary>
    protected async Task<Visitor> AnotherTab(Visitor visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return new(Server, await visitor.Page.Context.NewPageAsync(), visitor.Complaints);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await KeepWhatFailed();
        foreach (var context in contexts) await context.DisposeAsync();
        await Server.DisposeAsync();
        foreach (var visitor in visitors) visitor.Complaints.AssertNone();
        GC.SuppressFinalize(this);
    }

    private async Task KeepWhatFailed()
    {
        if (TestContext.Current.TestState?.Result is not TestResult.Failed) return;

        foreach (var (number, visitor) in visitors.Index())
        {
            var file = Path.Combine(AppContext.BaseDirectory, "TestResults", $"{TestContext.Current.TestMethod?.MethodName}-{number}.png");
            await visitor.Page.ScreenshotAsync(new() { Path = file, FullPage = true });
            TestContext.Current.TestOutputHelper?.WriteLine($"{visitor.Page.Url}: {file}\n{await visitor.Text}");
        }
    }
}
