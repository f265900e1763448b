using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>The help of every command, as it is found from the first.</summary>
public sealed class HelpTests
{
    // Of the form of those that are printed.
    private const string Secret = "tfs_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

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
                var words = example.Split(" <", 2)[0].Split(" >", 2)[0].Replace(" SECRET", $" {Secret}", StringComparison.Ordinal);
                var ran = await terminal.Run($"{words} --url http://127.0.0.1:9", []);
                Assert.DoesNotContain("--help", ran.Errors, StringComparison.Ordinal);
                Assert.DoesNotContain("not sent", ran.Errors, StringComparison.Ordinal);

                // One goes on with a step that must have begun, one asks a person, and some read a file that is not there.
                var isAlone = command is not ("tfa activate" or "set api-key") && !example.Contains(" <", StringComparison.Ordinal);
                Assert.True(ran.ExitCode != 2 || !isAlone, $"{example}\n{ran.Errors}");
            }
        }
    }

    [Theory]
    [InlineData("--help", "  countersign ")]
    [InlineData("tfa --help", "  countersign tfa ")]
    [InlineData("account --help", "  countersign account ")]
    public async Task A_group_shows_how_some_of_its_commands_are_typed(string words, string begins)
    {
        using var terminal = new Terminal();

        var examples = (await terminal.Run(words, [])).Output.Split("Examples:\n")[1];

        Assert.InRange(examples.Split(begins).Length - 1, 2, 4);
    }

    [Theory]
    [InlineData("--help", "> /dev/full", "There is no room left where this is written to. Make room there, or send it elsewhere.")]
    [InlineData("tfa login --help", "> /dev/full", "There is no room left where this is written to. Make room there, or send it elsewhere.")]
    [InlineData("--version", "> /dev/full", "There is no room left where this is written to. Make room there, or send it elsewhere.")]
    [InlineData("completion bash", "> /dev/full", "There is no room left where this is written to. Make room there, or send it elsewhere.")]
    [InlineData("completion bash", ">&-", "closed")]
    public async Task What_cannot_be_written_is_one_sentence(string words, string to, string sentence)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no such device here.");
        var start = new ProcessStartInfo("sh", ["-c", $"exec '{Terminal.Program}' {words} {to}"]) { RedirectStandardError = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "../../../.."));
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(1, process.ExitCode);
    }

    /// <summary>Of what each option takes, as its help names it.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["--code"] = "123456",
        ["--backup-code"] = "ABCD-EFGH-JKMN",
        ["--method-type"] = "sms",
        ["--secret"] = Secret,
        ["--method-id"] = "7",
        ["--id-to-delete"] = "8",
        ["--phone-number"] = "+14165550123",
        ["--phone"] = "+14165550123",
        ["--label"] = "phone",
        ["--name"] = "key",
        ["--output"] = "data.json",
        ["--username"] = "ada",
        ["--password-file"] = "-",
        ["--set-primary"] = "true",
    };

    private static readonly string[] OfEveryCommand = ["--help", "--version", "--url", "--retry", "--raw", "--explain", "--api-key"];

    [Fact]
    public async Task What_may_not_stand_together_stands_in_the_help_and_what_stands_there_is_refused()
    {
        using var terminal = new Terminal();
        var pairs = 0;
        foreach (var (command, help) in await Below(terminal, []))
        {
            var told = Told(help).ToHashSet();
            var options = Options(help);
            var alone = new Dictionary<string, Terminal.Ran>(StringComparer.Ordinal);
            foreach (var option in options) alone[option] = await Try(terminal, command, option);
            foreach (var (one, other) in options.SelectMany((one, at) => options.Skip(at + 1).Select(other => (one, other))))
            {
                var ran = await Try(terminal, command, one, other);
                var isRefused = ran.ExitCode == 2 && ran.Errors != alone[one].Errors && ran.Errors != alone[other].Errors && !Lacks(ran);
                var isTold = told.Contains((one, other)) || told.Contains((other, one));

                Assert.True(isTold == isRefused, $"{command} {one} {other}\n{ran.ExitCode}\n{ran.Errors}\n{help}");
                if (isTold) pairs++;
            }
        }

        Assert.True(pairs >= 16, $"{pairs}");
    }

    // What goes together only with a third one, is not kept apart.
    private static bool Lacks(Terminal.Ran ran) => ran.Errors.Contains("none is remembered here", StringComparison.Ordinal);

    private static Task<Terminal.Ran> Try(Terminal terminal, string command, params string[] options)
    {
        var words = options.Select(option => Values.TryGetValue(option, out var value) ? $"{option} {value}" : option);
        return terminal.Run($"{command} {string.Join(' ', words)} --url http://127.0.0.1:9 --retry 0", []);
    }

    private static List<string> Options(string help) =>
    [
        .. Regex.Matches(Part(help, "Options:"), @"(?m)^  (?:-\w+, )*(--[\w-]+)").Select(option => option.Groups[1].Value)
            .Except(OfEveryCommand, StringComparer.Ordinal),
    ];

    private static IEnumerable<(string One, string Other)> Told(string help) =>
        from line in Part(help, "Not together:").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let sides = line.Trim().Split(" with ")
        from one in sides[0].Split(", ")
        from other in sides[1].Split(", ")
        select (one, other);

    private static string Part(string help, string title) =>
        help.Split($"{title}\n") is [_, var rest] ? rest.Split("\n\n")[0] : "";

    private static async Task<List<(string Command, string Help)>> Below(Terminal terminal, string[] path)
    {
        var help = (await terminal.Run(string.Join(' ', [.. path, "--help"]), [])).Output;
        var words = Part(help, "Commands:").Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ')
            .Select(line => line.Trim().Split(' ')[0]);
        var found = new List<(string, string)>();
        foreach (var word in words) found.AddRange(await Below(terminal, [.. path, word]));
        return found.Count == 0 ? [(string.Join(' ', path), help)] : found;
    }
}
