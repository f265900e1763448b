using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Secrets;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

public sealed class AccountAddTests : IDisposable
{
    private const string Password = "a lantern over the harbour";

    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task The_first_command_on_an_empty_folder_makes_everything_it_needs()
    {
        var told = await office.Pipe(
            Password + "\n", "account",
            "add", "--email", "Ada@Example.org", "--username", "ada", "--password-stdin", "--verified", "--admin", "--api-key", "--json");

        Assert.Equal(("", 0), (told.Errors, told.Exit));
        Assert.Equal(["id", "email", "username", "api_key"], told.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal((1, "Ada@Example.org", "ada"), (told.Json.GetProperty("id")
            .GetInt64(), told.Json.GetProperty("email").GetString(), told.Json.GetProperty("username").GetString()));
        Assert.True(Token.TryParse(told.Json.GetProperty("api_key").GetString(), out var key));
        Assert.Single(told.Output.TrimEnd().Split('\n'));

        await using var db = office.OpenDb();
        var keys = office.OpenKeys();
        var found = await db.Read(sql => CredentialStore.FindKey(sql, new TokenHash(keys).UnderAll(key)), Ct);
        Assert.Equal((1, ApiKeyRights.Everything), (found!.Account.Id.Value, found.Key!.Permissions));

        var ada = (await db.Read(sql => AccountStore.FindByName(sql, "ada@example.org"), Ct))!;
        Assert.Equal((office.Clock.GetUtcNow(), true), (ada.EmailVerifiedAt, ada.IsAdmin));
        using var turnstile = HashTurnstile.Default();
        Assert.Equal(PasswordCheck.Right, await new PasswordHash(keys, turnstile).Check(Password, ada.PasswordHash, KeyFolder.Claim, Ct));
    }

    [Fact]
    public async Task Without_api_key_the_field_is_null_and_without_a_password_there_is_none()
    {
        var told = await office.Run("account", "add", "--email", "grace@example.org", "--phone", "(202) 555-0143", "--json");

        Assert.Equal("{\"id\":1,\"email\":\"grace@example.org\",\"username\":\"grace\",\"api_key\":null}\n", told.Output);
        await using var db = office.OpenDb();
        var grace = (await db.Read(sql => AccountStore.Find(sql, new(1)), Ct))!;
        Assert.Equal((null, "+12025550143", false), (grace.PasswordHash, grace.Phone?.E164, grace.IsEmailVerified));
    }

    [Theory]
    [InlineData("de", "de", 0)]
    [InlineData("DE", "de", 0)]
    [InlineData("fr", null, 2)]
    public async Task An_operator_may_say_what_language_a_person_is_written_to_in(string given, string? stored, int exit)
    {
        var told = await office.Run("account", "add", "--email", "grace@example.org", "--language", given);

        Assert.Equal(exit, told.Exit);
        if (exit != 0) Assert.Contains("give en or de", told.Errors, StringComparison.Ordinal);
        await using var db = office.OpenDb();
        if (exit == 0) Assert.Equal(stored, (await db.Read(sql => AccountStore.Find(sql, new(1)), Ct))!.Language?.Code());
    }

    [Fact]
    public async Task What_an_operator_makes_is_in_the_audit_log_with_who_and_how()
    {
        await office.Run("account", "add", "--email", "ada@example.org", "--api-key");

        await using var db = office.OpenDb();
        var entries = await db.Read(sql => AuditLog.Newest(sql, new AccountId(1), 10), Ct);
        Assert.Equal(["authn_token_created", "user_created"], entries.Select(entry => entry.Event));
        Assert.All(
            entries, entry => Assert.Equal(("account add", "local", "shell:olga"), (entry.ApiRoute, entry.IpAddress, entry.Credential)));
        Assert.Empty(await db.Read(new AuditCheck(office.OpenKeys(), AuditSteps.AddressLife).Faults, Ct));
    }

    [Theory]
    [InlineData("isn't a valid e-mail address", "--email", "ada")]
    [InlineData("isn't a valid user name", "--email", "ada@example.org", "--username", "a b")]
    [InlineData("No user name can be made of '用户@例子.广告'", "--email", "用户@例子.广告")]
    [InlineData("isn't a phone number", "--email", "ada@example.org", "--phone", "call me")]
    [InlineData("can't be a phone number", "--email", "ada@example.org", "--phone", "+1 1")]
    [InlineData("the standard input is empty", "--email", "ada@example.org", "--password-stdin")]
    public async Task A_wrong_field_is_named_and_nothing_is_made(string part, params string[] options)
    {
        var told = await office.Run(["account", "add", .. options]);

        Assert.Equal(options.Contains("--password-stdin") ? 1 : 2, told.Exit);
        Assert.Contains(part, told.Errors, StringComparison.Ordinal);
        Assert.Equal("", told.Output);
    }

    [Theory]
    [InlineData("jm@example.org", "jm")]
    [InlineData("x@example.org", "x")]
    [InlineData("ada+lists@example.org", "ada-lists")]
    [InlineData("ada.o'neil@example.org", "ada.oneil")]
    public async Task Without_a_user_name_one_that_fits_is_made_of_the_address(string email, string name)
    {
        var told = await office.Run("account", "add", "--email", email, "--json");

        Assert.Equal(("", name), (told.Errors, told.Json.GetProperty("username").GetString()));
    }

    [Fact]
    public async Task A_second_of_the_same_name_gets_a_number_unless_the_name_was_asked_for()
    {
        await office.Run("account", "add", "--email", "info@example.org");
        var second = await office.Run("account", "add", "--email", "info@example.com", "--json");
        var third = await office.Run("account", "add", "--email", "info@example.net", "--json");
        var named = await office.Run("account", "add", "--email", "info@example.edu", "--username", "info");

        Assert.Equal("info2", second.Json.GetProperty("username").GetString());
        Assert.Equal("info3", third.Json.GetProperty("username").GetString());
        Assert.Contains("already an account", named.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SMTPUTF8", 0)]
    [InlineData("8BITMIME", 2)]
    public async Task An_address_in_another_script_depends_on_the_mail_server(string offer, int exit)
    {
        await using var host = MailHost.Start([offer]);
        office.Environment["COUNTERSIGN_SMTP"] = $"smtp://127.0.0.1:{host.Port}";

        var told = await office.Run("account", "add", "--email", "用户@例子.广告", "--username", "yonghu");
        var plain = await office.Run("account", "add", "--email", "ada@例子.广告");

        Assert.Equal((exit, 0), (told.Exit, plain.Exit));
        if (exit != 0) Assert.Contains("SMTPUTF8", told.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("isn't a valid e-mail address", told.Errors, StringComparison.Ordinal);
        await using var db = office.OpenDb();
        Assert.Equal("ada", (await db.Read(sql => AccountStore.FindByName(sql, "ADA@例子.广告"), Ct))!.Username);
    }

    [Fact]
    public async Task A_weak_password_and_a_taken_name_are_refused()
    {
        await office.Run("account", "add", "--email", "ada@example.org");

        var weak = await office.Pipe("password1\n", "account", "add", "--email", "grace@example.org", "--password-stdin");
        var taken = await office.Run("account", "add", "--email", "ADA@example.org", "--username", "other");

        Assert.Contains("most common", weak.Errors, StringComparison.Ordinal);
        Assert.Contains("already an account", taken.Errors, StringComparison.Ordinal);
        await using var db = office.OpenDb();
        Assert.Equal(1, await db.Read(sql => sql.Number($"SELECT count(*) FROM accounts"), Ct));
    }

    [Fact]
    public async Task At_a_terminal_the_password_is_asked_for_twice_and_never_shown()
    {
        var differing = await office.RunAtTerminal("", [Password, "something else"], "account", "add", "--email", "ada@example.org");
        var same = await office.RunAtTerminal("", [Password, Password], "account", "add", "--email", "ada@example.org");

        Assert.Contains("differ", differing.Errors, StringComparison.Ordinal);
        Assert.Equal(0, same.Exit);
        Assert.DoesNotContain(Password, same.Output + same.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_settings_are_told_line_by_line_and_no_folder_is_made()
    {
        office.Environment["COUNTERSIGN_SIGN_UP"] = "perhaps";
        office.Environment["COUNTERSIGN_SKEW"] = "7";

        var told = await office.Run("account", "add", "--email", "ada@example.org");

        Assert.Equal(1, told.Exit);
        Assert.Equal(2, told.Errors.TrimEnd().Split('\n').Length);
        Assert.False(Directory.Exists(office.Data));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
