using Countersign.TestKit;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary>What is shown once and has nowhere to go: it is not made, or whoever made it is told what there is now.</summary>
public sealed class UnshownTests
{
    [Theory]
    [InlineData("create api-key --name lost", ">&-", "closed")]
    [InlineData("create api-key --name lost", "> /dev/full", "no room left")]
    [InlineData("tfa regen-codes --yes --code {app barbara}", ">&-", "closed")]
    public async Task Where_nothing_can_be_told_nothing_is_done(string words, string to, string sentence)
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = await SignedIn(server);
        var (keys, codes) = await Counted(server);
        terminal.OutputTo = to;

        var told = await terminal.Run(words, []);

        Assert.Equal(1, told.ExitCode);
        Assert.Contains(sentence, told.Errors, StringComparison.Ordinal);
        Assert.Equal((keys, codes), await Counted(server));
    }

    [Fact]
    public async Task Without_a_home_no_key_is_kept_where_the_command_was_typed()
    {
        using var terminal = new Terminal();
        (terminal.Environment["HOME"], terminal.Environment["XDG_CONFIG_HOME"]) = ("/nonexistent", "");

        var told = await terminal.Run("set api-key key_that-is-long-enough", []);

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("export XDG_CONFIG_HOME=FOLDER", told.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(terminal.PathOf(".")));
        Assert.False(Directory.Exists("/nonexistent"));
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_key_is_told_with_what_to_do_and_nothing_stays_beside_it()
    {
        using var terminal = new Terminal();
        Directory.CreateDirectory(terminal.PathOf("countersign/api_key"));

        var told = await terminal.Run("set api-key key_that-is-long-enough", []);

        Assert.Equal(1, told.ExitCode);
        Assert.Contains("api_key is a folder, and a file is needed there. Move it away", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(terminal.PathOf("countersign")), file => !file.EndsWith(".gitignore", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("delete session 999999", "See what there is:  countersign show sessions")]
    [InlineData("delete api-key 999999", "See what there is:  countersign show api-keys")]
    public async Task What_is_not_there_is_told_with_the_command_that_shows_what_is(string words, string next)
    {
        await using var server = await TestServer.Start(TestClock.Now());
        using var terminal = await SignedIn(server);

        var told = await terminal.Run(words, []);

        Assert.Equal(1, told.ExitCode);
        Assert.EndsWith($"  {next}\n", told.Errors, StringComparison.Ordinal);
    }

    private static async Task<Terminal> SignedIn(TestServer server)
    {
        var terminal = new Terminal { Url = server.Http.BaseAddress!, ApiKey = server.People.Barbara.ApiKey, World = new(server) };
        Assert.Equal(0, (await terminal.Run("tfa login --code {app barbara}", [])).ExitCode);
        await terminal.World!.Happen("time 00:00:31");
        return terminal;
    }

    private static async Task<(long Keys, string Codes)> Counted(TestServer server) => await server.Db.Read(
        async sql => (await sql.Number($"SELECT count(*) FROM api_keys"),
            string.Join(' ', await sql.Query<string>($"SELECT code_hash FROM backup_codes ORDER BY code_hash"))),
        TestContext.Current.CancellationToken);
}
