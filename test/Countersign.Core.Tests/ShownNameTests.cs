using Xunit;

namespace Countersign.Core.Tests;

public sealed class ShownNameTests
{
    private const string Phone = "📱";
    private const string Family = "👨‍👩‍👧‍👦";
    private const string England = "🏴󠁧󠁢󠁥󠁮󠁧󠁿";

    [Theory]
    [InlineData(Phone, 16)]
    [InlineData(Phone, 30)]
    [InlineData(Family, 30)]
    [InlineData(England, 30)]
    [InlineData("e\u0301", 30)]
    [InlineData("❤️", 30)]
    [InlineData("x", 30)]
    public void A_name_is_as_long_as_people_see_it(string character, int times)
    {
        var name = string.Concat(Enumerable.Repeat(character, times));

        Assert.Equal(name, ShownName.Find(name, 30));
        Assert.Equal(name, ShownName.Cut(name, 30));
    }

    [Theory]
    [InlineData(Phone)]
    [InlineData(Family)]
    [InlineData("x")]
    public void One_character_more_is_too_long_and_is_cut_whole(string character)
    {
        var name = string.Concat(Enumerable.Repeat(character, 31));

        Assert.Null(ShownName.Find(name, 30));
        Assert.Equal(string.Concat(Enumerable.Repeat(character, 30)), ShownName.Cut(name, 30));
    }

    [Theory]
    [InlineData("  my phone\t", "my phone")]
    [InlineData("\u200Bmy phone\u00A0\u200E", "my phone")]
    [InlineData("\uFEFF❤️ ", "❤️")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    public void What_nobody_sees_around_a_name_is_no_part_of_it(string typed, string name) =>
        Assert.Equal(name, ShownName.Find(typed, 30));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \u200B\u00AD\u2066\u2069 ")]
    [InlineData("a\tb")]
    [InlineData("a\nb")]
    [InlineData("a\u2028b")]
    [InlineData("a\0")]
    public void Nothing_to_see_and_more_than_a_line_are_no_name(string? typed) => Assert.Null(ShownName.Find(typed, 30));

    [Theory]
    [InlineData(15, 30)]
    [InlineData(16, 0)]
    public void A_character_of_sixteen_units_is_a_picture_and_a_longer_one_none(int marks, int kept)
    {
        var name = string.Concat(Enumerable.Repeat("a" + new string('\u0301', marks), 30));

        Assert.Equal(kept == 0 ? null : name, ShownName.Find(name, 30));
        Assert.Equal(kept == 0 ? null : name, ShownName.Cut(name, 30));
    }

    [Fact]
    public void All_characters_together_are_as_long_as_a_field_of_a_page_counts()
    {
        var most = "a" + new string('\u0301', ShownName.MostUnits(30) - 2) + "b";

        Assert.Equal(most, ShownName.Find(most, 30));
        Assert.Null(ShownName.Find(most + "c", 30));
    }

    [Fact]
    public void What_nobody_sees_around_a_name_may_be_as_much_again()
    {
        var around = new string(' ', 2 * ShownName.MostUnits(30) - 1);

        Assert.Equal("a", ShownName.Find("a" + around, 30));
        Assert.Null(ShownName.Find("a " + around, 30));
    }

    [Theory]
    [InlineData("a\r\nb")]
    [InlineData("ab\u2029")]
    [InlineData("a\u0085\u0301b")]
    public void Half_a_character_that_ends_the_line_is_enough(string typed)
    {
        Assert.Null(ShownName.Find($"x{typed}x", 30));
        Assert.DoesNotContain(ShownName.Cut($"x{typed}x", 30)!, unit => char.IsControl(unit) || unit == '\u2029');
    }

    [Fact]
    public void A_heap_of_marks_on_few_letters_is_no_name()
    {
        Assert.Null(ShownName.Find("a" + new string('\u0301', 500), 30));
        Assert.Null(ShownName.Find(new string('\u200B', 1_000_000), 30));
        Assert.Equal("b", ShownName.Cut("a" + new string('\u0301', 500) + "b", 30));
        Assert.Null(ShownName.Cut(new string('\u200B', 1_000_000), 30));
    }
}
