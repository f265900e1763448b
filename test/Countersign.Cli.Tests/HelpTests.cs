using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>The help of every command, as it is found from the first.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task Every_command_shows_how_it_is_typed_and_what_it_shows_can_be_typed()
    {
        using var terminal = new Terminal();
        var commands = await Below(terminal, []);

        Assert.True(commands.Count > 25, $"{commands.Count}");
        foreach (var (command, help) in commands)
        {
            Assert.Contains("Example", help, StringComparison.Ordinal);
            var examples = Examples.Of(command);
            Assert.All(examples, example => Assert.StartsWith(command, example, StringComparison.Ordinal));
            Assert.All(examples, example => Assert.Contains($"  countersign {example}\n", help, StringComparison.Ordinal));
            foreach (var example in examples)
            {
                var words = example.Split(" <", 2)[0].Split(" >", 2)[0];
                var ran = await terminal.Run($"{words} --url http://127.0.0.1:9", []);
                Assert.DoesNotContain("--help", ran.Errors, StringComparison.Ordinal);
                Assert.DoesNotContain("not sent", ran.Errors, StringComparison.Ordinal);
            }
        }
    }

    private static async Task<List<(string Command, string Help)>> Below(Terminal terminal, string[] path)
    {
        var help = (await terminal.Run(string.Join(' ', [.. path, "--help"]), [])).Output;
        var words = help.Split("Commands:\n") is [_, var listed]
            ? listed.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(
                line => line.Trim().Split(' ')[0])
            : [];
        var found = new List<(string, string)>();
        foreach (var word in words) found.AddRange(await Below(terminal, [.. path, word]));
        return found.Count == 0 ? [(string.Join(' ', path), help)] : found;
    }
}
