using Microsoft.Playwright;
using Xunit;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Countersign.Browser.Tests.Driving.Chromium))]
[assembly: Parallelization(MaxThreads = 2)]

namespace Countersign.Browser.Tests.Driving;

/// <summary>
/// The one browser of a test run: the system's own Chromium, driven by Playwright. Each test has a context of its own in it. Its shell
/// without a window draws and runs pages as the whole browser does, and draws nothing else (docs/decisions/0015).
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    // A browser that asks nobody on the network for anything but the page.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-software-rasterizer",
        // One process for all sites of a context, and not a fresh one for each page.
        "--disable-site-isolation-trials",
    ];

    // The first that there is.
    private static readonly string[] Programs = ["chromium-headless-shell", "chromium"];

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Find(), Headless = true, Args = Arguments });
    }

    /// <summary>A fresh profile: no cookie, no cache, nothing kept.</summary>
    public async Task<IBrowserContext> Open(Look look) => await browser.NewContextAsync(look.Options);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Scenery.Gallery.WriteIndex();
        await browser.DisposeAsync();
        playwright.Dispose();
    }

    private static string Find() => Environment.GetEnvironmentVariable("CHROMIUM")
        ?? Programs.Select(OnPath).FirstOrDefault(file => file is not null)
        ?? throw new FileNotFoundException(
            "There is no Chromium on the PATH. Install it (Debian package chromium-headless-shell, or chromium), or name the " +
            "program in CHROMIUM.");

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
