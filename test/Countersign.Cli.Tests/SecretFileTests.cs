using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>Files with secrets: whole or not there, for their owner alone, and told of where git watches.</summary>
public sealed class SecretFileTests
{
    private const string Watched = "in a folder that git watches";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_with_a_password_that_others_can_read_is_told_with_what_closes_it(bool isOpen)
    {
        using var terminal = new Terminal();
        var path = terminal.PathOf("password");
        await File.WriteAllTextAsync(path, "correct horse battery staple", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, isOpen ? Owner | UnixFileMode.OtherRead : Owner);

        var told = await terminal.Run($"login --username ada --password-file {path}", []);

        Assert.Equal(isOpen, told.Errors.Contains($"others on this computer can read {path}. Close it to them:  chmod 600 {path}", StringComparison.Ordinal));
        Assert.DoesNotContain("horse", told.Errors + told.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export")]
    [InlineData("codes")]
    [InlineData("key")]
    public async Task Where_git_watches_a_secret_is_written_with_a_word_and_for_its_owner_alone(string kind)
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress!, ApiKey = server.People.Barbara.ApiKey, World = new(server) };
        await LogIn(terminal);

        var (alone, first) = await Write(terminal, kind, "alone");
        Directory.CreateDirectory(terminal.PathOf(".git"));
        var (watched, second) = await Write(terminal, kind, "watched");

        Assert.DoesNotContain(Watched, alone.Errors, StringComparison.Ordinal);
        Assert.Contains($"{second} is {Watched}", watched.Errors, StringComparison.Ordinal);
        foreach (var path in (string[])[first, second]) Assert.Equal(Owner, File.GetUnixFileMode(path));
        Assert.Empty(Directory.GetFiles(terminal.PathOf("."), "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Where_git_watches_the_folder_of_the_settings_a_session_is_told_of_and_nothing_there_is_in_the_next_commit()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress!, ApiKey = server.People.Barbara.ApiKey, World = new(server) };
        await Run("git", "init", "--quiet", terminal.PathOf("."));

        var ran = await terminal.Run("tfa login --code {app barbara}", []);

        Assert.Equal(0, ran.ExitCode);
        Assert.Contains($"tfa_key is {Watched}", ran.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(terminal.PathOf("countersign/tfa_key")));
        await Run("git", "-C", terminal.PathOf("."), "add", "--all");
        await Run("bash", "-c", $"! git -C '{terminal.PathOf(".")}' ls-files | grep countersign/ >&2");
    }

    // A disk that takes no more after the first bytes, for this program alone.
    [Theory]
    [InlineData("export")]
    [InlineData("codes")]
    public async Task What_cannot_be_written_to_its_end_leaves_nothing_of_that_name(string kind)
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress!, ApiKey = server.People.Barbara.ApiKey, World = new(server) };
        await LogIn(terminal);
        terminal.LargestFile = 0;

        var (ran, path) = await Write(terminal, kind, "full");

        Assert.False(File.Exists(path), ran.Errors);
        Assert.Empty(Directory.GetFiles(terminal.PathOf("."), "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_picture_of_a_QR_code_is_for_its_owner_alone_and_told_of_where_git_watches()
    {
        using var terminal = new Terminal();
        var path = terminal.PathOf("qr.pbm");

        var alone = await Draw(path);
        await Run("git", "init", "--quiet", terminal.PathOf("."));
        var watched = await Draw(path);

        Assert.Equal("", alone);
        Assert.Contains(Watched, watched, StringComparison.Ordinal);
        Assert.Equal(Owner, File.GetUnixFileMode(path));
        Assert.StartsWith("P1", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task A_sign_in_that_could_not_be_kept_asks_for_nothing()
    {
        using var terminal = new Terminal();
        await File.WriteAllTextAsync(terminal.PathOf("countersign"), "in its place", TestContext.Current.CancellationToken);

        foreach (var command in (string[])["login", "tfa login"])
        {
            var ran = await terminal.Run(command, []);

            Assert.Equal((1, ""), (ran.ExitCode, ran.Output));
            Assert.StartsWith(
                "The session could not be kept on this computer, so nothing was asked or sent. ", ran.Errors, StringComparison.Ordinal);
            Assert.Contains("There is a file ", ran.Errors, StringComparison.Ordinal);
            Assert.Contains("export XDG_CONFIG_HOME=FOLDER", ran.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_step_that_is_not_remembered_says_so_before_its_code_is_asked_for()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = new Terminal { Url = server.Http.BaseAddress!, ApiKey = server.People.Ada.ApiKey, World = new(server) };
        await File.WriteAllTextAsync(terminal.PathOf("countersign"), "in its place", TestContext.Current.CancellationToken);

        var ran = await terminal.Run("tfa auth-new", [new("{mail ada}", IsPiped: false)]);

        Assert.Equal(0, ran.ExitCode);
        var told = ran.Errors.IndexOf("`tfa resume` will not know of it", StringComparison.Ordinal);
        Assert.InRange(told, 0, ran.Errors.IndexOf("Code from the e-mail", StringComparison.Ordinal));
        Assert.Contains("tfa auth-new --secret ", ran.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api_key", "There is no file ")]
    [InlineData("", " is a folder, and a file is needed.")]
    public async Task What_is_wrong_with_a_file_is_said_in_words_that_help(string name, string sentence)
    {
        using var terminal = new Terminal();

        var ran = await terminal.Run($"account --no-load get mfa --username ada --password-file '{terminal.PathOf(name)}'", []);

        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(sentence, ran.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_QR_code_there_is_no_picture()
    {
        using var terminal = new Terminal();
        var path = terminal.PathOf("qr.pbm");

        var said = await Run("bash", "-c", $"! echo text | '{Path.Combine(Repository.Root, "tools", "qr-to-image")}' '{path}'");

        Assert.Contains("no QR code", said, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    private static UnixFileMode Owner => UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static async Task LogIn(Terminal terminal) =>
        Assert.Equal(0, (await terminal.Run("tfa login --code {app barbara}", [])).ExitCode);

    private static async Task<(Terminal.Ran Ran, string Path)> Write(Terminal terminal, string kind, string name)
    {
        var path = Path.GetFullPath(terminal.PathOf(kind == "key" ? "countersign/api_key" : $"{name}.txt"));
        await terminal.World!.Happen("time 00:00:31");
        var ran = kind switch
        {
            "export" => await terminal.Run($"account export --output {path} --code {{app barbara}}", []),
            "codes" => await terminal.Run(
                "tfa regen-codes --yes --code {app barbara}", [new("2", IsPiped: false), new(path, IsPiped: false)]),
            _ => await terminal.Run("set api-key {key barbara}", []),
        };
        return (ran, path);
    }

    private static Task<string> Draw(string path) =>
        Run("bash", "-c", $"printf '%40s\\n' '' | '{Path.Combine(Repository.Root, "tools", "qr-to-image")}' '{path}'");

    private static async Task<string> Run(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, said);
        return said;
    }
}
