using Countersign.Server.SignIn;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Exchanges around the account: sign-up, password, keys, sessions, audit log.</summary>
internal static class WireCasesOfAccounts
{
    private const string Deletion = "/users/current/deletion/";
    private const string Password = "correct-horse-battery-staple";

    public static IReadOnlyList<WireCase> All => [.. People, .. Deletions, .. Keys];

    private static IReadOnlyList<WireCase> People =>
    [
        new("users/signed-up", w =>
            w.Post(w.Server.Stranger(), "/users/", new { email = "emmy@example.org", username = "emmy", password = Password })),
        new("users/closed", w => w.Post(w.Server.Stranger(),
            "/users/", new { email = "emmy@example.org", username = "emmy", password = Password }), ("SIGN_UP", "closed")),
        new("users/no-address", w =>
            w.Post(w.Server.Stranger(), "/users/", new { email = "emmy", username = "emmy", password = Password })),
        new("users/no-name", w => w.Post(w.Server.Stranger(), "/users/", new { email = "emmy@example.org", password = Password })),
        new("users/bad-name", w =>
            w.Post(w.Server.Stranger(), "/users/", new { email = "emmy@example.org", username = "e m m y", password = Password })),
        new("users/name-taken", w =>
            w.Post(w.Server.Stranger(), "/users/", new { email = "emmy@example.org", username = "ada", password = Password })),
        new("users/weak-password", w =>
            w.Post(w.Server.Stranger(), "/users/", new { email = "emmy@example.org", username = "emmy", password = "secret" })),
        new("users-verify-email/done", async w =>
        {
            var (emmy, code) = await Emmy(w);
            await w.Post(emmy, "/users/verify-email/", new { code });
        }),
        new("users-verify-email/wrong-code", async w =>
        {
            var (emmy, code) = await Emmy(w);
            await w.Post(emmy, "/users/verify-email/", new { code = code.Other() });
        }),
        new("users-verify-email/signed-out", w => w.Post(w.Server.Stranger(), "/users/verify-email/", new { code = "123456" })),
        new("users-verify-email/dead-link", w => w.Post(w.Server.Stranger(), "/users/verify-email/", new { token = "made-up" })),
        new("users-verify-email/nothing-given", w => w.Post(w.Server.Stranger(), "/users/verify-email/", new { })),
        new("users-verify-email-send/asked", w =>
            w.Post(w.Server.Stranger(), "/users/verify-email/send/", new { email = "emmy@example.org" })),
        new("users-verify-email-send/no-address", w => w.Post(w.Server.Stranger(), "/users/verify-email/send/", new { })),
        new("users-current-export/by-app", async w =>
        {
            var grace = await w.Server.LoggedIn(w.People.Grace);
            await w.Server.Verb<CredentialDecisions>().TellAll(TestContext.Current.CancellationToken); // or else a sweep does, or does not
            await w.Post(grace, "/users/current/export/", new { tfa_method = "totp", code = w.People.Grace.Phone.NextCode() });
        }),
        new("users-current-export/no-proof", async w =>
            await w.Post(await w.Server.LoggedIn(w.People.Grace), "/users/current/export/", new { })),
        new("users-current-export/no-password", w => w.Post(w.Ada, "/users/current/export/", new { })),
        new("users-password/changed", async w =>
            await w.Put(await w.Server.SignedIn(w.People.Ada),
                "/users/password/", new { old_password = TestPerson.Password, new_password = Password })),
        new("users-password/wrong", w =>
            w.Put(w.Ada, "/users/password/", new { old_password = "wrong-wrong-wrong", new_password = Password })),
        new("users-password/weak", w =>
            w.Put(w.Ada, "/users/password/", new { old_password = TestPerson.Password, new_password = "12345678" })),
        new("users-password/nothing-given", w => w.Put(w.Ada, "/users/password/", new { })),
    ];

