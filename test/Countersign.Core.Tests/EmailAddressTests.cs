using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class EmailAddressTests
{
    private static readonly string Label = new('d', 63);

    public static TheoryData<string?> Bad => BadInput.Everywhere;

    public static TheoryData<string> TooLong { get; } =
    [
        $"{new string('a', 65)}@example.org",
        $"ada@{Label}d.org", $"ada@{Label}.{Label}.{Label}.{Label}", $"{new string('a', 64)}@{Label}.{Label}.{Label[..58]}.org",
    ];

    [Theory]
    [InlineData("ada@example.org", "ada@example.org", "a•••@example.org")]
    [InlineData("  Ada.Lovelace+tfa@Example.ORG ", "ada.lovelace+tfa@example.org", "a•••@example.org")]
    [InlineData("o'neill_1/x=y@sub.example.co.uk", "o'neill_1/x=y@sub.example.co.uk", "o•••@sub.example.co.uk")]
    [InlineData("a@b.co", "a@b.co", "a•••@b.co")]
    [InlineData("kurt@bücher.example", "kurt@xn--bcher-kva.example", "k•••@xn--bcher-kva.example")]
    [InlineData("kurt@BÜCHER.example", "kurt@xn--bcher-kva.example", "k•••@xn--bcher-kva.example")]
    [InlineData("kurt@xn--bcher-kva.example", "kurt@xn--bcher-kva.example", "k•••@xn--bcher-kva.example")]
    [InlineData("kurt@1and1.2.example", "kurt@1and1.2.example", "k•••@1and1.2.example")]
    [InlineData("用户@例子.广告", "用户@xn--fsqu00a.xn--4rr70v", "用•••@xn--fsqu00a.xn--4rr70v")]
    [InlineData("Jörg@example.org", "jörg@example.org", "j•••@example.org")]
    [InlineData("jo\u0308rg@example.org", "jörg@example.org", "j•••@example.org")]
    [InlineData("аda@example.org", "аda@example.org", "а•••@example.org")]
    [InlineData("θσερ@εχαμπλε.ψομ", "θσερ@xn--mxahbxey0c.xn--xxaf0a", "θ•••@xn--mxahbxey0c.xn--xxaf0a")]
    [InlineData("उपयोगकर्ता@example.org", "उपयोगकर्ता@example.org", "उ•••@example.org")]
    [InlineData("نامه\u200Cای@example.org", "نامه\u200Cای@example.org", "ن•••@example.org")]
    [InlineData("👩🏽@example.org", "👩🏽@example.org", "👩🏽•••@example.org")]
    [InlineData("\tkurt@example.xn--p1ai\t", "kurt@example.xn--p1ai", "k•••@example.xn--p1ai")]
    public void An_address_has_one_canonical_and_one_masked_form(string typed, string canonical, string masked)
    {
        Assert.True(EmailAddress.TryParse(typed, out var address));
        Assert.Equal((typed.Trim(), canonical, masked, masked), (address.Text, address.Canonical, address.Masked, $"{address}"));
    }

    /// <summary>Plain addresses are read without asking Unicode; what nobody sees in one makes it ask.</summary>
    [Fact]
    public void A_plain_address_is_read_as_one_with_something_unseen_in_it() =>
        Prop.ForAll(Plain(), Plain(), (local, domain) =>
        {
            var text = $"{local}@{domain}.org";
            return Read(text) == Read($"\u200B{text}") && Read(text) == Read($"{text}\u200B");
        }).QuickCheckThrowOnFailure();

    private static (string Text, string Canonical)? Read(string text) =>
        EmailAddress.TryParse(text, out var address) ? (address.Text, address.Canonical) : null;

    private static Arbitrary<string> Plain() =>
        Gen.Elements("aaabbbZZZ019.-+_@".ToCharArray()).ArrayOf().Select(letters => new string(letters)).ToArbitrary();

    [Theory]
    [InlineData("ada@example.org\n")]
    [InlineData("\u00A0ada@example.org\u3000")]
    [InlineData("\u200Bada@example.org")]
    [InlineData("\u2066ada@example.org\u2069")]
    [InlineData("a\u00ADda@exam\u200Bple.org")]
    [InlineData("ada@exam\u200Dple.org")]
    [InlineData("\uFEFFada@example.org")]
    [InlineData("\u2800ada@example.org\uFFFC")]
    public void What_nobody_sees_is_no_part_of_an_address(string typed)
    {
        Assert.True(EmailAddress.TryParse(typed, out var address));
        Assert.Equal(("ada@example.org", "ada@example.org"), (address.Text, address.Canonical));
    }

    [Theory]
    [InlineData("ada\uFF20example.org")]
    [InlineData("\uFF41\uFF44\uFF41@example\u3002org")]
    [InlineData("ada@\uFF45xample\uFF0Eorg")]
    public void An_address_in_full_width_is_the_one_in_half(string typed)
    {
        Assert.True(EmailAddress.TryParse(typed, out var address));
        Assert.Equal(("ada@example.org", false), (address.Canonical, address.NeedsOtherScripts));
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@example.org")]
    [InlineData("ada@localhost")]
    [InlineData("ada@@example.org")]
    [InlineData("ada@example.org@example.org")]
    [InlineData("ada@.example.org")]
    [InlineData("ada@example..org")]
    [InlineData("ada@example.org.")]
    [InlineData("ada@-example.org")]
    [InlineData("ada@example-.org")]
    [InlineData("ada@exa_mple.org")]
    [InlineData("ada@exam ple.org")]
    [InlineData("ada@127.0.0.1")]
    [InlineData("ada@[127.0.0.1]")]
    [InlineData(".ada@example.org")]
    [InlineData("ada.@example.org")]
    [InlineData("a..da@example.org")]
    [InlineData("ada＠evil.example@example.org")]
    [InlineData("ada，eve@example.org")]
    [InlineData("ad\u2028a@example.org")]
    [InlineData("ad\u0085a@example.org")]
    [InlineData("ad\u0090a@example.org")]
    [InlineData("ada\u0378l@example.org")]
    [InlineData("ada⑴l@example.org")]
    [InlineData("ada\"l@example.org")]
    [InlineData("ada․lovelace@example.org")]
    [InlineData("ada\u00A0l@example.org")]
    [InlineData("ada\uE000@example.org")]
    [InlineData("ada\uD800@example.org")]
    [InlineData("a da@example.org")]
    [InlineData("\"a da\"@example.org")]
    [InlineData("ada(the first)@example.org")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("<ada@example.org>")]
    [InlineData("mailto:ada@example.org")]
    [InlineData("ada@example.org,eve@example.org")]
    [InlineData("ada@example.org;eve@example.org")]
    [InlineData("ada@example.org eve@example.org")]
    [InlineData("[\"ada@example.org\"]")]
    [InlineData("ada@example.org\r\nBcc: eve@example.org")]
    [InlineData("ada\n@example.org")]
    [InlineData("ada@example.org\0")]
    [InlineData("ada\0@example.org")]
    [InlineData("ada@exam\u200Bple.o\u0007rg")]
    public void Anything_but_one_bare_address_is_refused(string typed)
    {
        Assert.False(EmailAddress.TryParse(typed, out var address));
        Assert.Equal(default, address);
    }

    [Theory]
    [MemberData(nameof(TooLong))]
    public void An_address_longer_than_mail_allows_is_refused(string typed) => Assert.False(EmailAddress.TryParse(typed, out _));

    [Theory]
    [InlineData("ada@example.org", false)]
    [InlineData("ada@bücher.example", false)]
    [InlineData("ädä@example.org", true)]
    public void Only_letters_before_the_at_sign_ask_more_of_a_mail_server(string typed, bool expected)
    {
        Assert.True(EmailAddress.TryParse(typed, out var address));
        Assert.Equal(expected, address.NeedsOtherScripts);
    }

    [Fact]
    public void Length_counts_the_bytes_that_mail_carries()
    {
        Assert.True(EmailAddress.TryParse($"{new string('ä', 32)}@example.org", out _));
        Assert.False(EmailAddress.TryParse($"{new string('ä', 33)}@example.org", out _));
    }

    [Fact]
    public void The_longest_address_is_read() =>
        Assert.True(EmailAddress.TryParse($"{new string('a', 64)}@{Label}.{Label}.{Label[..57]}.org", out _));

    [Theory]
    [InlineData(508, true)]
    [InlineData(509, false)]
    public void Space_around_an_address_is_forgiven_up_to_twice_the_longest_one(int length, bool isRead) =>
        Assert.Equal(isRead, EmailAddress.TryParse("ada@example.org".PadRight(length), out _));

    [Fact]
    public void An_address_that_was_never_set_says_nothing_and_equals_only_another_such()
    {
        Assert.Throws<InvalidOperationException>(() => default(EmailAddress).Text);
        Assert.Throws<InvalidOperationException>(() => default(EmailAddress).Canonical);
        Assert.Equal("", $"{default(EmailAddress)}");
        Assert.Equal(0, default(EmailAddress).GetHashCode());
        Assert.True(EmailAddress.TryParse("ada@example.org", out var ada));
        Assert.NotEqual(default, ada);
        Assert.NotEqual(0, ada.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_is_refused(string? typed) => Assert.False(EmailAddress.TryParse(typed, out _));

    [Fact]
    public void Addresses_that_differ_by_case_alone_are_equal()
    {
        Assert.True(EmailAddress.TryParse("Ada@Example.org", out var one));
        Assert.True(EmailAddress.TryParse("ada@example.ORG", out var other));
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Fact]
    public void No_text_makes_it_fall_over_and_a_canonical_form_is_its_own() =>
        Prop.ForAll(Part(), Part(), (local, domain) =>
            !EmailAddress.TryParse($"{local}@{domain}.org", out var address)
            || (EmailAddress.TryParse(address.Canonical, out var again) && again == address && again.Canonical == address.Canonical))
        .QuickCheckThrowOnFailure();

    private static Arbitrary<string> Part() =>
        Gen.Elements("abzABZ019.-+_'üßİ\u0308\u212A用ᾳ＠@ \"\n\0".ToCharArray()).ArrayOf().Select(symbols => new string(symbols)).ToArbitrary();

    // What may meet a joiner: letters with and without a place in ASCII, in full width, with accents of their own or put beside them.
    private static readonly string[] Pieces =
    [
        "a", "A", "\uFF41", "\uFF21", "\uFF11", "1", "\u212A", "\u0130", "\u00E9", "e\u0301", "\u1E69", "\u0301", "म", "क", "्", "ن", "م",
        "\u200D", "\u200C", "\u200D", "\u200B", "\u00AD",
    ];

    [Fact]
    public void However_an_address_is_written_it_has_one_canonical_form() =>
        Prop.ForAll(Gen.Elements(Pieces).ArrayOf().Resize(8).ToArbitrary(), pieces =>
        {
            var local = string.Concat(pieces);
            if (!EmailAddress.TryParse($"{local}@example.org", out var address)) return true;

            return Written(local).Append(address.Canonical.Split('@')[0]).All(other =>
                EmailAddress.TryParse($"{other}@example.org", out var same) && same == address);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    private static IEnumerable<string> Written(string local) =>
    [
        local.Normalize(), local.Normalize(NormalizationForm.FormD), Wide(local), Wide(local.ToLowerInvariant()),
        string.Join('\u2060', local.EnumerateRunes()),
    ];

    private static string Wide(string text) => string.Concat(
        text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? (char)(letter + 0xFEE0) : letter));
}
