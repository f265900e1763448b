using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Replay;

/// <summary>Everything that a second factor buys, for one person: each takes the fields of a proof.</summary>
/// <param name="Name">What is bought.</param>
/// <param name="Offer">Offers a proof.</param>
internal sealed record Door(string Name, Func<IReadOnlyDictionary<string, object>, Task<VastAnswer>> Offer);

/// <summary>The doors of barbara, who has an app, a phone and two backup codes.</summary>
internal static class Doors
{
    public static TheoryData<string> Names =>
        ["a program's sign-in", "a session's renewal", "a person's sign-in", "a removal", "an authorization", "new backup codes"];

    /// <summary>Opens all of them; what has to be begun first is begun.</summary>
    public static async Task<IReadOnlyList<Door>> Open(TestServer server, VastCaller session)
    {
        var barbara = server.People.Barbara;
        var phone = await PhoneOf(session);
        var pending =
            (await server.Stranger().Post("/users/login/", new { email = barbara.Email, password = TestPerson.Password })).Ok().Secret;
        var grant = (await session.Post("/tfa/authorize-new-method/", new { tfa_method = "totp" })).Ok().Secret;
        return
        [
            new("a program's sign-in", proof => server.As(barbara).Post("/tfa/", proof)),
            new("a session's renewal", proof => session.Post("/tfa/", proof)),
            new("a person's sign-in", proof => server.Stranger().Post("/tfa/", With(proof, "secret", pending))),
            new("a removal", proof => session.Delete("/tfa/", With(proof, "target_id", phone))),
            new("an authorization", proof => proof.ContainsKey("backup_code")
                ? session.Post("/tfa/authorize-new-method/", proof)
                : session.Put("/tfa/authorize-new-method/", With(proof, "secret", proof.GetValueOrDefault("secret", grant)))),
            new("new backup codes", proof => session.Put("/tfa/regen-backup-codes/", proof)),
        ];
    }

    /// <summary>A session of barbara's, opened by her first backup code.</summary>
    public static async Task<VastCaller> Session(TestServer server) =>
        server.With((await server.As(server.People.Barbara).Post("/tfa/", new { backup_code = server.People.Barbara.BackupCodes[0] })).Ok()
            .Text("session_key")!);

    /// <summary>Nothing is bought at any of them.</summary>
    public static async Task AllShut(IReadOnlyList<Door> doors, IReadOnlyDictionary<string, object> proof, string when)
    {
        foreach (var door in doors)
        {
            var answer = await door.Offer(proof);
            Assert.True(answer.Status is 400 or 401, $"{when}, {door.Name} answered {answer}");
        }
    }

    private static async Task<long?> PhoneOf(VastCaller session)
    {
        var methods = (await session.Get("/tfa/status/")).Ok()["methods"].EnumerateArray();
        return methods.Where(method => method.GetProperty("method").GetString() == "sms")
            .Select(method => (long?)method.GetProperty("id").GetInt64()).FirstOrDefault();
    }

    private static Dictionary<string, object> With(IReadOnlyDictionary<string, object> proof, string name, object? value)
    {
        var body = new Dictionary<string, object>(proof, StringComparer.Ordinal);
        if (value is not null) body[name] = value;
        return body;
    }
}
