using System.Globalization;
using System.Runtime.Versioning;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

[SupportedOSPlatform("linux")]
public sealed class WatchTests
{
    [Fact]
    public async Task A_server_watches_no_folder_not_even_the_one_it_was_started_in()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The watches of a process are told by Linux alone.");
        await using var server = await TestServer.Start();
        await using var process = await server.StartProcess();
        using var alive = await process.Http.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.True(alive.IsSuccessStatusCode);
        Assert.Empty(WatchesOf(process.Id));
    }

    // proc(5): each watch of an inotify descriptor is a line of its own.
    private static IEnumerable<string> WatchesOf(int process) =>
        Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/fdinfo"))
            .SelectMany(Lines)
            .Where(line => line.StartsWith("inotify", StringComparison.Ordinal));

    private static string[] Lines(string file)
    {
        try
        {
            return File.ReadAllLines(file);
        }
        catch (FileNotFoundException)
        {
            return []; // closed meanwhile
        }
    }
}
