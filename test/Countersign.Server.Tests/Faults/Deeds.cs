using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.Server.Tests.VssApi;
using Countersign.TestKit;

namespace Countersign.Server.Tests.Faults;

/// <summary>Makes people, and says what each of them is about to do.</summary>
internal sealed class Deeds(TestServer office)
{
    private static readonly Func<Deeds, Task<Deed>>[] Kinds =
    [
        deeds => deeds.SignInByApp(), deeds => deeds.GuessWrong(), deeds => deeds.SignInByRecoveryCode(), deeds => deeds.SignInByPassword(),
        deeds => deeds.MakeNewCodes(), deeds => deeds.ReplaceKey(), deeds => deeds.SignOut(), deeds => deeds.TurnOn(),
        deeds => deeds.SendCode(), deeds => deeds.RemoveApp(),
    ];

    private static int people;

    /// <summary>So many of each kind, for people of their own, in an order of chance.</summary>
    public async Task<IReadOnlyList<Deed>> Prepare(int ofEach, Random chance)
    {
        var all = new List<Deed>();
        for (var n = 0; n < ofEach; n++)
            foreach (var kind in Kinds)
                all.Add(await kind(this));
        var mixed = all.ToArray();
        chance.Shuffle(mixed);
        return mixed;
    }

    private async Task<Deed> SignInByApp()
    {
        var (person, app) = await WithApp();
        object? code = null; // The same, when they ask again.
        return new("sign-in by app", person.Name, node => Ask(node, person.ApiKey, "/tfa/", code ??= Code(app)), At(async now => (
            await Sessions(now, person), await now.Number($"SELECT count(*) FROM methods WHERE id = {app.Id} AND last_step >= 0"))))
        {
            GoodFor = TimeSpan.FromSeconds(25),
        };
    }

    private async Task<Deed> GuessWrong()
    {
        var (person, app) = await WithApp();
        return new(
            "wrong code", person.Name,
            async node =>
            {
                var answer = await new VastCaller(node, person.ApiKey).Post(
                    "/tfa/", new { tfa_method = "totp", tfa_method_id = app.Id, code = PhoneOf(app).WrongCode() });
                return answer.Error == "2fa_verification_failed" ? Told.Done : OfStatus(answer);
            },
            At(async now => (
                await now.Number($"SELECT fail_count FROM methods WHERE id = {app.Id}"),
                await now.Number($"SELECT count(*) FROM audit_log WHERE method_id = {app.Id} AND event = 'authn_login_fail'"))),
            CanAskAgain: false);
    }

    private async Task<Deed> SignInByRecoveryCode()
    {
        var (person, _, codes) = await WithCodes();
        return new(
            "sign-in by recovery code", person.Name, node => Ask(node, person.ApiKey, "/tfa/", new { backup_code = codes[0] }),
            At(async now => (await Sessions(now, person), await now.Number($"""
                SELECT count(*) FROM backup_codes WHERE used_at IS NOT NULL AND account_id = {await now.IdOf(person)}
                """))));
    }

    private async Task<Deed> SignInByPassword()
    {
        var person = await Somebody();
        return new(
            "sign-in by password", person.Name,
            node => Ask(node, null, "/users/login/", new { email = person.Email, password = TestPerson.Password }),
            async now => await Sessions(now, person) > 0 ? Found.Whole : Found.NotAtAll);
    }

    private async Task<Deed> MakeNewCodes()
    {
        var (person, app, codes) = await WithCodes();
        var session = await Session(person, codes);
        IReadOnlyList<string>? made = null;
        return new(
            "new recovery codes", person.Name,
            async node =>
            {
                var answer = await new VastCaller(node, session).Put("/tfa/regen-backup-codes/", Code(app));
                if (answer.Status == 200) made = answer.Texts("backup_codes");
                return OfStatus(answer);
            },
            async now =>
            {
                var left = await now.Number($"""
                    SELECT count(*) FROM backup_codes WHERE used_at IS NULL AND account_id = {await now.IdOf(person)}
                    """);
                if (left != (made?.Count ?? left) || left < codes.Count - 1) return Found.Half;
                if (made is not null && (await now.As(person).Post("/tfa/", new { backup_code = made[0] })).Status != 200)
                    return Found.NotAtAll;

                var spent = await now.Number($"SELECT count(*) FROM methods WHERE id = {app.Id} AND last_step >= 0") > 0;
                if (made is not null) return spent ? Found.Whole : Found.Half;

                var oldOneWorks = (await now.As(person).Post("/tfa/", new { backup_code = codes[0] })).Status == 200;
                return (spent, oldOneWorks) switch { (true, false) => Found.Whole, (false, true) => Found.NotAtAll, _ => Found.Half };
            },
            CanAskAgain: false); // Looking spends one.
    }

