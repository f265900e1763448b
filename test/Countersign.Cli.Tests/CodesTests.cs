using System.Text;
using Countersign.Cli.Flows;
using Countersign.Core;
using Xunit;

namespace Countersign.Cli.Tests;

public sealed class CodesTests
{
    // The server's reader is the law: what it takes must not be refused before it is asked. Only what begins with a dash was meant
    // otherwise by whoever typed it here.
    [Theory]
    [InlineData("{0}123456")]
    [InlineData("123{0}456")]
    [InlineData("123456{0}")]
    [InlineData("12345{0}")]
    public void No_code_that_the_server_reads_is_refused_here(string form) =>
        Assert.DoesNotContain(Everywhere(form), text => Code.TryParse(text, out _) && !IsTaken(text));

    [Theory]
    [InlineData("{0}ABCD-EFGH-JKMN")]
    [InlineData("ABCD{0}EFGH{0}JKMN")]
    [InlineData("ABCD-EFGH-JKMN{0}")]
    [InlineData("ABCD-EFGH-JKM{0}")]
    public void No_recovery_code_that_the_server_reads_is_refused_here(string form) =>
        Assert.DoesNotContain(Everywhere(form), text => BackupCode.TryParse(text, out _) && !IsTakenAsSpare(text));

    [Theory]
    [InlineData("hello")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("12345a")]
    [InlineData("--bogus")]
    [InlineData("-123456")]
    [InlineData("")]
    public void What_has_not_the_form_of_a_code_is_refused(string text) => Assert.False(IsTaken(text));

    [Theory]
    [InlineData("hello")]
    [InlineData("123456")]
    [InlineData("ABCD-EFGH-JKMNP")]
    [InlineData("-ABCD-EFGH-JKMN")]
    public void What_has_not_the_form_of_a_recovery_code_is_refused(string text) => Assert.False(IsTakenAsSpare(text));

    private static IEnumerable<string> Everywhere(string form) =>
        Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => string.Format(null, form, new Rune(value)))
            .Where(text => text is not ['-', ..]);

    private static bool IsTaken(string text) => !IsRefused(() => Codes.Checked(text));

    private static bool IsTakenAsSpare(string text) => !IsRefused(() => Codes.CheckedBackupCode(text));

    private static bool IsRefused(Action check) => Record.Exception(check) is Stop;
}
