using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>The steps that stories are made of, in the words of the wire.</summary>
internal static class Steps
{
    public static readonly TimeSpan Cooldown = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(30);

    /// <summary>The next message with a code in it.</summary>
    public static Task<CaughtMessage> NextCode(this TestServer server, string to) =>
        server.Next(to, message => message.Text.Length >= 6 && message.Text[..6].All(char.IsAsciiDigit));

    /// <summary>The notice about this; notices may overtake one another.</summary>
    public static async Task<CaughtMessage> NextNotice(this TestServer server, TestPerson person, string about)
    {
        return server.Inbox.All.FirstOrDefault(IsMeant) ?? await server.Next(person.Email, IsMeant);

        bool IsMeant(CaughtMessage message) => message.To == person.Email && message.Subject.Contains(about, StringComparison.Ordinal);
    }

    /// <summary>Time has gone by steadily since the server began, as its clock says: what goes by a date may be deleted, and
    /// waits are lived through.</summary>
    public static Task IsSteady(this TestServer server) => server.Change(async tx =>
    {
        await SteadyClock.See(tx);
        var lived = (long)(tx.Now - server.Clock.Start).TotalMilliseconds;
        await tx.Execute($"""
            UPDATE clock_seen SET lived = CASE WHEN lived < {lived} THEN {lived} ELSE lived END, steady_from = ran - 86400000,
                                  gap_from = NULL, gap_from_ran = NULL, gap_from_lived = NULL,
                                  gap_offset = NULL, gap_due = NULL
            """);
        await tx.Execute($"DELETE FROM clock_jumps WHERE at_start <> 0");
    });

    /// <summary>The clock jumps, and a running server notes it: the server's own watch, or this one.</summary>
    public static Task ClockJumps(this TestServer server, TimeSpan by) =>
        Looking(server, TimeSpan.Zero, () => server.Clock.AdjustTime(server.Clock.GetUtcNow() + by));

    /// <summary>The time goes by, and a server looks at it now and then.</summary>
    public static async Task TimeGoesBy(this TestServer server, TimeSpan time)
    {
        for (var left = time; left > TimeSpan.Zero; left -= BetweenLooks)
        {
            var step = left < BetweenLooks ? left : BetweenLooks;
            await Looking(server, step, () => server.Clock.Advance(step));
        }
    }

    /// <summary>What a running server knows that looked at the clock just now.</summary>
    public static Task<LastLook> LastLook(this TestServer server) => server.Db.Write(
        async tx =>
        {
            if (!await SteadyClock.IsSeen(tx)) await SteadyClock.See(tx);
            return new LastLook(
                TimeSpan.FromMilliseconds(await tx.Number($"SELECT ran FROM clock_seen WHERE id = 1")),
                await tx.Number($"SELECT gaps FROM clock_seen WHERE id = 1"));
        }, TestContext.Current.CancellationToken);

    private static async Task Looking(TestServer server, TimeSpan passed, Action happens)
    {
        var before = await server.LastLook();
        happens();
        await server.Db.Write(tx => SteadyClock.Look(tx, before, () => passed), TestContext.Current.CancellationToken);
    }

    /// <summary>A second factor of this person was proven from where the tests come from.</summary>
    public static async Task IsKnown(this TestServer server, TestPerson person)
    {
        var account = await server.Db.Read(sql => AccountStore.FindByName(sql, person.Name), TestContext.Current.CancellationToken);
        await server.Change(tx => SendBudget.NoteOwner(tx, account!, new("127.0.0.1", "127.0.0.1", "", "")));
    }

    /// <summary>Somebody else, whose number lies beside this person's.</summary>
    public static async Task<TestPerson> NeighbourOf(this TestServer server, TestPerson person)
    {
        var neighbour = await server.Add("neighbour");
        await server.Change(tx => tx.Execute($"""
            INSERT INTO methods (account_id, kind, label, phone_number, is_primary, last_step, created_at)
            SELECT id, 'sms', 'Phone', {person.Number![..^2] + "98"}, 1, -1, 1 FROM accounts WHERE username = {neighbour.Name}
            """));
        return neighbour with { Number = person.Number![..^2] + "98" };
    }

    /// <summary>The first step of signing in, at this browser.</summary>
    public static Task<VastAnswer> Password(this VastCaller browser, TestPerson person) =>
        browser.Post("/users/login/", new { email = person.Email, password = TestPerson.Password });

