using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>More methods, other names, fewer methods, new backup codes.</summary>
public sealed class ChangeStories
{
    [Theory]
    [InlineData("totp")]
    [InlineData("sms")]
    [InlineData("email")]
    [InlineData("backup")]
    public async Task Barbara_adds_a_phone_on_the_proof_of_any_factor(string factor)
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);

        var asked = (await session.Post("/tfa/authorize-new-method/", factor == "backup"
            ? new { backup_code = barbara.BackupCodes[0] }
            : new { tfa_method = factor })).Ok();
        if (factor == "backup")
        {
            Assert.Equal("Authorization successful.", asked.Msg);
        }
        else
        {
            Assert.False(asked.Has("msg"));
            var code = factor switch
            {
                "totp" => barbara.Phone.NextCode(),
                "sms" => (await server.NextCode(barbara.Number!)).Code,
                _ => (await server.NextCode(barbara.Email)).Code,
            };
            (await session.Put("/tfa/authorize-new-method/", new { code, secret = asked.Secret })).Ok();
        }

        var added = (await server.AddNumber(session, "+14165550142", "Office")).Ok();

        Assert.False(added.Has("backup_codes"));
        var methods = await session.Methods();
        Assert.Equal(["Authenticator app", "Phone", "Office"], methods.Select(method => method.GetProperty("label").GetString()));
        Assert.Single(methods, method => method.GetProperty("is_primary").GetBoolean());
    }

    [Fact]
    public async Task A_code_sent_under_a_session_also_authorizes()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Grace);
        var secret = (await session.Post("/tfa/email/")).Ok().Secret;

        (await session.Put("/tfa/authorize-new-method/", new { code = (await server.NextCode("grace@example.org")).Code, secret })).Ok();
    }

    [Fact]
    public async Task The_same_number_or_app_is_not_added_twice()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);
        await server.Authorize(session, barbara);
        var setup = (await session.Post("/tfa/totp-setup/")).Ok();
        var phone = Phone.Type(setup.Secret, server.Clock);
        (await session.Post("/tfa/confirm-new/", new { tfa_method = "totp", code = phone.NextCode(), secret = setup.Secret })).Ok();

        (await session.Post("/tfa/confirm-new/", new { tfa_method = "totp", code = phone.NextCode(), secret = setup.Secret })).IsRefused(
            400, "duplicate_tfa_method");
        (await server.AddNumber(session, barbara.Number!)).IsRefused(400, "duplicate_tfa_method");
    }

    [Fact]
    public async Task Two_apps_must_be_told_apart_by_id()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);
        await server.Authorize(session, grace);
        var (_, second) = await server.AddApp(session, "Tablet");
        var id = (await session.Methods())[1].GetProperty("id").GetInt64();

        var vague = (await session.Post("/tfa/", new { tfa_method = "totp", code = second.NextCode() })).IsRefused(400, "invalid_params");
        Assert.Contains("tfa_method_id", vague.Msg, StringComparison.Ordinal);
        (await session.Put("/tfa/update/", new { tfa_method = "totp", label = "Which one?" })).IsRefused(400, "invalid_params");
        (await session.Post("/tfa/", new { tfa_method = "totp", tfa_method_id = id, code = second.NextCode() })).Ok();
        (await session.Post("/tfa/", new { tfa_method_id = id, code = second.NextCode() })).Ok();
    }

    [Fact]
    public async Task A_method_is_renamed_and_made_primary()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Barbara);
        var (app, sms) =
            ((await session.Methods())[0].GetProperty("id").GetInt64(), (await session.Methods())[1].GetProperty("id").GetInt64());

        var answer = (await session.Put("/tfa/update/", new { tfa_method_id = sms, label = "  Work  ", is_primary = true })).Ok();

        Assert.Equal("2FA method updated", answer.Msg);
        Assert.Equal("Work", answer["method"].GetProperty("label").GetString());
        Assert.Equal([false, true], (await session.Methods()).Select(method => method.GetProperty("is_primary").GetBoolean()));
        (await session.Put("/tfa/update/", new { tfa_method_id = sms, is_primary = false })).IsRefused(400, "invalid_params");
        (await session.Put("/tfa/update/", new { tfa_method_id = app, is_primary = false })).Ok();
        (await session.Put("/tfa/update/", new { tfa_method = "sms", is_primary = true })).Ok();
    }

    [Fact]
    public async Task What_changes_nothing_or_cannot_be_is_refused()
    {
        await using var server = await TestServer.Start();
        var session = await server.LoggedIn(server.People.Grace);
        var id = (await session.Methods())[0].GetProperty("id").GetInt64();

        (await session.Put("/tfa/update/", new { tfa_method_id = id })).IsRefused(400, "invalid_params");
        (await session.Put("/tfa/update/", new { tfa_method_id = id, label = new string('x', 31) })).IsRefused(400, "invalid_params");
        (await session.Put("/tfa/update/", new { tfa_method_id = id, is_primary = "yes" })).IsRefused(400, "invalid_params");
        (await session.Put("/tfa/update/", new { tfa_method_id = id + 1, label = "Linus's" })).IsRefused(404, "not_found");
        (await session.Put("/tfa/update/", new { tfa_method = "sms", label = "None" })).IsRefused(404, "not_found");
        (await session.Put("/tfa/update/", new { tfa_method_id = id, label = new string('x', 30) })).Ok();
    }

    [Fact]
    public async Task The_method_that_proves_it_goes_and_another_becomes_primary()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);

        var answer = (await session.Delete("/tfa/", new { tfa_method = "totp", code = barbara.Phone.NextCode() })).Ok();

        Assert.Equal("2FA method removed", answer.Msg);
        Assert.Equal(1, answer["remaining_methods"].GetInt32());
        var left = Assert.Single(await session.Methods());
        Assert.Equal("sms", left.GetProperty("method").GetString());
        Assert.True(left.GetProperty("is_primary").GetBoolean());
        Assert.Equal(2, (await session.Get("/tfa/status/")).Ok()["backup_codes_remaining"].GetInt32());
    }

    [Fact]
    public async Task With_the_last_method_2FA_is_off_and_backup_codes_are_dead()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);

        var answer = (await session.Delete("/tfa/", new { code = grace.Phone.NextCode() })).Ok();

        Assert.Equal("2FA Successfully Disabled", answer.Msg);
        Assert.False(answer.Has("remaining_methods"));
        var status = (await server.As(grace).Get("/tfa/status/")).Ok();
        Assert.False(status["tfa_enabled"].GetBoolean());
        Assert.Equal(0, status["backup_codes_remaining"].GetInt32());
        Assert.Equal("disabled", (await server.As(grace).Get("/users/current/")).Ok().Text("tfa_status"));
        (await server.As(grace).Post("/tfa/totp-setup/")).Ok();
    }

    [Fact]
    public async Task A_backup_code_or_a_mail_must_say_what_to_remove()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);
        var target_id = (await session.Methods())[0].GetProperty("id").GetInt64();
        var backup_code = grace.BackupCodes[0];

        (await session.Delete("/tfa/", new { backup_code })).IsRefused(400, "missing_params");
        (await session.Delete("/tfa/", new { tfa_method = "email", code = "123456" })).IsRefused(400, "missing_params");
        (await session.Delete("/tfa/", new { backup_code, target_id = 999 })).IsRefused(404, "not_found");
        (await session.Delete("/tfa/", new { backup_code, target_id })).Ok();
    }

    [Fact]
    public async Task New_backup_codes_kill_all_old_ones()
    {
        await using var server = await TestServer.Start();
        var grace = server.People.Grace;
        var session = await server.LoggedIn(grace);

        var answer = (await session.Put("/tfa/regen-backup-codes/", new { backup_code = grace.BackupCodes[0] })).Ok();

        Assert.Equal("success", answer.Msg);
        Assert.Equal(10, answer.Texts("backup_codes").Except(grace.BackupCodes).Count());
        (await session.Post("/tfa/", new { backup_code = grace.BackupCodes[1] })).IsRefused(401, "invalid_backup_code");
        Assert.Equal(9, (await session.Post("/tfa/", new { backup_code = answer.Texts("backup_codes")[9] })).Ok()["backup_codes_remaining"]
            .GetInt32());
    }

    [Fact]
    public async Task Who_has_no_2FA_has_nothing_to_remove_or_to_replace()
    {
        await using var server = await TestServer.Start();
        var ada = server.As(server.People.Ada);

        (await ada.Put("/tfa/regen-backup-codes/", new { code = "123456" })).IsRefused(404, "not_found");
        (await ada.Delete("/tfa/", new { tfa_method = "totp", code = "123456" })).IsRefused(404, "not_found");
        (await ada.Post("/tfa/", new { tfa_method = "totp", code = "123456" })).IsRefused(404, "not_found");
    }
}
