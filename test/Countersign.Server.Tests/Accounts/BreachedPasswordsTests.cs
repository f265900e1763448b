using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Accounts;
using Countersign.Server.Settings;
using Countersign.Server.Tests.Admin;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Accounts;

/// <summary>The list of breached passwords: found on the disk without being loaded, and asked wherever a password is set.</summary>
public sealed class BreachedPasswordsTests : IDisposable
{
    private const string Breached = "correct-horse-battery-staple";

    private readonly string folder = Directory.CreateTempSubdirectory("countersign-breached-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1, "\n")]
    [InlineData(2, "\n")]
    [InlineData(3, "\r\n")]
    [InlineData(1000, "\n")]
    [InlineData(1000, "\r\n")]
    public void Each_password_of_a_file_is_found_and_no_other(int count, string lineEnd)
    {
        var (even, odd) = (Words(count, 0), Words(count, 1));
        foreach (var text in (string[])[Lines(even, lineEnd), Lines(even, lineEnd).TrimEnd()])
        {
            var list = ListIn(Write("list.txt", text));

            Assert.All(even, word => Assert.True(list.Contains(word), word));
            Assert.All(odd, word => Assert.False(list.Contains(word), word));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void A_byte_order_mark_hides_no_password(int count)
    {
        var (even, odd) = (Words(count, 0), Words(count, 1));
        var list = ListIn(Write("list.txt", $"\uFEFF{Lines(even, "\r\n")}"));

        Assert.All(even, word => Assert.True(list.Contains(word), word));
        Assert.All(odd, word => Assert.False(list.Contains(word), word));
    }

    [Fact]
    public void A_list_in_UTF_16_is_refused_by_its_name()
    {
        var file = Path.Combine(folder, "list.txt");
        File.WriteAllText(file, Lines([Breached], "\n"), Encoding.Unicode);

        Assert.Contains("UTF-16", Assert.Throws<InvalidDataException>(() => ListIn(file).Contains(Breached)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_of_any_length_do_not_move_the_search()
    {
        var words = Words(300, 0);
        var hashes = words.Select(HashOf).Order(StringComparer.Ordinal)
            .Select((hash, at) => $"{hash}:{new string('9', 1 + (at % 17))}\n");
        var list = ListIn(Write("list.txt", string.Concat(hashes)));

        Assert.All(words, word => Assert.True(list.Contains(word), word));
    }

    [Fact]
    public void A_list_may_leave_out_the_last_digits_and_padding_counts_for_nothing()
    {
        var list = ListIn(Write("list.txt", string.Concat(
            new[] { ($"{HashOf("first")[..16]}", 3), (HashOf("second")[..16], 0) }
                .OrderBy(line => line.Item1, StringComparer.Ordinal).Select(line => $"{line.Item1}:{line.Item2}\n"))));

        Assert.True(list.Contains("first"));
        Assert.False(list.Contains("second"));
        Assert.False(list.Contains("third"));
    }

    [Fact]
    public void An_empty_list_and_no_list_know_nothing()
    {
        Assert.False(ListIn(Write("list.txt", "")).Contains(Breached));
        Assert.False(new BreachedPasswords(new ServerSettings()).Contains(Breached));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".txt")]
    public void A_folder_has_a_file_for_each_first_five_digits(string ending)
    {
        var hash = HashOf(Breached);
        Write($"{hash[..5]}{ending}", $"{"0".PadLeft(35, '0')}:1\n{hash[5..]}:7\n{"F".PadLeft(35, 'F')}:1\n");

        Assert.True(ListIn(folder).Contains(Breached));
        Assert.Contains("not whole", Assert.Throws<InvalidDataException>(
            () => ListIn(folder).Contains("another one")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password\n123456\n")]
    [InlineData("5BAA61E4C9B93F3F:1:2\n")]
    [InlineData("5BAA61E4C9B93F:9\n")]
    [InlineData("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8\n")]
    public void Anything_else_is_refused_and_never_passed(string text)
    {
        var list = ListIn(Write("list.txt", text));

        Assert.Throws<InvalidDataException>(() => list.Contains(Breached));
    }

    [Fact]
    public void A_line_without_end_is_refused() =>
        Assert.Throws<InvalidDataException>(() => ListIn(Write("list.txt", new string('A', 100_000))).Contains(Breached));

    [Fact]
    public async Task It_is_asked_wherever_a_password_is_set()
    {
        var file = Write("list.txt", Lines([Breached], "\n"));
        await using var server = await TestServer.Start(("BREACHED_PASSWORDS", file));
        var ada = server.As(server.People.Ada);

        var signUp = await server.Stranger().Post("/users/", new { email = "new@example.org", username = "newcomer", password = Breached });
        var change = await ada.Put("/users/password/", new { old_password = TestPerson.Password, new_password = Breached });

        Assert.Contains("breach", signUp.IsRefused(400, "invalid_params").Msg, StringComparison.Ordinal);
        Assert.Contains("breach", change.IsRefused(400, "invalid_params").Msg, StringComparison.Ordinal);
        (await ada.Put("/users/password/", new { old_password = TestPerson.Password, new_password = $"{Breached}-2" })).Ok();
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_lets_no_password_pass()
    {
        var file = Write("list.txt", "this is no list\n");
        await using var server = await TestServer.Start(("BREACHED_PASSWORDS", file));

        var change = await server.As(server.People.Ada).Put(
            "/users/password/", new { old_password = TestPerson.Password, new_password = Breached });

        change.IsRefused(503, "service_unavailable");
    }

    [Fact]
    public async Task The_shell_asks_it_too_and_the_doctor_looks_at_it()
    {
        using var office = new Office();
        office.Environment["COUNTERSIGN_BREACHED_PASSWORDS"] = Write("list.txt", Lines([Breached, "password"], "\n"));
        var added = await office.Pipe($"{Breached}\n", "account", "add", "--email", "ada@example.org", "--password-stdin");
        var good = await office.Run("doctor");
        Write("list.txt", Lines([Breached], "\n"));
        var strange = await office.Run("doctor");
        office.Environment["COUNTERSIGN_BREACHED_PASSWORDS"] = folder;
        var partial = await office.Run("doctor");

        Assert.Contains("known from a breach", added.Errors, StringComparison.Ordinal);
        Assert.Contains("OK    breached passwords:", good.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  breached passwords:", strange.Output, StringComparison.Ordinal);
        Assert.Contains("has 1 of 1048576 files", partial.Output, StringComparison.Ordinal);
    }

    private static string[] Words(int count, int odd) =>
        [.. Enumerable.Range(0, count).Select(at => string.Create(CultureInfo.InvariantCulture, $"word {(2 * at) + odd}"))];

    private static string Lines(IEnumerable<string> words, string lineEnd) =>
        string.Concat(words.Select(HashOf).Order(StringComparer.Ordinal).Select(hash => $"{hash}:5{lineEnd}"));

#pragma warning disable CA5350 // The form of the published lists.
    private static string HashOf(string word) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(word)));
#pragma warning restore CA5350

    private static BreachedPasswords ListIn(string path) => new(new ServerSettings { BreachedPasswords = path });

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
