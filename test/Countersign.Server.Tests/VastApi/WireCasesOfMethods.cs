using Countersign.Server.Tests.Stories;
using Countersign.TestKit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Exchanges that look at, add, change and remove methods.</summary>
internal static class WireCasesOfMethods
{
    public static IReadOnlyList<WireCase> All => [.. Looking, .. Adding, .. Confirming, .. Changing];

    private static IReadOnlyList<WireCase> Looking =>
    [
        new("tfa-status/without-2fa", w => w.Get(w.Ada, "/tfa/status/")),
        new("tfa-status/with-2fa", async w => await w.Get(await w.Server.LoggedIn(w.People.Barbara), "/tfa/status/")),
        new("tfa-status/locked", w => w.Get(w.Server.As(w.People.Kurt), "/tfa/status/")),
        new("tfa-totp-setup/made", w => w.Post(w.Ada, "/tfa/totp-setup/")),
        new("tfa-totp-setup/api-key-alone", w => w.Post(w.Grace, "/tfa/totp-setup/")),
        new("tfa-totp-setup/key-that-may-only-read", async w =>
        {
            var key = (await w.Ada.Post("/auth/apikeys/", new { permissions = new { api = new { user_read = new { } } } })).Ok().Text(
                "key")!;
            await w.Post(w.Server.With(key), "/tfa/totp-setup/");
        }),
    ];

    private static IReadOnlyList<WireCase> Adding =>
    [
        new("tfa-authorize-ask/by-mail", w => w.Post(w.Ada, "/tfa/authorize-new-method/")),
        new("tfa-authorize-ask/by-app", async w =>
            await w.Post(await w.Server.LoggedIn(w.People.Grace), "/tfa/authorize-new-method/", new { tfa_method = "totp" })),
        new("tfa-authorize-ask/by-backup-code", async w =>
            await w.Post(await w.Server.LoggedIn(w.People.Grace),
                "/tfa/authorize-new-method/", new { backup_code = w.People.Grace.BackupCodes[0] })),
        new("tfa-authorize-ask/wrong-backup-code", async w =>
            await w.Post(await w.Server.LoggedIn(w.People.Grace), "/tfa/authorize-new-method/", new { backup_code = "AAAA-BBBB-CCCC" })),
        new("tfa-authorize-ask/unknown-kind", w => w.Post(w.Ada, "/tfa/authorize-new-method/", new { tfa_method = "fax" })),
        new("tfa-authorize-ask/no-such-method", async w =>
            await w.Post(await w.Server.LoggedIn(w.People.Grace), "/tfa/authorize-new-method/", new { tfa_method_id = 999 })),
        new("tfa-authorize-prove/done", async w =>
        {
            var secret = (await w.Ada.Post("/tfa/authorize-new-method/")).Ok().Secret;
            await w.Put(w.Ada, "/tfa/authorize-new-method/", new { code = (await w.Server.NextCode("ada@example.org")).Code, secret });
        }),
        new("tfa-authorize-prove/wrong-code", async w =>
        {
            var secret = (await w.Ada.Post("/tfa/authorize-new-method/")).Ok().Secret;
            await w.Put(
                w.Ada, "/tfa/authorize-new-method/", new { code = (await w.Server.NextCode("ada@example.org")).Code.Other(), secret });
        }),
        new("tfa-authorize-prove/no-code", w => w.Put(w.Ada, "/tfa/authorize-new-method/", new { secret = "made-up" })),
        new("tfa-authorize-prove/nothing-pending", w => w.Put(w.Ada, "/tfa/authorize-new-method/", new { code = "123456" })),
        new("tfa-authorize-prove/unknown-secret", w =>
            w.Put(w.Ada, "/tfa/authorize-new-method/", new { code = "123456", secret = "made-up" })),
    ];

