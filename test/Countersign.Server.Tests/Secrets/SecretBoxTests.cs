using System.Text;
using Countersign.Server.Secrets;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class SecretBoxTests : IDisposable
{
    private static readonly byte[] Seed = Encoding.ASCII.GetBytes("12345678901234567890");
    private static readonly SealPlace Place = new("methods", "sealed_key", Row: 12, Account: 3);

    private readonly KeyFolder folder = new();
    private readonly KeyRing keys;
    private readonly SecretBox box;

    public SecretBoxTests()
    {
        keys = folder.Open();
        box = new(keys);
    }

    public void Dispose() => folder.Dispose();

    [Property]
    public bool Whatever_is_sealed_opens_in_its_place(byte[] plain) =>
        box.TryOpen(box.Seal(plain, Place), Place, out var opened) && opened.SequenceEqual(plain);

    [Fact]
    public void The_same_seed_never_looks_the_same() => Assert.NotEqual(box.Seal(Seed, Place), box.Seal(Seed, Place));

    [Fact]
    public void A_seed_moved_to_another_place_does_not_open()
    {
        var moved = box.Seal(Seed, Place);
        SealPlace[] elsewhere =
        [
            Place with { Row = 13 }, Place with { Account = 4 }, Place with { Table = "outbox" }, Place with { Column = "sealed_text" },
            Place with { Row = 123, Account = 0 }, Place with { Table = "method", Column = "ssealed_key" },
            new("sealed_key", "methods", 12, 3), new("methods", "sealed_key", 3, 12),
        ];

        Assert.All(elsewhere, place => Assert.False(box.TryOpen(moved, place, out _)));
    }

    [Fact]
    public void A_seed_said_to_be_under_another_key_does_not_open()
    {
        keys.AddActive(KeyFolder.Morning);
        var relabelled = box.Seal(Seed, Place);
        Assert.Equal("k2", SecretBox.KeyIdOf(relabelled));

        relabelled[3] = (byte)'1';

        Assert.Equal("k1", SecretBox.KeyIdOf(relabelled));
        Assert.False(box.TryOpen(relabelled, Place, out _));
    }

    [Fact]
    public void One_changed_bit_anywhere_does_not_open()
    {
        var whole = box.Seal(Seed, Place);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(box.TryOpen(changed, Place, out var plain));
            Assert.Empty(plain);
        }
    }

    [Fact]
    public void A_cut_or_lengthened_value_does_not_open()
    {
        var whole = box.Seal(Seed, Place);

        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.False(box.TryOpen(whole.AsSpan(0, length), Place, out _)));
        Assert.False(box.TryOpen([.. whole, 0], Place, out _));
    }

    [Property]
    public bool Any_bytes_are_refused_without_an_exception(byte[] bytes) =>
        !box.TryOpen(bytes, Place, out _) && !box.TryOpen([1, 2, .. "k1"u8, .. bytes], Place, out _);

    [Fact]
    public void Another_installation_cannot_open_it()
    {
        using var thief = new KeyFolder();

        Assert.False(new SecretBox(thief.Open()).TryOpen(box.Seal(Seed, Place), Place, out _));
    }

    [Fact]
    public void An_old_seed_opens_while_its_key_is_kept_and_not_after()
    {
        var old = box.Seal(Seed, Place);
        keys.AddActive(KeyFolder.Morning);
        Assert.True(box.TryOpen(old, Place, out _));

        keys.Remove("k1");
        Assert.False(box.TryOpen(old, Place, out _));
    }

    [Fact]
    public void A_seed_sealed_by_another_process_under_a_new_key_opens_here()
    {
        var operatorsShell = folder.Open();
        operatorsShell.AddActive(KeyFolder.Morning);

        Assert.True(box.TryOpen(new SecretBox(operatorsShell).Seal(Seed, Place), Place, out var opened));
        Assert.Equal(Seed, opened);
    }

    [Fact]
    public void The_seed_is_nowhere_in_what_is_stored() => Assert.Equal(-1, box.Seal(Seed, Place).AsSpan().IndexOf(Seed.AsSpan(0, 4)));

    [Fact]
    public void Bytes_that_were_never_sealed_name_no_key() => Assert.Throws<FormatException>(() => SecretBox.KeyIdOf([1, 2, 3]));
}
