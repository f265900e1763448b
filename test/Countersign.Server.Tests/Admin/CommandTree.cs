using System.CommandLine;

namespace Countersign.Server.Tests.Admin;

/// <summary>A command with the words that lead to it.</summary>
internal sealed record CommandLeaf(IReadOnlyList<string> Path, Command Command)
{
    // What stands for each argument and each required option, by name: of the right form, and about nobody.
    private static readonly Dictionary<string, string> Fitting = new(StringComparer.Ordinal)
    {
        ["WHO"] = "ada",
        ["KEY"] = "1",
        ["ID"] = "k1",
        ["FILE"] = "/nowhere/file",
        ["TO"] = "/nowhere/backup",
        ["FROM"] = "/nowhere/backup",
        ["--email"] = "ada@example.org",
        ["--reason"] = "because a test wants it",
        ["--name"] = "a key",
        ["--from"] = "/nowhere/data",
        ["BUCKET"] = "sms-all",
        ["KIND"] = "sign-in",
        ["HOOK"] = "1",
        ["URL"] = "https://siem.example.org/events",
        ["DELIVERY"] = "1",
        ["NAME"] = "wiki",
        ["--return"] = "https://wiki.example.org/signed-in",
    };

    public IEnumerable<string> Required =>
        Command.Options.Where(option => option.Required).SelectMany(option => (string[])[option.Name, Fitting[option.Name]]);

    /// <summary>What is required, without this one.</summary>
    public IEnumerable<string> Without(Option left) => Command.Options.Where(option => option.Required && option != left)
        .SelectMany(option => (string[])[option.Name, Fitting[option.Name]]);

    /// <summary>What stands for its arguments.</summary>
    public string[] Given => [.. Command.Arguments.Select(argument => Fitting[argument.Name])];

    /// <summary>The command as it is typed right.</summary>
    public string[] Words => [.. Path, .. Required, .. Command.Arguments.Select(argument => Fitting[argument.Name])];

    public override string ToString() => string.Join(' ', Path);

    /// <summary>All commands that have none below them.</summary>
    public static IEnumerable<CommandLeaf> Of(Command root) => Below(root, []).Where(leaf => leaf.Command.Subcommands.Count == 0);

    /// <summary>All commands that have others below them.</summary>
    public static IEnumerable<CommandLeaf> Groups(Command root) => Below(root, []).Where(leaf => leaf.Command.Subcommands.Count > 0);

    private static IEnumerable<CommandLeaf> Below(Command command, IReadOnlyList<string> path) =>
        command.Subcommands.SelectMany(below => Below(below, [.. path, below.Name])).Prepend(new(path, command));
}
