using Countersign.Cli.Files;
using Xunit;

namespace Countersign.Cli.Tests;

public sealed class PendingTests
{
    [Theory]
    [InlineData(PendingStep.Authorize, "tfa auth-new --secret S --code CODE")]
    [InlineData(PendingStep.ConfirmTotp, "tfa activate CODE --secret S --label 'Ada'\\''s phone'")]
    [InlineData(
        PendingStep.ConfirmSms, "tfa activate CODE --method-type sms --secret S --phone-number +4915112345678 --label 'Ada'\\''s phone'")]
    [InlineData(PendingStep.LogIn, "tfa login --method-type sms --method-id 7 --secret S --code CODE")]
    [InlineData(PendingStep.SignIn, "login --method-type sms --method-id 7 --secret S --code CODE")]
    [InlineData(PendingStep.RegenerateCodes, "tfa regen-codes --method-type sms --method-id 7 --secret S --code CODE")]
    [InlineData(PendingStep.ExportAccount, "account export --method-type sms --method-id 7 --secret S --code CODE")]
    [InlineData(PendingStep.DeleteAccount, "account delete --method-type sms --method-id 7 --secret S --code CODE")]
    [InlineData(PendingStep.RemoveMethod, "tfa delete --id-to-delete 9 --method-type sms --method-id 7 --secret S --code CODE")]
    public void A_step_can_be_typed_again_in_full(object step, string expected) =>
        Assert.Equal(expected, Waiting((PendingStep)step).ToWords());

    [Fact]
    public void An_export_that_waits_remembers_its_file() => Assert.Equal(
        "account export --output '/tmp/my data.json' --method-type sms --method-id 7 --secret S --code CODE",
        (Waiting(PendingStep.ExportAccount) with { Output = "/tmp/my data.json" }).ToWords());

    [Fact]
    public void A_step_does_not_print_its_secret() => Assert.Equal("LogIn by sms", $"{Waiting(PendingStep.LogIn)}");

    private static Pending Waiting(PendingStep step) => new()
    {
        Step = step,
        Method = "sms",
        Secret = "S",
        MethodId = 7,
        TargetId = 9,
        PhoneNumber = "+4915112345678",
        Label = "Ada's phone",
        ExpiresAt = DateTimeOffset.UnixEpoch,
    };
}
