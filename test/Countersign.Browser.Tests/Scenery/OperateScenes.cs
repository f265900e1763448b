using Countersign.Browser.Tests.Driving;
using Countersign.Server.Pages;
using Countersign.TestKit;

namespace Countersign.Browser.Tests.Scenery;

/// <summary>The pages for the people who run the service, and those who develop it.</summary>
public static class OperateScenes
{
    public static IReadOnlyList<Scene> All { get; } =
    [
        new("operate-admins-only", PagePaths.Operate, BeNobody),
        new("operate-prove-again", PagePaths.ProveAgain, ComeLate),
        new("operate-messages", PagePaths.OperateMessages, SeeMessages),
        new("operate-messages-none", PagePaths.OperateMessages, visitor => Operate(visitor, PagePaths.OperateMessages)),
        new("operate-messages-ranges", PagePaths.OperateMessages, visitor => MissRanges(visitor, PagePaths.OperateMessages)),
        new("operate-range-allow", $"{Ranges}/allow", visitor => MissRanges(visitor, $"{PagePaths.OperateMessages}/ranges/1/allow")),
        new("operate-range-end", $"{Ranges}/end", visitor => MissRanges(visitor, $"{PagePaths.OperateMessages}/ranges/2/end")),
        new("operate-budgets", PagePaths.OperateBudgets, visitor => UseBudgets(visitor, PagePaths.OperateBudgets)),
        new("operate-messages-calls", PagePaths.OperateMessages, SeeCalls) { Settings = PromptScenes.Callers },
        new("operate-budgets-none", PagePaths.OperateBudgets, visitor => Operate(visitor, PagePaths.OperateBudgets)),
        new(
            "operate-budget-lift", $"{PagePaths.OperateBudgets}/{{bucket}}/lift",
            visitor => UseBudgets(visitor, $"{PagePaths.OperateBudgets}/sms-prefix:+49151234/lift")),
        new("operate-trial", Trial, visitor => Operate(visitor, Trial)),
        new("operate-trial-wrong", Trial, visitor => Operate(visitor, $"{Trial}?day=2026-11-20&in-all=many&per-country=lots")),
        new("operate-trial-outcome", Trial, TryADay),
        new("operate-webhooks", PagePaths.OperateHooks, visitor => HaveHooks(visitor, PagePaths.OperateHooks)),
        new("operate-webhooks-none", PagePaths.OperateHooks, visitor => Operate(visitor, PagePaths.OperateHooks)),
        new("operate-webhook", Hook, visitor => HaveHooks(visitor, $"{PagePaths.OperateHooks}/1")),
        new("operate-webhook-off", Hook, visitor => HaveHooks(visitor, $"{PagePaths.OperateHooks}/2")),
        new("operate-webhook-test", $"{Hook}/test", visitor => HaveHooks(visitor, $"{PagePaths.OperateHooks}/1/test")),
        new("operate-webhook-enable", $"{Hook}/enable", visitor => HaveHooks(visitor, $"{PagePaths.OperateHooks}/2/enable")),
        new("operate-webhook-remove", $"{Hook}/remove", visitor => HaveHooks(visitor, $"{PagePaths.OperateHooks}/1/remove")),
        new(
            "operate-webhook-replay", $"{Hook}/replay/{{delivery:long}}",
            visitor => HaveHooks(visitor, $"{PagePaths.OperateHooks}/1/replay/2")),
        new("operate-activity", PagePaths.OperateActivity, SeeActivity),
        new("operate-activity-day", PagePaths.OperateActivity, visitor => Operate(visitor, $"{PagePaths.OperateActivity}?span=day")),
        new("operate-enforcement", PagePaths.OperateEnforcement, visitor => Operate(visitor, PagePaths.OperateEnforcement)),
        new("operate-enforcement-off", PagePaths.OperateEnforcement, BeCalledOff),
        new("operate-require", Require, visitor => Operate(visitor, Require)),
        new("operate-call-off", CallOff, visitor => BeOrdered(visitor, CallOff)),
        new("dev-inbox-empty", PagePaths.Inbox, visitor => visitor.Open(PagePaths.Inbox)) { IsDevelopment = true },
        new("dev-inbox", PagePaths.Inbox, FillInbox) { IsDevelopment = true },
        new("dev-api", PagePaths.Interfaces, visitor => visitor.Open(PagePaths.Interfaces)) { IsDevelopment = true },
    ];

    private const string Ranges = $"{PagePaths.OperateMessages}/ranges/{{id:long}}";
    private const string Trial = $"{PagePaths.OperateBudgets}/simulate";
    private const string Hook = $"{PagePaths.OperateHooks}/{{id:long}}";
    private const string Require = $"{PagePaths.OperateEnforcement}/require";
    private const string CallOff = $"{PagePaths.OperateEnforcement}/call-off";

