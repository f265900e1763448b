using System.Runtime.Versioning;
using Countersign.Server.Secrets;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

[UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly KeyFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Only_the_owner_can_read_the_file_after_it_is_made_and_after_it_is_changed()
    {
        var ring = folder.Open();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.Path));

        ring.AddActive(KeyFolder.Morning);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.Path));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    public void A_file_that_others_can_use_is_refused_with_the_command_that_mends_it(UnixFileMode tooMuch)
    {
        folder.Open();
        File.SetUnixFileMode(folder.Path, OwnerOnly | tooMuch);

        var refusal = Assert.Throws<KeyFileException>(folder.Open);

        Assert.Contains($"chmod 600 {folder.Path}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_that_an_editor_leaves_is_no_damage()
    {
        folder.Open();
        File.WriteAllBytes(folder.Path, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(folder.Path)]);

        Assert.Equal("k1", folder.Open().Active);
    }

    [Fact]
    public void A_byte_order_mark_in_the_witness_is_no_damage()
    {
        var path = folder.Path + ".witness";
        new WitnessFile(path).Raise(new(7, 3, "ab"));
        File.WriteAllBytes(path, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(path)]);

        Assert.Equal(7, new WitnessFile(path).Read()!.Age);
    }

    [Fact]
    public void A_read_only_mount_is_good_enough_to_read()
    {
        folder.Open();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead);

        Assert.Equal("k1", folder.Open().Active);
    }

    [Fact]
    public void A_file_that_nobody_may_write_may_be_read_by_a_group()
    {
        folder.Open();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Equal("k1", folder.Open().Active);
        Assert.Equal(UnixFileMode.None, KeyRing.OpenToOthers(folder.Path));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.GroupExecute)]
    public void A_group_may_do_no_more_and_others_nothing(UnixFileMode tooMuch)
    {
        folder.Open();
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.GroupRead | tooMuch);

        var refusal = Assert.Throws<KeyFileException>(folder.Open);

        Assert.Contains("its mode is 4", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("defaultMode: 0440", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_as_that_and_not_waited_for()
    {
        Assert.SkipUnless(Directory.Exists("/sys/kernel"), "A folder in which nobody, not even root, may make a file.");

        var refusal = Assert.Throws<KeyFileException>(() => new WitnessFile("/sys/kernel/witness").Raise(Witness.OfNothing));

        Assert.Contains("cannot be written", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("COUNTERSIGN_WITNESS_FILE", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_permissions_of_the_file_behind_a_link_are_what_counts()
    {
        folder.Open();
        var link = folder.Path + ".link";
        File.CreateSymbolicLink(link, folder.Path);
        Assert.Equal("k1", KeyRing.OpenOrCreate(link, KeyFolder.Morning).Active);

        File.SetUnixFileMode(folder.Path, OwnerOnly | UnixFileMode.OtherRead);
        Assert.Throws<KeyFileException>(() => KeyRing.OpenOrCreate(link, KeyFolder.Morning));
    }

    [Fact]
    public void What_a_crash_left_half_written_is_never_read_and_does_not_stop_the_next_change()
    {
        var ring = folder.Open();
        var leftOver = folder.Path + ".new";
        File.WriteAllText(leftOver, "{ \"format\": 1, \"keys\": [");
        File.SetUnixFileMode(leftOver, OwnerOnly | UnixFileMode.OtherRead);

        Assert.Equal(["k1"], folder.Open().Known);
        ring.AddActive(KeyFolder.Morning);

        Assert.Equal(["k1", "k2"], folder.Open().Known);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(folder.Path));
        Assert.Equal(["countersign.keys", "countersign.keys.lock"], folder.Files);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_made_for_its_owner_alone()
    {
        var folder = Path.Combine(Path.GetDirectoryName(this.folder.Path)!, "data");

        KeyRing.OpenOrCreate(Path.Combine(folder, "countersign.keys"), KeyFolder.Morning);

        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public void A_damaged_file_is_refused_and_left_as_it_is()
    {
        folder.Open();
        var whole = File.ReadAllBytes(folder.Path);

        for (var length = 0; length < whole.Length - 2; length++)
        {
            File.WriteAllBytes(folder.Path, whole[..length]);
            Assert.Throws<KeyFileException>(folder.Open);
            Assert.Equal(length, new FileInfo(folder.Path).Length);
        }
    }

    [Fact]
    public void A_changed_character_of_the_key_is_seen()
    {
        var secret = folder.Open().Keys[0].RevealForFile();
        var text = File.ReadAllText(folder.Path);
        Assert.Contains(secret, text, StringComparison.Ordinal);

        for (var i = 0; i < secret.Length; i++)
        {
            var changed = secret[..i] + (secret[i] == '0' ? '1' : '0') + secret[(i + 1)..];
            File.WriteAllText(folder.Path, text.Replace(secret, changed, StringComparison.Ordinal));
            Assert.Throws<KeyFileException>(folder.Open);
        }
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"active\"", "\"retiring\"")]
    [InlineData("\"active\"", "\"lost\"")]
    [InlineData("\"active\"", "0")]
    [InlineData("\"k1\"", "\"K1\"")]
    [InlineData("\"k1\"", "\"k01\"")]
    [InlineData("\"k1\"", "null")]
    [InlineData("\"keys\"", "\"more\": 1, \"keys\"")]
    [InlineData("\"keys\": [", "\"keys\": [ null,")]
    [InlineData("\"active\"", "\"coming\"")]
    public void A_file_that_says_something_else_is_refused(string was, string becomes)
    {
        folder.Open();
        var text = File.ReadAllText(folder.Path);
        Assert.Contains(was, text, StringComparison.Ordinal);
        File.WriteAllText(folder.Path, text.Replace(was, becomes, StringComparison.Ordinal));

        var refusal = Assert.Throws<KeyFileException>(folder.Open);

        Assert.Contains("damaged", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_refusal_quotes_the_key()
    {
        var secret = folder.Open().Keys[0].RevealForFile();
        File.WriteAllText(folder.Path, File.ReadAllText(folder.Path).Replace(secret, secret + "!", StringComparison.Ordinal));

        var refusal = Assert.Throws<KeyFileException>(folder.Open);

        Assert.DoesNotContain(secret, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_vanishes_stops_all_writing()
    {
        var ring = folder.Open();
        File.Delete(folder.Path);

        Assert.Throws<KeyFileException>(() => ring.Active);
    }
}