    private static IReadOnlyList<WireCase> Confirming =>
    [
        new("tfa-confirm-new/first-app", async w =>
        {
            await w.Server.Authorize(w.Ada, w.People.Ada);
            var secret = (await w.Ada.Post("/tfa/totp-setup/")).Ok().Secret;
            await w.Post(w.Ada, "/tfa/confirm-new/",
                new { tfa_method = "totp", code = Phone.Type(secret, w.Server.Clock).NextCode(), secret, label = "Blue phone" });
        }),
        new("tfa-confirm-new/second-number", async w =>
        {
            var session = await w.Server.LoggedIn(w.People.Grace);
            await w.Server.Authorize(session, w.People.Grace);
            var secret = (await session.Post("/tfa/sms/", new { phone_number = "+14165550142" })).Ok().Secret;
            await w.Post(session, "/tfa/confirm-new/",
                new { tfa_method = "sms", code = (await w.Server.NextCode("+14165550142")).Code, secret, phone_number = "+14165550142" });
        }),
        new("tfa-confirm-new/wrong-code", async w =>
        {
            await w.Server.Authorize(w.Ada, w.People.Ada);
            var secret = (await w.Ada.Post("/tfa/totp-setup/")).Ok().Secret;
            await w.Post(w.Ada, "/tfa/confirm-new/", new { code = Phone.Type(secret, w.Server.Clock).WrongCode(), secret });
        }),
        new("tfa-confirm-new/not-authorized", async w =>
        {
            var secret = (await w.Ada.Post("/tfa/totp-setup/")).Ok().Secret;
            await w.Post(w.Ada, "/tfa/confirm-new/", new { code = Phone.Type(secret, w.Server.Clock).NextCode(), secret });
        }),
        new("tfa-confirm-new/unknown-setup-key", async w =>
        {
            await w.Server.Authorize(w.Ada, w.People.Ada);
            await w.Post(w.Ada, "/tfa/confirm-new/", new { code = "123456", secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" });
        }),
        new("tfa-confirm-new/number-twice", async w =>
        {
            var session = await w.Server.LoggedIn(w.People.Linus);
            await w.Server.Authorize(session, w.People.Linus);
            w.Wait(Steps.Cooldown);
            var (secret, code) = await w.Text(session, w.People.Linus);
            await w.Post(session, "/tfa/confirm-new/", new { code, secret, phone_number = w.People.Linus.Number });
        }),
        new("tfa-confirm-new/another-number", async w =>
        {
            await w.Server.Authorize(w.Ada, w.People.Ada);
            var secret = (await w.Ada.Post("/tfa/sms/", new { phone_number = "+14165550142" })).Ok().Secret;
            await w.Post(w.Ada,
                "/tfa/confirm-new/", new { code = (await w.Server.NextCode("+14165550142")).Code, secret, phone_number = "+14165550143" });
        }),
        new("tfa-confirm-new/mail-is-no-method", w =>
            w.Post(w.Ada, "/tfa/confirm-new/", new { tfa_method = "email", code = "123456", secret = "made-up" })),
        new("tfa-confirm-new/no-secret", w => w.Post(w.Ada, "/tfa/confirm-new/", new { code = "123456" })),
        new("tfa-confirm-new/label-too-long", w =>
            w.Post(w.Ada, "/tfa/confirm-new/", new { code = "123456", secret = "made-up", label = new string('x', 31) })),
        new("tfa-test-submit/older-system", async w =>
        {
            var mary = await w.Server.AddMary();
            var session = await w.Server.LoggedIn(mary);
            var secret = (await session.Post("/tfa/totp-setup/")).Ok().Secret;
            await w.Post(session, "/tfa/test-submit/", new { code = "123456", secret });
        }),
    ];

    private static IReadOnlyList<WireCase> Changing =>
    [
        new("tfa-update/done", async w => await w.Put(
            await w.Server.LoggedIn(w.People.Barbara), "/tfa/update/", new { tfa_method = "sms", label = "Work", is_primary = true })),
        new("tfa-update/nothing-to-change", async w =>
            await w.Put(await w.Server.LoggedIn(w.People.Grace), "/tfa/update/", new { tfa_method = "totp" })),
        new("tfa-update/which-method", async w =>
            await w.Put(await w.Server.LoggedIn(w.People.Grace), "/tfa/update/", new { label = "x" })),
        new("tfa-update/no-such-method", async w =>
            await w.Put(await w.Server.LoggedIn(w.People.Grace), "/tfa/update/", new { tfa_method_id = 999, label = "x" })),
        new("tfa-update/no-boolean", async w =>
            await w.Put(await w.Server.LoggedIn(w.People.Grace), "/tfa/update/", new { tfa_method = "totp", is_primary = "yes" })),
        new("tfa-update/primary-stays", async w =>
            await w.Put(await w.Server.LoggedIn(w.People.Grace), "/tfa/update/", new { tfa_method = "totp", is_primary = false })),
        new("tfa-update/unknown-kind", async w =>
            await w.Put(await w.Server.LoggedIn(w.People.Grace), "/tfa/update/", new { tfa_method = "email", label = "x" })),
        new("tfa-regen-backup-codes/done", async w =>
            await w.Put(await w.Server.LoggedIn(w.People.Grace),
                "/tfa/regen-backup-codes/", new { tfa_method = "totp", code = w.People.Grace.Phone.NextCode() })),
        new("tfa-regen-backup-codes/wrong-code", async w =>
            await w.Put(
                await w.Server.LoggedIn(w.People.Grace), "/tfa/regen-backup-codes/", new { code = w.People.Grace.Phone.WrongCode() })),
        new("tfa-regen-backup-codes/without-2fa", w => w.Put(w.Ada, "/tfa/regen-backup-codes/", new { code = "123456" })),
        new("tfa-remove/one-of-two", async w =>
            await w.Delete(
                await w.Server.LoggedIn(w.People.Barbara), "/tfa/", new { tfa_method = "totp", code = w.People.Barbara.Phone.NextCode() })),
        new("tfa-remove/the-last", async w =>
            await w.Delete(
                await w.Server.LoggedIn(w.People.Grace), "/tfa/", new { tfa_method = "totp", code = w.People.Grace.Phone.NextCode() })),
        new("tfa-remove/the-last-at-a-browser", async w =>
            await w.Delete(
                await w.Server.SignedIn(w.People.Grace), "/tfa/", new { tfa_method = "totp", code = w.People.Grace.Phone.NextCode() })),
        new("tfa-remove/no-target", async w =>
            await w.Delete(await w.Server.LoggedIn(w.People.Grace), "/tfa/", new { backup_code = w.People.Grace.BackupCodes[0] })),
        new("tfa-remove/no-such-target", async w =>
            await w.Delete(
                await w.Server.LoggedIn(w.People.Grace), "/tfa/", new { backup_code = w.People.Grace.BackupCodes[0], target_id = 999 })),
        new("tfa-remove/older-system", async w =>
            await w.Delete(await w.Server.LoggedIn(await w.Server.AddMary()), "/tfa/", new { code = "123456", secret = "made-up" })),
    ];
}
