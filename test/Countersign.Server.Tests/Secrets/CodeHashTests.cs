using Countersign.Server.Secrets;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class CodeHashTests : IDisposable
{
    private static readonly CodePlace Place = new(Challenge: 7, Account: 3, "login", Method: 12, "+4915112345678");

    private readonly KeyFolder folder = new();
    private readonly KeyRing keys;
    private readonly CodeHash hash;

    public CodeHashTests()
    {
        keys = folder.Open();
        hash = new(keys);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_code_that_was_sent_matches_and_no_other()
    {
        var stored = hash.Make(Place, "012345");

        Assert.True(hash.Matches(stored, Place, "012345"));
        Assert.All(["012346", "12345", "0123450", "", " 012345"], wrong => Assert.False(hash.Matches(stored, Place, wrong)));
    }

    [Fact]
    public void A_code_is_worth_nothing_anywhere_else()
    {
        var stored = hash.Make(Place, "012345");
        CodePlace[] elsewhere =
        [
            Place with { Challenge = 8 },
            Place with { Account = 4 }, Place with { Purpose = "authorize" }, Place with { Method = 13 }, Place with { Method = null },
            Place with { Destination = "+4915112345679" },
            Place with { Challenge = 73, Account = 0 }, Place with { Purpose = "login12", Method = null },
        ];

        Assert.All(elsewhere, place => Assert.False(hash.Matches(stored, place, "012345")));
    }

    [Fact]
    public void Digits_cannot_wander_between_destination_and_code()
    {
        var stored = hash.Make(Place with { Destination = "+49151" }, "234567");

        Assert.False(hash.Matches(stored, Place with { Destination = "+491512" }, "34567"));
    }

    [Property]
    public void Different_lists_of_texts_never_join_to_the_same_bytes(NonNull<string>[] a, NonNull<string>[] b)
    {
        var left = Clean(a);
        var right = Clean(b);

        Assert.Equal(left.SequenceEqual(right), Fields.Join(left).SequenceEqual(Fields.Join(right)));
    }

    [Fact]
    public void A_code_sent_before_a_rotation_is_still_good_after_it()
    {
        var stored = hash.Make(Place, "012345");
        keys.AddActive(KeyFolder.Morning);

        Assert.True(hash.Matches(stored, Place, "012345"));
        Assert.Equal("k2", hash.Make(Place, "012345").KeyId);
    }

    [Fact]
    public void Without_the_key_a_stolen_row_does_not_tell_its_code()
    {
        using var thief = new KeyFolder();

        Assert.False(new CodeHash(thief.Open()).Matches(hash.Make(Place, "012345"), Place, "012345"));
    }

    [Fact]
    public void A_code_under_a_key_that_is_gone_is_a_surprise_and_not_a_wrong_code()
    {
        var stored = hash.Make(Place, "012345");
        keys.AddActive(KeyFolder.Morning);
        keys.Remove("k1");

        Assert.Throws<UnknownKeyException>(() => hash.Matches(stored, Place, "012345"));
    }

    private static string[] Clean(NonNull<string>[] texts) =>
        [.. texts.Select(t => string.Concat(t.Get.Where(c => !char.IsSurrogate(c))))];
}