    /// <summary>A browser with a session of this person.</summary>
    public static async Task<VastCaller> SignedIn(this TestServer server, TestPerson person)
    {
        var browser = server.Stranger();
        var answer = (await browser.Password(person)).Ok();
        if (answer.Has("tfa_required")) (await browser.Post("/tfa/", await server.Proof(browser, person, answer.Secret))).Ok();
        return browser;
    }

    /// <summary>A program with a 2FA session of this person.</summary>
    public static async Task<VastCaller> LoggedIn(this TestServer server, TestPerson person)
    {
        var program = server.As(person);
        return server.With((await program.Post("/tfa/", await server.Proof(program, person))).Ok().Text("session_key")!);
    }

    /// <summary>The body that proves this person's second factor, with a code that nobody has used.</summary>
    public static async Task<object> Proof(this TestServer server, VastCaller caller, TestPerson person, string? secret = null)
    {
        if (person.App is { } app) return new { tfa_method = "totp", code = app.NextCode(), secret };

        var sent = (await caller.Post("/tfa/sms/", new { secret })).Ok();
        return new { tfa_method = "sms", code = (await server.NextCode(person.Number!)).Code, secret = sent.Secret };
    }

    /// <summary>Gets leave to add a method: by e-mail for the first one, else by a backup code.</summary>
    public static async Task Authorize(this TestServer server, VastCaller caller, TestPerson person)
    {
        if (person.BackupCodes is [.., var spare])
        {
            (await caller.Post("/tfa/authorize-new-method/", new { backup_code = spare })).Ok();
            return;
        }

        var asked = (await caller.Post("/tfa/authorize-new-method/", new { tfa_method = "email" })).Ok();
        var mail = await server.NextCode(person.Email);
        (await caller.Put("/tfa/authorize-new-method/", new { code = mail.Code, secret = asked.Secret })).Ok();
    }

    /// <summary>Adds an authenticator app for which there is leave.</summary>
    public static async Task<(VastAnswer Added, Phone Phone)> AddApp(this TestServer server, VastCaller caller, string? label = null)
    {
        var setup = (await caller.Post("/tfa/totp-setup/")).Ok();
        var phone = Phone.Scan(setup.Text("provisioning_uri")!, server.Clock);
        return ((await caller.Post(
            "/tfa/confirm-new/", new { tfa_method = "totp", code = phone.NextCode(), secret = setup.Secret, label })).Ok(), phone);
    }

    /// <summary>Adds a phone number for which there is leave.</summary>
    public static async Task<VastAnswer> AddNumber(this TestServer server, VastCaller caller, string number, string? label = null)
    {
        var sent = (await caller.Post("/tfa/sms/", new { phone_number = number })).Ok();
        var message = await server.NextCode(number);
        return await caller.Post(
            "/tfa/confirm-new/", new { tfa_method = "sms", code = message.Code, secret = sent.Secret, phone_number = number, label });
    }

    /// <summary>The methods in the status.</summary>
    public static async Task<IReadOnlyList<JsonElement>> Methods(this VastCaller caller) =>
        [.. (await caller.Get("/tfa/status/")).Ok()["methods"].EnumerateArray()];

    /// <summary>A code that is not this one.</summary>
    public static string Other(this string code) => code == "000000" ? "000001" : "000000";

    /// <summary>Checks that an answer is this refusal, in the form that every refusal has.</summary>
    public static VastAnswer IsRefused(this VastAnswer answer, int status, string error)
    {
        Assert.Equal((status, error), (answer.Status, answer.Error));
        Assert.False(answer["success"].GetBoolean());
        Assert.NotEmpty(answer.Msg!);
        return answer;
    }

    /// <summary>Checks that a caller's credential is dead.</summary>
    public static async Task IsOut(this VastCaller caller) => (await caller.Get("/users/current/")).IsRefused(401, "auth_error");

    /// <summary>The next message that is meant; those before it are passed over.</summary>
    public static async Task<CaughtMessage> Next(this TestServer server, string to, Func<CaughtMessage, bool> isMeant)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, TestContext.Current.CancellationToken);
        while (true)
            if (await server.Inbox.Next(to, either.Token) is var message && isMeant(message)) return message;
    }
}