    /// <summary>Signs in as grace, who is an admin from now on, and goes to a page.</summary>
    internal static async Task Operate(Visitor visitor, string path)
    {
        var grace = visitor.Server.People.Grace;
        await visitor.Server.Db.Write(
            tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = {grace.Name}"), CancellationToken.None);
        await visitor.SignIn(grace);
        await visitor.Open(path);
    }

    // The code that let grace in is from yesterday.
    private static async Task ComeLate(Visitor visitor)
    {
        await Operate(visitor, PagePaths.Operate);
        await visitor.Server.Db.Write(
            tx => tx.Execute($"UPDATE sessions SET second_factor_at = second_factor_at - {24 * 3600}"), CancellationToken.None);
        await visitor.Open(PagePaths.OperateAccounts);
    }

    // One message came, one was refused, and one is tried again.
    private static async Task SeeMessages(Visitor visitor)
    {
        var (sms, mail) = (visitor.Server.Inbox.Sms, visitor.Server.Inbox.Smtp);
        await visitor.GivePassword(visitor.Server.People.Linus);
        visitor.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        sms.Feel(GatewayMood.Refuse);
        await visitor.GivePassword(visitor.Server.People.Linus);
        mail.Feel(MailMood.PutOffRecipient);
        await visitor.Open(PagePaths.Forgot);
        await visitor.Fill("email", visitor.Server.People.Linus.Email);
        await visitor.Submit();
        await Operate(visitor, PagePaths.OperateMessages);
    }

    // A text did not come, nobody answered the call that followed, and the next one was answered.
    private static async Task SeeCalls(Visitor visitor)
    {
        await PromptScenes.BeCalled(visitor, "failed");
        await visitor.Server.Db.Write(
            tx => tx.Execute($"UPDATE outbox SET last_error = 'nobody answered the call' WHERE id = (SELECT max(id) FROM outbox)"),
            CancellationToken.None);
        visitor.Server.Clock.Advance(TimeSpan.FromMinutes(2));
        await PromptScenes.BeCalled(visitor, "delivered");
        await Operate(visitor, PagePaths.OperateMessages);
    }

    // Numbers of two new ranges were given; one is allowed since.
    private static async Task MissRanges(Visitor visitor, string path)
    {
        await visitor.Server.Db.Write(
            tx => tx.Execute($"""
                INSERT INTO phone_ranges (id, beginning, tries, last_tried_at, allowed_at, allowed_by)
                VALUES (1, '+1436', 3, {tx.Now}, NULL, NULL), (2, '+1621', 1, {tx.Now}, {tx.Now}, 1)
                """), CancellationToken.None);
        await Operate(visitor, path);
    }

    // One is well, but for an event that it did not take; nothing is sent to the other any more.
    private static async Task HaveHooks(Visitor visitor, string path)
    {
        await visitor.Server.Db.Write(
            async tx =>
            {
                await tx.Execute($"""
                    INSERT INTO hooks (id, url, events, from_entry, created_at, taken_at, failing_since, disabled_at, disabled_why)
                    VALUES (1, 'https://siem.example.org/countersign/events', 'message,security', 0, {tx.Now}, {tx.Now}, NULL, NULL, NULL),
                           (2, 'https://desk.example.net/hooks/8c1f', 'security.second_factor_disabled', 0, {tx.Now}, NULL,
                            {tx.Now.AddDays(-4)}, {tx.Now.AddDays(-1)}, 'it cannot be reached')
                    """);
                await tx.Execute($"""
                    INSERT INTO hook_events (id, event_id, account_id, type, body, created_at)
                    VALUES (1, 'evt_1', 2, 'security.authn_login_success', '', {tx.Now}), (2, 'evt_2', 1, 'message.failed', '', {tx.Now}),
                           (3, 'evt_3', NULL, 'hook.test', '', {tx.Now}), (4, 'evt_4', 2, 'security.method_added', '', {tx.Now})
                    """);
                await tx.Execute($"""
                    INSERT INTO hook_deliveries (id, hook_id, hook_event_id, account_id, state, attempts, next_attempt_at, status, last_error,
                                                 answer, created_at, done_at)
                    VALUES (1, 1, 1, 2, 'taken', 1, {tx.Now}, 200, NULL, NULL, {tx.Now}, {tx.Now}),
                           (2, 1, 2, 1, 'given_up', 10, {tx.Now}, 422, 'it answered HTTP 422', 'unknown type', {tx.Now}, {tx.Now}),
                           (3, 1, 3, NULL, 'taken', 1, {tx.Now}, 204, NULL, NULL, {tx.Now}, {tx.Now}),
                           (4, 1, 4, 2, 'waiting', 3, {tx.Now.AddMinutes(24)}, 503, 'it answered HTTP 503', NULL, {tx.Now}, NULL)
                    """);
            }, CancellationToken.None);
        await Operate(visitor, path);
    }

    // A country is full, and the rest is not.
    private static async Task UseBudgets(Visitor visitor, string path)
    {
        await visitor.Server.Db.Write(
            tx => tx.Execute($"""
                INSERT INTO limits (bucket, hits, window_ends)
                VALUES ('sms-all', 1204, {tx.Now.AddHours(9)}), ('sms-notice-all', 3, {tx.Now.AddHours(20)}),
                       ('sms-country:49', 500, {tx.Now.AddHours(9)}), ('sms-new-country:1', 18, {tx.Now.AddHours(3)}),
                       ('sms-prefix:+49151234', 20, {tx.Now.AddMinutes(41)}), ('sms-new-address:2001:db8:4:f00::/56', 12, {tx.Now.AddMinutes(5)}),
                       ('sms-new-sent:+43664123', 31, {tx.Now.AddHours(4)}), ('sms-new-returned:+43664123', 2, {tx.Now.AddHours(4)}),
                       ('email-asked-from:192.0.2.7', 9, {tx.Now.AddMinutes(14)})
                """), CancellationToken.None);
        await Operate(visitor, path);
    }

    // Yesterday had texts to two countries, and one of these is closed in the trial.
    private static async Task TryADay(Visitor visitor)
    {
        var day = new DateTimeOffset(visitor.Server.Clock.GetUtcNow().UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);
        await visitor.Server.Db.Write(async tx =>
        {
            for (var n = 0; n < 7; n++)
                await tx.Execute($"""
                    INSERT INTO outbox (message_id, channel, kind, destination, state, next_attempt_at, expires_at, created_at, done_at)
                    VALUES ({$"trial{n}"}, 'sms', 'log_in_code', {(n < 5 ? $"+141555501{n}0" : $"+4366412345{n}0")}, 'sent', 0, 0,
                            {day.AddHours(n)}, {day.AddHours(n)})
                    """);
        }, CancellationToken.None);
        await Operate(visitor, FormattableString.Invariant(
            $"{Trial}?day={day.UtcDateTime:yyyy-MM-dd}&in-all=2000/1d&per-country=3/1d&countries=US,CA&price=0.05"));
    }

    // A month that went up and down, with every way to sign in and a bad day.
    private static async Task SeeActivity(Visitor visitor)
    {
        (string Event, string? Factor, string Outcome, int Most)[] stories =
        [
            ("authn_login_success", "totp", "success", 31),
            ("authn_login_success", "sms", "success", 17), ("authn_login_success", "email", "success", 5),
            ("authn_login_success", "backup_code", "success", 2),
            ("authn_login_success", null, "remembered_browser", 23), ("authn_login_success", null, "success", 9),
            ("authn_login_fail", null, "wrong_password", 7),
            ("authn_login_fail", "totp", "wrong_code", 6), ("code_sent", "sms", "success", 19),
        ];
        await visitor.Server.Db.Write(async tx =>
        {
            // This past comes after the server has summed the log up.
            await tx.Execute($"UPDATE trend_mark SET summed_through = 0");
            var seq = 0;
            foreach (var (kind, story) in stories.Index())
                for (var day = 0; day < 29; day++)
                    for (var times = (day * (kind + 3) * 7 % story.Most) + (day == 20 && kind > 5 ? 12 : 0); times > 0; times--)
                        await tx.Execute($"""
                            INSERT INTO audit_log (account_id, seq, event, outcome, factor, api_route, args, ip_address, created_at, hash_key, hash)
                            VALUES (0, {1000 + seq++}, {story.Event}, {story.Outcome}, {story.Factor}, 'POST /', {"{}"}, '192.0.2.1', {tx.Now.AddDays(-day)}, 'x', {new byte[1]})
                            """);
        }, CancellationToken.None);
        await Operate(visitor, PagePaths.OperateActivity);
    }

    private static async Task FillInbox(Visitor visitor)
    {
        await visitor.GivePassword(visitor.Server.People.Linus);
        await visitor.Open(PagePaths.Forgot);
        await visitor.Fill("email", visitor.Server.People.Grace.Email);
        await visitor.Submit();
        await visitor.Open(PagePaths.Inbox);
    }

    private static async Task BeOrdered(Visitor visitor, string path)
    {
        await visitor.Server.Db.Write(
            tx => tx.Execute(
                $"INSERT INTO requirement_orders (standing, ordered_at, begins_at, ordered_by, last_account) VALUES (1, {tx.Now}, " +
                $"{tx.Now.AddDays(14)}, 1, 1)"), CancellationToken.None);
        await Operate(visitor, path);
    }

    private static async Task BeCalledOff(Visitor visitor)
    {
        await visitor.Server.Db.Write(
            tx => tx.Execute($"INSERT INTO requirement_news (account_id) SELECT id FROM accounts"), CancellationToken.None);
        await Operate(visitor, PagePaths.OperateEnforcement);
    }

    private static async Task BeNobody(Visitor visitor)
    {
        await visitor.SignIn(visitor.Server.People.Grace);
        await visitor.Open(PagePaths.Operate);
    }
}
