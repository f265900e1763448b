using FsCheck.Xunit;
using Xunit;

namespace Countersign.Core.Tests;

public sealed class BackupCodeTests
{
    public static TheoryData<string?> Bad => BadInput.Everywhere;

    [Theory]
    [InlineData("0000000000000000", "0000-0000-0000")]
    [InlineData("FFFFFFFFFFFFFFFF", "ZZZZ-ZZZZ-ZZZZ")]
    [InlineData("FFFFFFFFFFFFFFF0", "ZZZZ-ZZZZ-ZZZZ")]
    [InlineData("00443214C74254B0", "0123-4567-89AB")]
    [InlineData("635CF84653A56D7000", "CDEF-GHJK-MNPQ")]
    [InlineData("C675BE77DF00000F", "RSTV-WXYZ-0000")]
    public void Sixty_bits_become_twelve_symbols(string chance, string shown) =>
        Assert.Equal(shown, BackupCode.FromChance(Convert.FromHexString(chance)).Reveal());

    [Fact]
    public void Seven_bytes_are_not_enough_chance() =>
        Assert.Equal("chance", Assert.Throws<ArgumentOutOfRangeException>(() => BackupCode.FromChance(new byte[7])).ParamName);

    [Theory]
    [InlineData("oO00-iIlL-azAZ", "0000-1111-AZAZ")]
    [InlineData("bcdefghjkmnp", "BCDE-FGHJ-KMNP")]
    [InlineData("qrstvwxyz234", "QRST-VWXY-Z234")]
    [InlineData("QRST–VWXY–Z234.", "QRST-VWXY-Z234")]
    [InlineData("QRST\nVWXY\nZ234\0", "QRST-VWXY-Z234")]
    [InlineData("ＱＲＳＴ－ｖｗｘｙ－Ｚ２３４", "QRST-VWXY-Z234")]
    [InlineData("\u2066QRST\u00ADVWXY\u200BZ٢٣٤\u2069", "QRST-VWXY-Z234")]
    public void A_letter_that_looks_like_a_digit_counts_as_it_and_small_letters_as_great_ones(string typed, string meant)
    {
        Assert.True(BackupCode.TryParse(typed, out var code));
        Assert.Equal(meant, code.Reveal());
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_text_of_more_than_two_hundred_and_fifty_six_characters_is_not_read(int length, bool isRead) =>
        Assert.Equal(isRead, BackupCode.TryParse("0123-4567-89AB".PadRight(length), out _));

    [Property]
    public bool Different_chance_gives_different_codes(ulong one, ulong other) => (one >> 4 == other >> 4) == (Of(one) == Of(other));

    [Property]
    public void A_code_reads_back_however_it_is_written(ulong chance)
    {
        var code = Of(chance);
        string[] spellings =
        [
            code.Reveal(), code.Symbols, code.Reveal().ToLowerInvariant(),
            $"  {code.Reveal().Replace('-', ' ')}\n", code.Symbols.Insert(6, "-"),
            code.Reveal().Replace('0', 'O').Replace('1', 'l'), code.Reveal().Replace('0', 'o').Replace('1', 'I'),
        ];

        Assert.All(spellings, text => Assert.True(BackupCode.TryParse(text, out var read) && read == code));
    }

    [Theory]
    [InlineData("0123-4567-89A")]
    [InlineData("0123-4567-89ABC")]
    [InlineData("0123-4567-89AU")]
    [InlineData("0123-4567-89Au")]
    [InlineData("0123_4567_89AB")]
    [InlineData("0123.4567.89AB")]
    [InlineData("0123-4567-89A\0")]
    [InlineData("0123-4567-89Aı")]
    [InlineData("0123-4567-89A\u212A")]
    [InlineData("0123-4567-89A０B")]
    public void Other_lengths_and_symbols_are_refused(string typed)
    {
        Assert.False(BackupCode.TryParse(typed, out var code));
        Assert.Equal(default, code);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_input_is_refused(string? typed) => Assert.False(BackupCode.TryParse(typed, out _));

    [Fact]
    public void A_code_that_was_never_set_reveals_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => default(BackupCode).Symbols);
        Assert.Throws<InvalidOperationException>(() => default(BackupCode).Reveal());
    }

    [Fact]
    public void A_backup_code_does_not_print() => Assert.Equal("•••", $"{Of(ulong.MaxValue)}");

    private static BackupCode Of(ulong chance)
    {
        var bytes = new byte[sizeof(ulong)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, chance);
        return BackupCode.FromChance(bytes);
    }
}
