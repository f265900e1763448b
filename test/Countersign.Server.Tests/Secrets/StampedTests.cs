using System.Buffers.Text;
using Countersign.Server.Secrets;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

/// <summary>What browsers carry for us is written by nobody else, and good where it was made for alone.</summary>
public sealed class StampedTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 16).Select(n => (byte)n)];

    [Fact]
    public void It_is_read_where_it_was_made_for_and_nowhere_else()
    {
        using var folder = new KeyFolder();
        var stamped = new Stamped(folder.Open());

        var made = stamped.Make(Content, "pass https://intra.example");

        Assert.Equal(Content, stamped.Read(made, "pass https://intra.example"));
        foreach (var place in (string[])
            ["pass https://other.example", "hand-over https://intra.example", "pass https://intra.example ", ""])
            Assert.Null(stamped.Read(made, place));
    }

    [Fact]
    public void No_bit_of_it_can_be_changed_and_no_byte_left_out_or_added()
    {
        using var folder = new KeyFolder();
        var stamped = new Stamped(folder.Open());
        var whole = Base64Url.DecodeFromChars(stamped.Make(Content, "here"));

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] changed = [.. whole];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(stamped.Read(Base64Url.EncodeToString(changed), "here"));
        }

        for (var length = 0; length < whole.Length; length++)
            Assert.Null(stamped.Read(Base64Url.EncodeToString(whole.AsSpan(0, length)), "here"));
        Assert.Null(stamped.Read(Base64Url.EncodeToString([.. whole, 0]), "here"));
        Assert.Null(stamped.Read(new string('A', 5000), "here"));
        Assert.Null(stamped.Read("not base64url!", "here"));
    }

    [Fact]
    public void Of_a_key_that_is_gone_nothing_is_good_and_a_new_one_is_found()
    {
        using var folder = new KeyFolder();
        var (keys, other) = (folder.Open(), folder.Open());
        var before = new Stamped(keys).Make(Content, "here");
        var now = DateTimeOffset.UnixEpoch;
        other.AddActive(now);
        var after = new Stamped(other).Make(Content, "here");

        Assert.Equal(Content, new Stamped(keys).Read(before, "here"));
        Assert.Equal(Content, new Stamped(keys).Read(after, "here"));
        other.Remove("k1");
        keys.Refresh();
        Assert.Null(new Stamped(keys).Read(before, "here"));
    }
}
