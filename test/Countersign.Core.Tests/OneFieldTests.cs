using FsCheck.Xunit;
using Xunit;

namespace Countersign.Core.Tests;

/// <summary>A password and a code in one field are read in one way only.</summary>
public sealed class OneFieldTests
{
    [Theory]
    [InlineData("sesame", "sesame", null)]
    [InlineData("sesame,123456", "sesame", "123456")]
    [InlineData("ses,ame,123456", "ses,ame", "123456")]
    [InlineData("sesame,123456,654321", "sesame,123456", "654321")]
    [InlineData("sesame123456", "sesame123456", null)]
    [InlineData("sesame, 123456", "sesame, 123456", null)]
    [InlineData("sesame,12345", "sesame,12345", null)]
    [InlineData("sesame,1234567", "sesame,1234567", null)]
    [InlineData("sesame,１２３４５６", "sesame,１２３４５６", null)]
    [InlineData("sesame,", "sesame,", null)]
    [InlineData(",123456", "", "123456")]
    [InlineData("sesame,ABCD-EFGH-JKMN", "sesame", "ABCD-EFGH-JKMN")]
    [InlineData("sesame,abcd-efgh-jkmn", "sesame", "abcd-efgh-jkmn")]
    [InlineData("red,blackberries", "red,blackberries", null)]
    [InlineData("sesame,ABCD-EFGH-JKM-", "sesame,ABCD-EFGH-JKM-", null)]
    [InlineData("sesame,UUUU-UUUU-UUUU", "sesame,UUUU-UUUU-UUUU", null)]
    [InlineData("", "", null)]
    public void What_follows_the_last_comma_is_a_code_if_it_is_nothing_else(string typed, string password, string? code) =>
        Assert.Equal(new OneField(password, code), OneField.Read(typed));

    [Property]
    public bool Nothing_is_lost(string? text)
    {
        var (password, code) = OneField.Read(text ?? "");
        return (code is null ? password : $"{password},{code}") == (text ?? "");
    }

    [Property]
    public bool Any_password_can_be_given_with_a_code_behind_it(string? password) =>
        OneField.Read($"{password},000000") == new OneField(password ?? "", "000000");
}
