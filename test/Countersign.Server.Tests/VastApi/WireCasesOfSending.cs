using Countersign.Server.Tests.Stories;
using Countersign.TestKit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>Exchanges that send a code.</summary>
internal static class WireCasesOfSending
{
    public static IReadOnlyList<WireCase> All =>
    [
        new("tfa-email/sent", w => w.Post(w.Grace, "/tfa/email/")),
        new("tfa-email/signed-out", async w =>
        {
            var (browser, secret) = await w.Waiting(w.People.Grace);
            await w.Post(browser, "/tfa/email/", new { secret });
        }),
        new("tfa-email/again-too-soon", async w =>
        {
            var (secret, _) = await w.Mail(w.Grace, w.People.Grace);
            await w.Post(w.Grace, "/tfa/email/", new { secret });
        }),
        new("tfa-email/address-not-confirmed", async w =>
            await w.Post(w.Server.As(await w.Server.Add("frances", isProven: false)), "/tfa/email/")),
        new("tfa-email/not-offered", w => w.Post(w.Grace, "/tfa/email/"), ("EMAIL_CODES", "off")),
        new("tfa-email/not-sent-by-our-own-fault", async w =>
        {
            w.Server.Inbox.Smtp.Feel(MailMood.RefuseSender);
            await w.Post(w.Grace, "/tfa/email/");
        }),
        new("tfa-email/unknown-secret", w => w.Post(w.Server.Stranger(), "/tfa/email/", new { secret = "made-up" })),
        new("tfa-email/nobody", w => w.Post(w.Server.Stranger(), "/tfa/email/")),

        new("tfa-sms/sent", w => w.Post(w.Linus, "/tfa/sms/")),
        new("tfa-sms/to-a-new-number", async w =>
        {
            await w.Server.Authorize(w.Ada, w.People.Ada);
            await w.Post(w.Ada, "/tfa/sms/", new { phone_number = "+14165550142" });
        }),
        new("tfa-sms/to-a-new-number-without-leave", w => w.Post(w.Ada, "/tfa/sms/", new { phone_number = "+14165550142" })),
        new("tfa-sms/signed-out", async w =>
        {
            var (browser, secret) = await w.Waiting(w.People.Linus);
            await w.Post(browser, "/tfa/sms/", new { secret });
        }),
        new("tfa-sms/sent-a-moment-ago", async w =>
        {
            await w.Text(w.Linus, w.People.Linus);
            await w.Post(w.Linus, "/tfa/sms/");
        }),
        new("tfa-sms/no-number", w => w.Post(w.Ada, "/tfa/sms/")),
        new("tfa-sms/no-phone-number-at-all", w => w.Post(w.Ada, "/tfa/sms/", new { phone_number = "12" })),
        new("tfa-sms/fixed-line", w => w.Post(w.Ada, "/tfa/sms/", new { phone_number = "+49301234567" })),
        new("tfa-sms/country-not-served", async w =>
        {
            await w.Server.Authorize(w.Ada, w.People.Ada);
            await w.Post(w.Ada, "/tfa/sms/", new { phone_number = "+33612345678" });
        }),
        new("tfa-sms/no-such-method", w => w.Post(w.Linus, "/tfa/sms/", new { tfa_method_id = 999 })),
        new("tfa-sms/another-number-while-signed-out", async w =>
        {
            var (browser, secret) = await w.Waiting(w.People.Linus);
            await w.Post(browser, "/tfa/sms/", new { secret, phone_number = "+14165550142" });
        }),
        new("tfa-sms/number-on-too-many-accounts", async w =>
        {
            await w.Server.Authorize(w.Ada, w.People.Ada);
            await w.Post(w.Ada, "/tfa/sms/", new { phone_number = "+14165550123" });
        }, ("ACCOUNTS_PER_NUMBER", "1")),
        new("tfa-sms/too-many-messages", async w =>
        {
            await w.Text(w.Linus, w.People.Linus);
            w.Wait(Steps.Cooldown);
            await w.Post(w.Linus, "/tfa/sms/");
        }, ("SMS_PER_ACCOUNT_SHORT", "1/10m")),
        new("tfa-sms/refused-by-the-gateway", async w =>
        {
            w.Server.Inbox.Sms.Feel(GatewayMood.Refuse);
            await w.Post(w.Linus, "/tfa/sms/");
        }),
        new("tfa-sms/locked", async w =>
        {
            var (secret, code) = await w.Text(w.Linus, w.People.Linus);
            for (var n = 0; n < 3; n++) await w.Linus.Post("/tfa/", new { code = code.Other(), secret });
            w.Wait(Steps.Cooldown);
            await w.Post(w.Linus, "/tfa/sms/");
        }),
        new("tfa-sms/not-offered", w => w.Post(w.Linus, "/tfa/sms/"), ("SMS", "none")),
        new("tfa-sms/sign-in-expired", async w =>
        {
            var (browser, secret) = await w.Waiting(w.People.Linus);
            w.Wait(TimeSpan.FromMinutes(10));
            await w.Post(browser, "/tfa/sms/", new { secret });
        }),

        new("tfa-sms-resend/sent", async w =>
        {
            var (secret, _) = await w.Text(w.Linus, w.People.Linus);
            w.Wait(Steps.Cooldown);
            await w.Post(w.Linus, "/tfa/sms/resend/", new { secret });
        }),
        new("tfa-sms-resend/lost-secret", async w =>
        {
            await w.Text(w.Linus, w.People.Linus);
            w.Wait(Steps.Cooldown);
            await w.Post(w.Linus, "/tfa/sms/resend/");
        }),
        new("tfa-sms-resend/too-soon", async w =>
        {
            var (secret, _) = await w.Text(w.Linus, w.People.Linus);
            await w.Post(w.Linus, "/tfa/sms/resend/", new { secret });
        }),
        new("tfa-sms-resend/another-number", async w =>
        {
            var (secret, _) = await w.Text(w.Linus, w.People.Linus);
            w.Wait(Steps.Cooldown);
            await w.Post(w.Linus, "/tfa/sms/resend/", new { secret, phone_number = "+14165550142" });
        }),
        new("tfa-sms-resend/expired", async w =>
        {
            var (secret, _) = await w.Text(w.Linus, w.People.Linus);
            w.Wait(TimeSpan.FromMinutes(10));
            await w.Post(w.Linus, "/tfa/sms/resend/", new { secret });
        }),
        new("tfa-sms-resend/nothing-to-resend", w => w.Post(w.Linus, "/tfa/sms/resend/")),
        new("tfa-sms-resend/unknown-secret", w => w.Post(w.Linus, "/tfa/sms/resend/", new { secret = "made-up" })),
        new("tfa-sms-resend/nobody", w => w.Post(w.Server.Stranger(), "/tfa/sms/resend/")),

        new("tfa-test/sent", w => w.Post(w.Linus, "/tfa/test/")),
        new("tfa-resend/sent", async w =>
        {
            var (secret, _) = await w.Text(w.Linus, w.People.Linus);
            w.Wait(Steps.Cooldown);
            await w.Post(w.Linus, "/tfa/resend/", new { secret });
        }),
    ];
}