    private async Task<Deed> ReplaceKey()
    {
        var person = await Somebody();
        string? made = null;
        return new(
            "new API key", person.Name,
            async node =>
            {
                var answer = await new VastCaller(node, person.ApiKey).Put("/commands/reset_apikey/");
                if (answer.Status == 200) made = answer.Text("new_api_key");
                return OfStatus(answer);
            },
            async now =>
            {
                var oldOneWorks = (await now.As(person).Get("/users/current/")).Status == 200;
                var keys = await now.Number($"SELECT count(*) FROM api_keys WHERE account_id = {await now.IdOf(person)}");
                if (keys != 1) return keys > 1 ? Found.Double : Found.Half;
                if (made is null) return oldOneWorks ? Found.NotAtAll : Found.Whole;

                var newOneWorks = (await now.With(made).Get("/users/current/")).Status == 200;
                return (newOneWorks, oldOneWorks) switch { (true, false) => Found.Whole, (false, true) => Found.NotAtAll, _ => Found.Half };
            },
            CanAskAgain: false); // The old key is gone if it was done.
    }

    private async Task<Deed> SignOut()
    {
        var (person, _, codes) = await WithCodes();
        var session = await Session(person, codes);
        return new(
            "sign-out", person.Name, node => Ask(node, session, "/users/logout/"),
            async now => (await now.With(session).Get("/users/current/")).Status == 401 ? Found.Whole : Found.NotAtAll,
            CanAskAgain: false);
    }

    private async Task<Deed> TurnOn()
    {
        var person = await Somebody();
        var begun = (await office.By(person).Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        return new(
            "2FA on", person.Name,
            async node =>
            {
                var phone = Phone.Scan(begun.Text("uri")!, TestClock.Now());
                return OfStatus(
                    await VssCaller.With(node, person.Name, TestPerson.Password).Post("/tf/verify", new { otp = phone.Code() }));
            },
            At(async now => (
                await now.Number($"SELECT count(*) FROM methods WHERE account_id = {await now.IdOf(person)}"),
                await now.Number($"SELECT count(DISTINCT account_id) FROM backup_codes WHERE account_id = {await now.IdOf(person)}"))),
            CanAskAgain: false);
    }

    private async Task<Deed> SendCode()
    {
        var (person, _) = await WithApp();
        return new(
            "code by mail", person.Name, node => Ask(node, person.ApiKey, "/tfa/email/"),
            async now =>
            {
                // One that was handed over as the server died is handed over again: that it comes twice is no fault, that it never does is.
                for (var tries = 0; tries < 300; tries++)
                {
                    if (now.Inbox.All.Any(mail => mail.To == person.Email)) return Found.Whole;
                    if (await now.Number($"SELECT count(*) FROM outbox WHERE destination = {person.Email}") == 0) break;

                    now.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
                    await Task.Delay(100);
                }

                return Found.NotAtAll;
            },
            CanAskAgain: false)
        {
            ComesLater = true,
        };
    }

    private async Task<Deed> RemoveApp()
    {
        var (person, app, codes) = await WithCodes();
        var (session, other) = (await Session(person, codes), (await office.PlantApps(person, 1))[0]);
        object? code = null;
        return new(
            "factor removed", person.Name,
            async node => OfStatus(await new VastCaller(node, session).Delete(
                "/tfa/", code ??= new { tfa_method = "totp", tfa_method_id = app.Id, code = PhoneOf(app).Code(), target_id = other.Id })),
            At(async now => (
                await now.Number($"SELECT 1 - count(*) FROM methods WHERE id = {other.Id}"),
                await now.Number($"SELECT count(*) FROM methods WHERE id = {app.Id} AND last_step >= 0"))))
        {
            GoodFor = TimeSpan.FromSeconds(25),
        };
    }

    private Task<TestPerson> Somebody() => office.Add($"faults{Interlocked.Increment(ref people)}");

    private async Task<(TestPerson Person, (long Id, string Key) App)> WithApp()
    {
        var person = await Somebody();
        return (person, (await office.PlantApps(person, 1))[0]);
    }

    private async Task<(TestPerson Person, (long Id, string Key) App, IReadOnlyList<string> Codes)> WithCodes()
    {
        var person = await Somebody();
        var (_, codes) = await office.TurnOnApp(person);
        return (person, (await office.PlantApps(person, 1))[0], codes);
    }

    // Of a program, by the last of the codes.
    private async Task<string> Session(TestPerson person, IReadOnlyList<string> codes) =>
        (await office.As(person).Post("/tfa/", new { backup_code = codes[^1] })).Ok().Text("session_key")!;

    private static Phone PhoneOf((long Id, string Key) app) => Phone.Type(app.Key, TestClock.Now());

    private static object Code((long Id, string Key) app) =>
        new { tfa_method = "totp", tfa_method_id = app.Id, code = PhoneOf(app).Code() };

    private static async Task<Told> Ask(HttpClient node, string? key, string path, object? body = null) =>
        OfStatus(await new VastCaller(node, key).Post(path, body));

    private static Told OfStatus(VastAnswer answer) => answer.Status switch
    {
        200 => Told.Done,
        >= 500 => Told.InDoubt,
        _ => throw new InvalidOperationException(answer.ToString()),
    };

    private static Task<long> Sessions(TestServer now, TestPerson person) => now.SessionsOf(person);

    // Both traces that it leaves, which are written in one transaction: as many of one as of the other.
    private static Func<TestServer, Task<Found>> At(Func<TestServer, Task<(long One, long Other)>> traces) => async now =>
        await traces(now) switch
        {
            (0, 0) => Found.NotAtAll,
            (1, 1) => Found.Whole,
            ( > 1, _) or (_, > 1) => Found.Double,
            _ => Found.Half,
        };
}
