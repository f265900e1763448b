using Countersign.TestKit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>One exchange of the /tf interface: how it comes about, and with what settings of the server.</summary>
internal sealed record VssWireCase(string Name, Func<VssWireWorld, Task> Play, params (string Name, string Value)[] Settings);

/// <summary>Every call and every refusal.</summary>
internal static class VssWireCases
{
    public static IReadOnlyList<VssWireCase> All =>
    [
        new("enable/app", w => w.Post(w.Ada, "/tf/enable", new { method = "AUTHENTICATOR" })),
        new("enable/sms", w => w.Post(w.Ada, "/tf/enable", new { method = "SMS", phone = "416-555-0142" })),
        new("enable/email", w => w.Post(w.Ada, "/tf/enable", new { method = "EMAIL" })),
        new("enable/already-on", w => w.Post(w.Grace, "/tf/enable", new { method = "EMAIL" })),
        new("enable/no-such-method", w => w.Post(w.Ada, "/tf/enable", new { method = "PIGEON" })),
        new("enable/no-phone", w => w.Post(w.Ada, "/tf/enable", new { method = "SMS" })),
        new("enable/not-a-phone", w => w.Post(w.Ada, "/tf/enable", new { method = "SMS", phone = "12" })),
        new("enable/email-not-accepted", w => w.Post(w.Ada, "/tf/enable", new { method = "EMAIL" }), ("EMAIL_CODES", "off")),
        new("enable/not-json", w => w.Post(w.Ada, "/tf/enable", new StringContent("[]", System.Text.Encoding.UTF8, "application/json"))),
        new("enable/wrong-password", w => w.Post(w.Wrong, "/tf/enable", new { method = "EMAIL" })),
        new("enable/nobody", w => w.Post(w.Nobody, "/tf/enable", new { method = "EMAIL" })),

        new("request-token/app", w => w.Post(w.Grace, "/tf/request-token")),
        new("request-token/sms", w => w.Post(w.Linus, "/tf/request-token")),
        new("request-token/email", async w =>
        {
            await w.Ada.Post("/tf/enable", new { method = "EMAIL" });
            await w.Post(w.Ada, "/tf/request-token");
        }),
        new("request-token/not-sent-by-our-own-fault", async w =>
        {
            await w.Ada.Post("/tf/enable", new { method = "EMAIL" });
            w.Inbox.Smtp.Feel(MailMood.RefuseSender);
            await w.Post(w.Ada, "/tf/request-token");
        }),
        new("request-token/too-soon", async w =>
        {
            await w.Linus.Post("/tf/request-token");
            await w.Post(w.Linus, "/tf/request-token");
        }),
        new("request-token/nothing-on", w => w.Post(w.Ada, "/tf/request-token")),

        new("verify/activates", async w =>
        {
            var phone = await w.BeginApp();
            await w.Post(w.Ada, "/tf/verify", new { otp = phone.Code() });
        }),
        new("verify/checks", w => w.Post(w.Grace, "/tf/verify", new { otp = w.People.Grace.Phone.NextCode() })),
        new("verify/wrong-first-code", async w =>
        {
            var phone = await w.BeginApp();
            await w.Post(w.Ada, "/tf/verify", new { otp = phone.WrongCode() });
        }),
        new("verify/missing", w => w.Post(w.Grace, "/tf/verify")),
        new("verify/nothing-pending", w => w.Post(w.Ada, "/tf/verify", new { otp = "123456" })),
        new("verify/no-code-sent", w => w.Post(w.Linus, "/tf/verify", new { otp = "123456" })),

        new("disable/asked", w => w.Post(w.Grace, "/tf/disable")),
        new("disable/nothing-on", w => w.Post(w.Ada, "/tf/disable")),
        new("disable/not-offered", w => w.Post(w.Grace, "/tf/disable"), ("DISABLE_BY_LINK", "off")),
        new("disable/required", w => w.Post(w.Grace, "/tf/disable"), ("REQUIRE_2FA", "on")),
        new("disable/done", async w => await w.Post(w.Grace, $"/tf/disable/{await w.DisableToken()}")),
        new("disable/unknown-token", w => w.Post(w.Grace, "/tf/disable/made-up")),
        new("disable/too-early", async w => await w.Post(w.Grace, $"/tf/disable/{await w.DisableToken()}"), ("DISABLE_DELAY", "1h")),
        new("disable/page", async w => await w.Get(w.Nobody, $"/tf/disable/{await w.DisableToken()}")),

        new("token/without-2fa", w => w.Post(w.Ada, "/auth/request-token", new { otp = (string?)null })),
        new("token/with-otp", w => w.Post(w.Grace, "/auth/request-token", new { otp = w.People.Grace.Phone.NextCode() })),
        new("token/with-recovery-code", w => w.Post(w.Grace, "/auth/request-token", new { otp = w.People.Grace.BackupCodes[0] })),
        new("token/otp-missing", w => w.Post(w.Grace, "/auth/request-token", new { otp = (string?)null })),
        new("token/otp-wrong", w => w.Post(w.Grace, "/auth/request-token", new { otp = w.People.Grace.Phone.WrongCode() })),
        new("token/otp-no-code", w => w.Post(w.Grace, "/auth/request-token", new { otp = "xxxxxx" })),
        new("token/otp-used", async w =>
        {
            var otp = w.People.Grace.Phone.NextCode();
            await w.Grace.Post("/auth/request-token", new { otp });
            await w.Post(w.Grace, "/auth/request-token", new { otp });
        }),
        new("token/locked", w => w.Post(w.Kurt, "/auth/request-token", new { otp = w.People.Kurt.Phone.NextCode() })),
        new("token/must-turn-on", w => w.Post(w.Ada, "/auth/request-token", new { otp = (string?)null }), ("REQUIRE_2FA", "on")),
        new("token/wrong-password", w => w.Post(w.Wrong, "/auth/request-token", new { otp = "123456" })),

        new("user/shown", async w => await w.Get(await w.Token(), "/v2/user")),
        new("user/no-token", w => w.Get(w.Nobody, "/v2/user")),
        new("user/tokens", async w => await w.Get(await w.Token(), "/v2/user/token")),
        new("user/token-disabled", async w => await w.Send(await w.Token(), HttpMethod.Put, "/v2/user/token/1", null)),
        new("user/token-deleted", async w => await w.Send(await w.Token(), HttpMethod.Delete, "/v2/user/token/1", null)),
        new("user/token-unknown", async w => await w.Send(await w.Token(), HttpMethod.Delete, "/v2/user/token/99", null)),
        new("ping", w => w.Get(w.Nobody, "/v2/ping")),
        new("status", w => w.Get(w.Nobody, "/v2/status")),
    ];
}
