using System.Text.RegularExpressions;
using Countersign.Server.Admin;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What is typed wrong ends with exit code 2, whatever command it is, and nothing is begun.</summary>
public sealed class WrongUsageTests
{
    public static TheoryData<string> Commands => [.. CommandLeaf.Of(ServerCommands.Root).Select(leaf => leaf.ToString())];

    public static TheoryData<string> Groups => [.. CommandLeaf.Groups(ServerCommands.Root).Select(leaf => leaf.ToString())];

    [Theory, MemberData(nameof(Commands))]
    public async Task An_option_that_does_not_exist(string command)
    {
        var leaf = Leaf(command);

        await Refused("--bogus", [.. leaf.Words, "--bogus"]);
        await Refused("--bogus", [.. leaf.Path, .. leaf.Required, "--bogus", .. leaf.Command.Arguments.Skip(1).Select(_ => "1")]);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task A_word_too_many(string command) => await Refused("leftover", [.. Leaf(command).Words, "leftover"]);

    [Theory, MemberData(nameof(Commands))]
    public async Task An_argument_or_an_option_too_few(string command)
    {
        var leaf = Leaf(command);
        if (leaf.Command.Arguments.Any(argument => !argument.HasDefaultValue)) await Refused("", leaf.Words[..^1]);
        if (leaf.Required.Any()) await Refused("--", [.. leaf.Path, .. leaf.Words[(leaf.Path.Count + leaf.Required.Count())..]]);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task An_option_without_its_value_or_with_another_option_in_its_place(string command)
    {
        var leaf = Leaf(command);
        foreach (var option in leaf.Command.Options.Where(option => option.Arity.MinimumNumberOfValues > 0))
        {
            await Refused(option.Name, [.. leaf.Words, option.Name]);
            await Refused("", [.. leaf.Words, option.Name, "--yes"]);
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task A_value_of_another_type_is_told_without_its_name(string command)
    {
        var leaf = Leaf(command);
        foreach (var option in leaf.Command.Options.Where(option => option.ValueType != typeof(string)))
            await Untyped([.. leaf.Words, $"{option.Name}=nonsense"]);
        foreach (var (at, argument) in leaf.Command.Arguments.Index().Where(each => each.Item.ValueType != typeof(string)))
        {
            var words = leaf.Words;
            words[^(leaf.Command.Arguments.Count - at)] = "nonsense";
            await Untyped(words);
        }

        static async Task Untyped(string[] words)
        {
            await Refused("", words);
            Assert.DoesNotContain("System.", (await Run(words)).Errors, StringComparison.Ordinal);
        }
    }

    // As a script gives it whose variable is not set.
    [Theory, MemberData(nameof(Commands))]
    public async Task An_empty_value(string command)
    {
        var leaf = Leaf(command);
        foreach (var option in leaf.Command.Options.Append(OperatorCommand.SettingsFile)
            .Where(option => option.Arity.MinimumNumberOfValues > 0))
            foreach (var empty in (string[])["", " "])
            {
                await Refused("", [.. leaf.Path, .. leaf.Without(option), option.Name, empty, .. leaf.Given]);
                await Refused("", [.. leaf.Path, .. leaf.Without(option), $"{option.Name}={empty}", .. leaf.Given]);
            }

        for (var at = 0; at < leaf.Given.Length; at++)
            await Refused("", [.. leaf.Path, .. leaf.Required, .. leaf.Given[..at], "", .. leaf.Given[(at + 1)..]]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost:8080")]
    [InlineData("https://[::1]:8443")]
    [InlineData("http://[::]:8080/")]
    [InlineData("http://0.0.0.0")]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://unix:/run/countersign.sock")]
    public void A_place_to_listen_at(string url) => Assert.Null(Countersign.Server.Hosting.ListenAddress.FaultOf(url));

    [Theory, MemberData(nameof(Groups))]
    public async Task A_group_alone_shows_its_commands(string group)
    {
        string[] path = group.Split(' ', StringSplitOptions.RemoveEmptyEntries);

        await Refused("Commands:", path);
        await Refused("nothing called frobnicate", [.. path, "frobnicate"]);
    }

    [Theory]
    [InlineData("--keep", "backup", "/nowhere/b", "--keep", "none")]
    [InlineData("--keep", "backup", "/nowhere/b", "--keep", "0")]
    [InlineData("is not a public key of age", "backup", "/nowhere/b", "--recipient", "age1", "--keys-to", "/nowhere/k")]
    [InlineData("by --keys-to where they go", "backup", "/nowhere/b", "--passphrase-file", "/nowhere/p")]
    [InlineData("give --passphrase-file, --recipient or --pgp-key", "backup", "/nowhere/b", "--keys-to", "/nowhere/k")]
    [InlineData("one of them", "backup", "/nowhere/b", "--keys-to", "/nowhere/k", "--passphrase-file", "/p", "--pgp-key", "/q")]
    [InlineData("by --keys-from which one that is", "restore", "/nowhere/b", "--passphrase-file", "/nowhere/p", "--yes")]
    [InlineData("2026-11-01", "audit", "export", "--since", "yesterday")]
    [InlineData("first", "account", "key", "delete", "ada", "first")]
    [InlineData("--name must have", "account", "key", "add", "ada", "--name", "")]
    [InlineData("not both", "account", "key", "add", "ada", "--name", "a key", "--read-only", "--end-users")]
    [InlineData("--reason must say why", "account", "disable", "ada", "--reason", "")]
    [InlineData("postgres://", "copy", "--from", "/nowhere", "--to", "mysql://db.example.org/countersign")]
    [InlineData("http://127.0.0.1:8080", "health", "--at", "127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:8080", "serve", "--urls", "127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:8080", "serve", "--urls", "http://127.0.0.1:port")]
    [InlineData("http://127.0.0.1:8080", "serve", "--urls", "http://127.0.0.1:99999")]
    [InlineData("localhots is a name", "serve", "--urls", "http://localhots:18251")]
    [InlineData("nosuch.invalid is a name", "serve", "--urls", "http://nosuch.invalid:8080")]
    [InlineData("is a name", "serve", "--urls", "http://127.0.0.1:8080;https://www.example.org")]
    [InlineData("is a name", "dev", "--urls", "http://localhost.example:8080")]
    [InlineData("isn't an address", "serve", "--urls", "http://[::g]:8080")]
    [InlineData("no address", "serve", "--urls", ";")]
    [InlineData("shows codes to everybody", "dev", "--urls", "http://0.0.0.0:8080")]
    [InlineData("nonsense", "dev", "--urls", "http://127.0.0.1:8080;nonsense")]
    public Task A_value_of_a_wrong_form_and_what_excludes_each_other(string sentence, params string[] words) =>
        Refused(sentence, words);

    [Fact]
    [Trait("Store", "file")]
    public async Task What_means_something_for_PostgreSQL_alone_is_not_passed_over()
    {
        using var office = new Office();

        var told = await office.Run("restore", "/nowhere/b.db", "--replace", "--yes");

        Assert.Equal(2, told.Exit);
        Assert.Contains("--replace is for PostgreSQL", told.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("account", "add", "--email", "ada at example.org")]
    [InlineData("account", "add", "--email", "ada@example.org", "--phone", "many")]
    [InlineData("account", "add", "--email", "ada@example.org", "--language", "klingon")]
    [InlineData("backup", "/nowhere/b.db", "--keep", "3")]
    [InlineData("hook", "add", "https://u:p@example.org/")]
    [InlineData("audit", "export", "--since", "2099-01-01")]
    [InlineData("budget", "simulate", "--day", "2099-01-01")]
    public async Task What_can_be_judged_only_beside_the_installation(params string[] words)
    {
        using var office = new Office();

        var told = await office.Run(words);

        Assert.Equal(2, told.Exit);
        Assert.NotEmpty(told.Errors);
        Assert.Equal(0, await office.Count($"SELECT count(*) FROM accounts"));
    }

    [Theory]
    [InlineData("account", "--help")]
    [InlineData("--version")]
    public async Task A_question_about_the_program_is_none(params string[] words) => Assert.Equal(0, (await Run(words)).Exit);

    [Theory]
    [InlineData("Did you mean doctor?", "docotr")]
    [InlineData("Did you mean unlock?", "account", "unlok", "ada")]
    [InlineData("Did you mean --json?", "doctor", "--jsno")]
    [InlineData("Did you mean --settings?", "migrate", "--setings", "/nowhere")]
    [InlineData("Did you mean account?", "acount", "list")]
    [InlineData("`countersign-server --help` shows", "acount", "list")]
    [InlineData("Did you mean --output?", "account", "export", "ada", "--outptu", "a.json")]
    public Task A_word_that_is_nearly_one_of_ours(string sentence, params string[] words) => Refused(sentence, words);

    [Theory, MemberData(nameof(Commands))]
    public async Task Its_help_shows_how_it_is_typed_and_what_it_shows_can_be_typed(string command)
    {
        var examples = ServerExamples.Of(command);
        var help = await Run([.. command.Split(' '), "--help"]);

        Assert.NotEmpty(examples);
        Assert.Equal(0, help.Exit);
        foreach (var example in examples)
        {
            Assert.Contains($"  countersign-server {example}\n", help.Output, StringComparison.Ordinal);
            var words = Regex.Matches(example.Split(" <", 2)[0].Split(" >", 2)[0], @"'([^']*)'|(\S+)")
                .Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value).ToArray();
            var given = ServerCommands.Root.Parse(words);
            Assert.Empty(given.Errors);
            Assert.Same(Leaf(command).Command, given.CommandResult.Command);
        }
    }

    [Theory]
    [InlineData("", "  countersign-server ")]
    [InlineData("account", "  countersign-server account ")]
    [InlineData("account key", "  countersign-server account key ")]
    public async Task A_group_shows_how_some_of_its_commands_are_typed(string group, string begins)
    {
        var help = (await Run([.. group.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Output;

        Assert.InRange(help.Split("Examples:\n")[1].Split(begins).Length - 1, 2, 4);
    }

    [Fact]
    public async Task What_may_not_stand_together_stands_in_the_help()
    {
        Assert.Contains(
            "Not together:\n  --passphrase-file with --recipient, --pgp-key\n  --recipient with --pgp-key\n",
            (await Run(["backup", "--help"])).Output, StringComparison.Ordinal);
        Assert.Contains(
            "Not together:\n  --read-only with --end-users\n", (await Run(["account", "key", "add", "--help"])).Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("--urls", (await Run(["seed", "--help"])).Output, StringComparison.Ordinal);
    }

    private static CommandLeaf Leaf(string command) => CommandLeaf.Of(ServerCommands.Root).Single(leaf => leaf.ToString() == command);

    private static async Task Refused(string sentence, string[] words)
    {
        var told = await Run(words);

        Assert.Equal(2, told.Exit);
        Assert.Contains(sentence, told.Errors, StringComparison.Ordinal);
        Assert.Matches("Nothing was done|Commands:", told.Errors);
        Assert.Empty(told.Output);
    }

    private static async Task<Told> Run(string[] words)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await CommandWords.Run(
            ServerCommands.Root, words, new() { Output = output, Error = errors }, TestContext.Current.CancellationToken);
        return new(exit, output.ToString(), errors.ToString());
    }
}
