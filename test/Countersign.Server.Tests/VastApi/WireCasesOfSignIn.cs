using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Exchanges of the password step, the second step, and of who is calling.</summary>
internal static class WireCasesOfSignIn
{
    public static IReadOnlyList<WireCase> All =>
    [
        new("users-login/without-2fa", w =>
            w.Post(w.Server.Stranger(), "/users/login/", new { email = "ada@example.org", password = TestPerson.Password })),
        new("users-login/with-2fa", w =>
            w.Post(w.Server.Stranger(), "/users/login/", new { email = "barbara", password = TestPerson.Password })),
        new("users-login/program-without-2fa", w =>
            w.Post(w.Server.Stranger(), "/users/login/", new { email = "ada", password = TestPerson.Password, @as = "program" })),
        new("users-login/program-with-2fa", w =>
            w.Post(w.Server.Stranger(), "/users/login/", new { email = "barbara", password = TestPerson.Password, @as = "program" })),
        new("users-login/as-something-else", w =>
            w.Post(w.Server.Stranger(), "/users/login/", new { email = "ada", password = TestPerson.Password, @as = "teapot" })),
        new("users-login/wrong-password", w =>
            w.Post(w.Server.Stranger(), "/users/login/", new { email = "ada", password = "wrong-wrong-wrong" })),
        new("users-login/no-password", w => w.Post(w.Server.Stranger(), "/users/login/", new { email = "ada" })),
        new("users-login/too-many-tries", async w =>
        {
            for (var n = 0; n < 5; n++)
                await w.Server.Stranger().Post("/users/login/", new { email = "ada", password = "wrong-wrong-wrong" });
            await w.Post(w.Server.Stranger(), "/users/login/", new { email = "ada", password = TestPerson.Password });
        }),
        new("users-login-program/allowed", async w =>
        {
            var program = new AskingTestProgram();
            var code = await (await w.Server.Browser(w.People.Grace)).Allow(program);
            await w.Post(w.Server.Stranger(),
                "/users/login/program/", new { code, code_verifier = program.Verifier, port = AskingTestProgram.Port });
        }),
        new("users-login-program/never-given", w => w.Post(
            w.Server.Stranger(), "/users/login/program/", new { code = "prg_made-up", code_verifier = new string('v', 43), port = 51234 })),
        new("users-login-program/no-verifier", w =>
            w.Post(w.Server.Stranger(), "/users/login/program/", new { code = "prg_made-up", port = 51234 })),
        new("users-logout/browser", async w => await w.Post(await w.Server.SignedIn(w.People.Ada), "/users/logout/")),
        new("users-logout/api-key", w => w.Post(w.Ada, "/users/logout/")),
        new("users-current/without-2fa", w => w.Get(w.Ada, "/users/current/")),
        new("users-current/with-2fa", w => w.Get(w.Linus, "/users/current/")),
        new("users-current/older-system", async w => await w.Get(w.Server.As(await w.Server.AddMary()), "/users/current/")),
        new("users-current/nobody", w => w.Get(w.Server.Stranger(), "/users/current/")),
        new("users-current/unknown-key", w => w.Get(w.Server.With("no-key-at-all"), "/users/current/")),
        new("users-current/expired-session", async w =>
        {
            var session = await w.Server.LoggedIn(w.People.Grace);
            w.Wait(TimeSpan.FromHours(24));
            await w.Get(session, "/users/current/");
        }),
        new("users-current/key-that-may-not-read", async w =>
        {
            var key = (await w.Ada.Post("/auth/apikeys/", new { permissions = new { api = new { user_write = new { } } } })).Ok().Text(
                "key")!;
            await w.Get(w.Server.With(key), "/users/current/");
        }),
        new("users-logout/from-another-site", async w =>
        {
            var browser = await w.Server.SignedIn(w.People.Ada);
            browser.Headers["Origin"] = "https://evil.example";
            await w.Post(browser, "/users/logout/");
        }),

        new("tfa-login/app", w => w.Post(w.Grace, "/tfa/", new { tfa_method = "totp", code = w.People.Grace.Phone.NextCode() })),
        new("tfa-login/app-at-a-browser", async w =>
        {
            var (browser, secret) = await w.Waiting(w.People.Grace);
            await w.Post(browser, "/tfa/", new { tfa_method = "totp", code = w.People.Grace.Phone.NextCode(), secret });
        }),
        new("tfa-login/app-at-a-program", async w =>
        {
            var (program, secret) = await w.Waiting(w.People.Grace);
            await w.Post(program, "/tfa/", new { tfa_method = "totp", code = w.People.Grace.Phone.NextCode(), secret, @as = "program" });
        }),
        new("tfa-login/signed-in-browser-as-program", async w => await w.Post(
            await w.Server.SignedIn(w.People.Grace),
            "/tfa/",
            new { tfa_method = "totp", code = w.People.Grace.Phone.NextCode(), @as = "program" })),
        new("tfa-login/text", async w =>
        {
            var (secret, code) = await w.Text(w.Linus, w.People.Linus);
            await w.Post(w.Linus, "/tfa/", new { tfa_method = "sms", code, secret });
        }),
        new("tfa-login/mail", async w =>
        {
            var (secret, code) = await w.Mail(w.Grace, w.People.Grace);
            await w.Post(w.Grace, "/tfa/", new { tfa_method = "email", code, secret });
        }),
        new("tfa-login/backup-code", w => w.Post(w.Grace, "/tfa/", new { backup_code = w.People.Grace.BackupCodes[0] })),
        new("tfa-login/last-backup-code", async w =>
        {
            (await w.Barbara.Post("/tfa/", new { backup_code = w.People.Barbara.BackupCodes[0] })).Ok();
            await w.Post(w.Barbara, "/tfa/", new { backup_code = w.People.Barbara.BackupCodes[1] });
        }),
        new("tfa-login/prolonged", async w =>
            await w.Post(await w.Server.LoggedIn(w.People.Grace), "/tfa/", new { code = w.People.Grace.Phone.NextCode() })),
        new("tfa-login/older-system", async w =>
        {
            var mary = await w.Server.AddMary();
            var (secret, code) = await w.Text(w.Server.As(mary), mary);
            await w.Post(w.Server.As(mary), "/tfa/", new { code, secret });
        }),
        new("tfa-login/nobody", w => w.Post(w.Server.Stranger(), "/tfa/", new { code = "123456" })),
        new("tfa-login/neither-code-nor-backup-code", w => w.Post(w.Grace, "/tfa/", new { })),
        new("tfa-login/code-and-backup-code", w => w.Post(w.Grace, "/tfa/", new { code = "123456", backup_code = "AAAA-BBBB-CCCC" })),
        new("tfa-login/unknown-kind", w => w.Post(w.Grace, "/tfa/", new { tfa_method = "fax", code = "123456" })),
        new("tfa-login/not-json", w => w.Post(w.Grace, "/tfa/", new StringContent("{", null, "application/json"))),
        new("tfa-login/wrong-code", w => w.Post(w.Grace, "/tfa/", new { code = w.People.Grace.Phone.WrongCode() })),
        new("tfa-login/no-code-at-all", w => w.Post(w.Grace, "/tfa/", new { code = "12345" })),
        new("tfa-login/wrong-code-that-locks", async w =>
        {
            for (var n = 0; n < 4; n++) await w.Grace.Post("/tfa/", new { code = w.People.Grace.Phone.WrongCode() });
            await w.Post(w.Grace, "/tfa/", new { code = w.People.Grace.Phone.WrongCode() });
        }),
        new("tfa-login/used-code", async w =>
        {
            (await w.Grace.Post("/tfa/", new { code = w.People.Grace.Phone.NextCode() })).Ok();
            await w.Post(w.Grace, "/tfa/", new { code = w.People.Grace.Phone.Code() });
        }),
        new("tfa-login/locked", w => w.Post(w.Server.As(w.People.Kurt), "/tfa/", new { code = w.People.Kurt.Phone.Code() })),
        new("tfa-login/wrong-backup-code", w => w.Post(w.Grace, "/tfa/", new { backup_code = "AAAA-BBBB-CCCC" })),
        new("tfa-login/no-backup-code-at-all", w => w.Post(w.Grace, "/tfa/", new { backup_code = "hello" })),
        new("tfa-login/text-without-secret", w => w.Post(w.Linus, "/tfa/", new { code = "123456" })),
        new("tfa-login/unknown-secret", w => w.Post(w.Linus, "/tfa/", new { code = "123456", secret = "made-up" })),
        new("tfa-login/no-code-was-sent", async w =>
        {
            var (browser, secret) = await w.Waiting(w.People.Linus);
            await w.Post(browser, "/tfa/", new { tfa_method = "sms", code = "123456", secret });
        }),
        new("tfa-login/expired", async w =>
        {
            var (secret, code) = await w.Text(w.Linus, w.People.Linus);
            w.Wait(TimeSpan.FromMinutes(10));
            await w.Post(w.Linus, "/tfa/", new { code, secret });
        }),
        new("tfa-login/no-such-method", w => w.Post(w.Grace, "/tfa/", new { tfa_method = "totp", tfa_method_id = 999, code = "123456" })),
        new("tfa-login/several-methods", async w =>
        {
            var session = await w.Server.LoggedIn(w.People.Grace);
            await w.Server.Authorize(session, w.People.Grace);
            await w.Server.AddApp(session);
            await w.Post(w.Grace, "/tfa/", new { tfa_method = "totp", code = "123456" });
        }),
        new("tfa-login/key-cannot-be-read", async w =>
        {
            await w.Server.Db.Write(tx =>
                tx.Execute($"UPDATE methods SET sealed_key = {new byte[64]} WHERE kind = {"totp"}"), TestContext.Current.CancellationToken);
            await w.Post(w.Grace, "/tfa/", new { code = w.People.Grace.Phone.Code() });
        }),
        new("tfa-login/store-is-down", async w =>
        {
            await w.Server.Db.DisposeAsync();
            await w.Post(w.Grace, "/tfa/", new { code = w.People.Grace.Phone.Code() });
        }),
    ];
}
