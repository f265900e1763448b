using Countersign.Server.Tests.Hooks;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Secrecy;

/// <summary>The whole story of a person, with every secret in it looked for wherever it must not be.</summary>
public sealed class SecretsOfAStory
{
    private const string Password = "correct-horse-battery-7";
    private const string Number = "+14165550177";
    private const string Address = "hedy@example.net";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_is_told_once_to_whom_it_belongs_and_is_nowhere_else()
    {
        await using var world = await HookWorld.Start();
        var server = world.Server;
        var whispers = new Whispers();
        whispers.Known("secret of the webhook", world.Secret);
        await Live(server, whispers);
        await server.AllSent();
        await world.AllTold();

        Assert.True(whispers.All.Count > 30, "The story is too short to say anything.");
        Assert.All(server.Log.Lines, line => Assert.DoesNotContain(whispers.All, whisper => whisper.IsIn(line)));
        AnswersTellEachOnce(whispers);
        WebhooksAreToldNone(world, whispers);
        MessagesCarryOnlyTheirOwn(server, whispers);
        foreach (var file in Directory.GetFiles(server.Folder, "countersign.db*"))
        {
            var bytes = await Read(file);
            Assert.DoesNotContain(whispers.All, whisper => whisper.IsIn(bytes));
        }
    }

    private static async Task Live(TestServer server, Whispers hear)
    {
        hear.Known("password", Password);
        var browser = server.Stranger();
        await hear.Heard(browser.Post("/users/", new { email = Address, username = "hedy", password = Password }));
        var mail = await server.Inbox.Next(Address, Ct);
        var token = hear.Known("link", Uri.UnescapeDataString(mail.Text.Split("token=")[1].Split('\n', ' ')[0]));
        await hear.Heard(browser.Post("/users/verify-email/", new { token }));
        await hear.Heard(browser.Post("/users/login/", new { email = "hedy", password = Password }));
        hear.Known("cookie", browser.Cookie!.Split('=')[1]);
        var key = hear.Given("API key", (await hear.Heard(browser.Post("/auth/apikeys/", new { name = "laptop" }))).Text("key")!);

        var hedy = server.With(key);
        var phone = await Enroll(server, hear, hedy);
        await Refuse(server, hedy, phone);
        var session = server.With(hear.Given(
            "session", (await hear.Heard(hedy.Post("/tfa/", new { code = hear.Known("code", phone.NextCode()) }))).Text("session_key")!));
        await AddNumber(server, hear, session, phone);
        await SignInBySms(server, hear);
        await Recover(hear, session, phone);
        await hear.Heard(session.Get("/audit_logs/"));
        await hear.Heard(session.Get("/auth/apikeys/"));
        await hear.Heard(session.Get("/auth/sessions/"));
        await hear.Heard(session.Get("/tfa/status/"));
        hear.Given("API key", (await hear.Heard(session.Put("/commands/reset_apikey/"))).Text("new_api_key")!);
    }

    private static async Task<Phone> Enroll(TestServer server, Whispers hear, VastCaller hedy)
    {
        var secret = hear.Given("challenge", (await hear.Heard(hedy.Post("/tfa/authorize-new-method/"))).Secret);
        await hear.Heard(hedy.Put("/tfa/authorize-new-method/", new { code = await CodeTo(server, hear, Address), secret }));
        var seed = hear.Seed((await hear.Heard(hedy.Post("/tfa/totp-setup/"))).Secret);
        var phone = Phone.Type(seed, server.Clock);
        var added = await hear.Heard(
            hedy.Post("/tfa/confirm-new/", new { tfa_method = "totp", code = hear.Known("code", phone.NextCode()), secret = seed }));
        foreach (var code in added.Texts("backup_codes")) hear.Given("backup code", code);
        return phone;
    }

    // Refusals and breakdowns are told and logged, too.
    private static async Task Refuse(TestServer server, VastCaller hedy, Phone phone)
    {
        await hedy.Post("/tfa/", new { code = phone.Code() });
        await hedy.Post("/tfa/", new { backup_code = "0000-0000-0000" });
        await hedy.Post("/tfa/totp-setup/");
        await server.Stranger().Post("/users/login/", new { email = "hedy", password = $"{Password}{Password}" });
        await server.Db.Write(
            tx => TestSql.Break(tx, "INSERT ON audit_log"), Ct);
        await hedy.Post("/tfa/", new { code = phone.Code(1) });
        await server.Db.Write(tx => TestSql.Mend(tx, "audit_log"), Ct);
    }

