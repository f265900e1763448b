using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>The transcripts that need no server.</summary>
public sealed class TranscriptTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Scripts", "alone");

    public static TheoryData<string> Scripts =>
        [.. Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task What_is_typed_gives_what_is_written(string script)
    {
        using var terminal = new Terminal();

        await Transcript.Read(Path.Combine(Folder, $"{script}.txt")).Play(terminal);
    }
}
