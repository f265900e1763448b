using Countersign.TestKit;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>
/// The transcripts against the real server: its clock begins at the terminal's own time, and goes on when the story says so.
/// </summary>
public sealed class StoryTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scripts", "server");

    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_story_goes_as_it_is_written(string script)
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress!, World = new World(server) };

        await Transcript.Read(Path.Combine(Folder, $"{script}.txt")).Play(terminal);
    }
}