    private static IReadOnlyList<WireCase> Deletions =>
    [
        new("users-current-deletion-ask/asked", w => Nina(w, nina =>
            w.Post(nina, Deletion, new { name = "nina", password = TestPerson.Password }))),
        new("users-current-deletion-ask/at-once", w => Nina(w, nina =>
            w.Post(nina, Deletion, new { name = "nina@example.org", password = TestPerson.Password })), ("ACCOUNT_DELETE_DELAY", "0s")),
        new("users-current-deletion-ask/wrong-name", w => Nina(w, nina =>
            w.Post(nina, Deletion, new { name = "grace", password = TestPerson.Password }))),
        new("users-current-deletion-ask/no-name", w => Nina(w, nina => w.Post(nina, Deletion, new { password = TestPerson.Password }))),
        new("users-current-deletion-ask/wrong-password", w => Nina(w, nina =>
            w.Post(nina, Deletion, new { name = "nina", password = "wrong-wrong-wrong" }))),
        new("users-current-deletion-ask/last-admin", w => w.Post(w.Ada, Deletion, new { name = "ada", password = TestPerson.Password })),
        new("users-current-deletion-ask/asked-already", w => Nina(w, async nina =>
        {
            (await nina.Post(Deletion, new { name = "nina", password = TestPerson.Password })).Ok();
            return await w.Post(nina, Deletion, new { name = "nina", password = TestPerson.Password });
        })),
        new("users-current-messages/sent", w => Nina(w, async nina =>
        {
            await HearOfDeletion(w, nina);
            return await w.Get(nina, "/users/current/messages/");
        })),
        new("users-current-messages-one/sent", w => Nina(w, async nina =>
        {
            await HearOfDeletion(w, nina);
            var id = (await nina.Get("/users/current/messages/")).Ok()["messages"][0].GetProperty("id").GetString();
            return await w.Get(nina, $"/users/current/messages/{id}/");
        })),
        new("users-current-messages-one/none", w => w.Get(w.Ada, "/users/current/messages/msg_00000000000000000000000000000000/")),
        new("users-current-deletion-show/none", w => w.Get(w.Ada, Deletion)),
        new("users-current-deletion-show/waits", w => Nina(w, async nina =>
        {
            (await nina.Post(Deletion, new { name = "nina", password = TestPerson.Password })).Ok();
            return await w.Get(nina, Deletion);
        })),
        new("users-current-deletion-call-off/done", w => Nina(w, async nina =>
        {
            (await nina.Post(Deletion, new { name = "nina", password = TestPerson.Password })).Ok();
            return await w.Delete(nina, Deletion);
        })),
        new("users-current-deletion-call-off/nothing", w => w.Delete(w.Ada, Deletion)),
    ];

    private static IReadOnlyList<WireCase> Keys =>
    [
        new("auth-apikeys-list/listed", w => w.Get(w.Ada, "/auth/apikeys/")),
        new("auth-apikeys-make/made", w =>
            w.Post(w.Ada, "/auth/apikeys/", new { name = "laptop", permissions = new { api = new { user_read = new { } } } })),
        new("auth-apikeys-make/for-everything", w => w.Post(w.Ada, "/auth/apikeys/", new { name = "laptop" })),
        new("auth-apikeys-make/bad-permissions", w => w.Post(w.Ada, "/auth/apikeys/", new { permissions = "all" })),
        new("auth-apikeys-make/bad-name", w => w.Post(w.Ada, "/auth/apikeys/", new { name = new string('x', 101) })),
        new("auth-apikeys-show/shown", w => w.Get(w.Ada, "/auth/apikeys/1/")),
        new("auth-apikeys-show/somebody-elses", w => w.Get(w.Ada, "/auth/apikeys/2/")),
        new("auth-apikeys-delete/deleted", async w =>
        {
            var id = (await w.Ada.Post("/auth/apikeys/", new { name = "laptop" })).Ok()["id"].GetInt64();
            await w.Delete(w.Ada, $"/auth/apikeys/{id}/");
        }),
        new("auth-apikeys-delete/somebody-elses", w => w.Delete(w.Ada, "/auth/apikeys/2/")),
        new("commands-reset-apikey/reset", w => w.Put(w.Ada, "/commands/reset_apikey/")),
        new("auth-sessions-list/listed", async w =>
        {
            await w.Server.SignedIn(w.People.Grace);
            await w.Get(await w.Server.LoggedIn(w.People.Grace), "/auth/sessions/");
        }),
        new("auth-sessions-end/ended", async w =>
            await w.Delete(await w.Server.LoggedIn(w.People.Grace), "/auth/sessions/", new { id = 1 })),
        new("auth-sessions-end/which", w => w.Delete(w.Ada, "/auth/sessions/", new { })),
        new("auth-sessions-end/no-such", w => w.Delete(w.Ada, "/auth/sessions/", new { id = 999 })),
        new("audit-logs/listed", async w =>
        {
            await w.Grace.Post("/tfa/", new { code = w.People.Grace.Phone.WrongCode() });
            await w.Get(await w.Server.LoggedIn(w.People.Grace), "/audit_logs/");
        }),
    ];

    // Somebody whose operator has made her an account, at her browser, with the mailed code.
    private static async Task<(VastCaller Emmy, string Code)> Emmy(WireWorld w)
    {
        await w.Server.Add("emmy", isProven: false);
        (await w.Server.Stranger().Post("/users/verify-email/send/", new { email = "emmy@example.org" })).Ok();
        var code = (await w.Server.NextCode("emmy@example.org")).Code;
        var browser = w.Server.Stranger();
        (await browser.Post("/users/login/", new { email = "emmy", password = TestPerson.Password })).Ok();
        return (browser, code);
    }

    // Somebody who is no admin, and has no second factor.
    private static async Task Nina(WireWorld w, Func<VastCaller, Task<VastAnswer>> ask) =>
        await ask(w.Server.As(await w.Server.Add("nina")));

    private static async Task HearOfDeletion(WireWorld w, VastCaller nina)
    {
        (await nina.Post(Deletion, new { name = "nina", password = TestPerson.Password })).Ok();
        await w.Server.Next("nina@example.org", message => message.Subject.Contains("deleted", StringComparison.Ordinal));
        await w.Server.AllSent();
    }
}
