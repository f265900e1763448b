using System.Text.Json;
using Countersign.Wire;
using Xunit;

namespace Countersign.Cli.Tests;

public sealed class WireTests
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static string Written<T>(T message) => JsonSerializer.Serialize(message, WireJson.For<T>());

    private static T Read<T>(string json) => JsonSerializer.Deserialize(json, WireJson.For<T>())!;

    [Fact]
    public void A_method_shows_null_where_the_contract_says_null() => Assert.Equal(
        """{"id":7,"user_id":1,"method":"totp","label":null,"phone_number":null,"is_primary":true,"fail_count":0,"locked_until":null,"created_at":1800000000,"last_used":1800000000.25}""",
        Written(new MethodShown
        {
            Id =
            7,
            UserId = 1,
            Method = "totp",
            IsPrimary = true,
            FailCount = 0,
            CreatedAt = Noon,
            LastUsed = Noon.AddMilliseconds(250)
        }));

    [Fact]
    public void What_a_login_did_not_bring_is_absent()
    {
        var user = new LogInAnswer
        {
            Id =
            1,
            Email = "ada@example.org",
            Username = "ada",
            EmailVerified = true,
            TfaStatus = "enabled",
            CreatedAt = Noon
        };
        const string Common = "\"id\":1,\"email\":\"ada@example.org\",\"username\":\"ada\",\"fullname\":null,\"email_verified\":true,\"phone_number\":null,\"tfa_status\":\"enabled\",\"created_at\":1800000000";

        Assert.Equal($"{{{Common}}}", Written(user));
        Assert.Equal($"{{{Common},\"session_key\":\"k\",\"backup_codes_remaining\":9}}", Written(
            user with { SessionKey = "k", BackupCodesRemaining = 9 }));
    }

    [Fact]
    public void The_last_removal_does_not_say_how_many_remain()
    {
        Assert.Equal("""{"msg":"2FA Successfully Disabled"}""", Written(new RemoveMethodAnswer(WireTexts.TfaDisabled)));
        Assert.Equal("""{"msg":"2FA method removed","remaining_methods":1}""", Written(new RemoveMethodAnswer(WireTexts.MethodRemoved, 1)));
    }

    [Fact]
    public void A_refusal_that_counts_says_so_even_when_nothing_is_locked()
    {
        Assert.Equal("""{"success":false,"error":"missing_params","msg":"m"}""", Written(new ErrorAnswer("missing_params", "m")));
        Assert.Equal(
            """{"success":false,"error":"tfa_locked","msg":"m","fail_count":2,"locked_until":null}""",
            Written(new CountedErrorAnswer("tfa_locked", "m") { FailCount = 2 }));
    }

    [Theory]
    [InlineData("""{"tfa_method_id":456}""", 456L)]
    [InlineData("""{"tfa_method_id":"456","unknown":{"a":[1]}}""", 456L)]
    [InlineData("""{"tfa_method_id":null}""", null)]
    [InlineData("{}", null)]
    public void An_id_may_come_as_text_or_as_a_number(string json, long? expected) =>
        Assert.Equal(expected, Read<LogInRequest>(json).TfaMethodId);

    [Theory]
    [InlineData("""{"code":123456}""")]
    [InlineData("""{"code":["123456"]}""")]
    [InlineData("""{"secret":true}""")]
    [InlineData("""{"tfa_method_id":"abc"}""")]
    [InlineData("""{"tfa_method_id":""}""")]
    [InlineData("""{"tfa_method_id":1.5}""")]
    [InlineData("""{"code":"1","code":"2"}""")]
    [InlineData("""{"admin":"yes"}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_wrong_type_is_broken_JSON(string json) => Assert.Throws<JsonException>(() => Read<LogInRequest>(json));

    [Theory]
    [InlineData("""{"is_primary":true}""", JsonValueKind.True)]
    [InlineData("""{"is_primary":"yes"}""", JsonValueKind.String)]
    [InlineData("""{"is_primary":null}""", null)]
    [InlineData("{}", null)]
    public void Whether_is_primary_is_a_boolean_is_left_to_the_door(string json, JsonValueKind? expected) =>
        Assert.Equal(expected, Read<UpdateMethodRequest>(json).IsPrimary?.ValueKind);

    [Fact]
    public void A_request_leaves_out_what_it_does_not_say() => Assert.Equal(
        """{"phone_number":"+4915112345678"}""", Written(new SendSmsRequest { PhoneNumber = "+4915112345678" }));

    [Theory]
    [InlineData("1800000000", 0)]
    [InlineData("1800000000.5", 500)]
    [InlineData("1.8e9", 0)]
    public void Times_may_have_fractions(string seconds, int milliseconds) => Assert.Equal(
        Noon.AddMilliseconds(milliseconds),
        Read<CountedErrorAnswer>($$"""{"error":"tfa_locked","msg":"","fail_count":3,"locked_until":{{seconds}}}""").LockedUntil);

    [Fact]
    public void A_message_does_not_print_its_secrets() =>
        Assert.DoesNotContain("123456", new LogInRequest { Code = "123456" }.ToString(), StringComparison.Ordinal);

    [Fact]
    public void Every_error_code_has_a_word_and_a_status_of_refusal() =>
        Assert.All(Enum.GetValues<VastErrorCode>(), code => Assert.True(code.Status() is >= 400 and < 600 && code.Word().Length > 0));
}