    private static async Task AddNumber(TestServer server, Whispers hear, VastCaller session, Phone phone)
    {
        var grant = hear.Given(
            "challenge", (await hear.Heard(session.Post("/tfa/authorize-new-method/", new { tfa_method = "totp" }))).Secret);
        await hear.Heard(session.Put("/tfa/authorize-new-method/", new { code = hear.Known("code", phone.NextCode()), secret = grant }));
        var secret = hear.Given("challenge", (await hear.Heard(session.Post("/tfa/sms/", new { phone_number = Number }))).Secret);
        await hear.Heard(session.Post(
            "/tfa/confirm-new/", new { tfa_method = "sms", code = await CodeTo(server, hear, Number), secret, phone_number = Number }));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
    }

    private static async Task SignInBySms(TestServer server, Whispers hear)
    {
        var browser = server.Stranger();
        var secret = hear.Given(
            "sign-in", (await hear.Heard(browser.Post("/users/login/", new { email = Address, password = Password }))).Secret);
        (await browser.Post("/tfa/sms/", new { secret })).Ok();
        await hear.Heard(browser.Post("/tfa/", new { tfa_method = "sms", code = await CodeTo(server, hear, Number), secret }));
        hear.Known("cookie", browser.Cookie!.Split('=')[1]);
    }

    private static async Task Recover(Whispers hear, VastCaller session, Phone phone)
    {
        var made = await hear.Heard(
            session.Put("/tfa/regen-backup-codes/", new { tfa_method = "totp", code = hear.Known("code", phone.NextCode()) }));
        foreach (var code in made.Texts("backup_codes")) hear.Given("backup code", code);
        await hear.Heard(session.Delete("/tfa/", new { tfa_method = "totp", code = hear.Known("code", phone.NextCode()) }));
    }

    private static async Task<string> CodeTo(TestServer server, Whispers hear, string to)
    {
        var message = await server.Inbox.Next(to, Ct);
        while (!char.IsAsciiDigit(message.Text[0])) message = await server.Inbox.Next(to, Ct);
        return hear.Known("code", message.Code);
    }

    private static void AnswersTellEachOnce(Whispers whispers)
    {
        for (var n = 0; n < whispers.Answers.Count; n++)
        {
            var (at, answer) = (n, whispers.Answers[n]);
            Assert.DoesNotContain(whispers.All, whisper => whisper.GivenBy != at && whisper.IsIn(answer));
        }
    }

    private static void MessagesCarryOnlyTheirOwn(TestServer server, Whispers whispers)
    {
        foreach (var message in server.Inbox.All)
        {
            var found = whispers.All.Where(
                whisper => whisper.IsIn($"{message.Subject}\n{message.Text}\n{message.Html}\n{message.Raw}")).ToList();
            Assert.All(found, whisper => Assert.Contains(whisper.Name, new[] { "code", "link" }));
            Assert.True(found.Count <= 1, $"'{message.Subject}' carries {string.Join(", ", found.Select(whisper => whisper.Name))}");
        }
    }

    // Nor anything that somebody typed.
    private static void WebhooksAreToldNone(HookWorld world, Whispers whispers)
    {
        Assert.True(
            world.Catcher.All.Count > 30,
            $"Webhooks are told too little to say anything: {string.Join(", ", world.Catcher.All.Select(told => told.Type))}.");
        Assert.All(world.Catcher.All, told =>
        {
            Assert.DoesNotContain(whispers.All, whisper => whisper.IsIn($"{told.Id} {told.Body}"));
            Assert.All(
                (string[])[Address, Number, "hedy", "laptop"],
                typed => Assert.DoesNotContain(typed, told.Body, StringComparison.OrdinalIgnoreCase));
        });
    }

    private static async Task<byte[]> Read(string file)
    {
        await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await open.CopyToAsync(bytes, Ct);
        return bytes.ToArray();
    }
}
