using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Interleavings;

/// <summary>Somebody with three apps, recovery codes, an API key and a session, for one play.</summary>
internal sealed record Cast(
    TestPerson Person, string Session, IReadOnlyList<(long Id, string Key)> Apps, IReadOnlyList<string> Codes, string SetUp)
{
    public static async Task<Cast> Of(TestServer server, int number)
    {
        var person = await server.Add($"actor{number}");
        var apps = await server.PlantApps(person, 3);
        var session = (await server.As(person).Post("/tfa/", Proof(server, apps[0]))).Ok().Text("session_key")!;
        var signedIn = server.With(session);
        var codes = (await signedIn.Put("/tfa/regen-backup-codes/", Proof(server, apps[1]))).Ok().Texts("backup_codes");
        (await signedIn.Post("/tfa/authorize-new-method/", new { backup_code = codes[9] })).Ok();
        return new(person, session, apps, codes, (await signedIn.Post("/tfa/totp-setup/")).Ok().Secret);
    }

    public static object Proof(TestServer server, (long Id, string Key) app) =>
        new { tfa_method = "totp", tfa_method_id = app.Id, code = Phone.Type(app.Key, server.Clock).Code() };

    public static object Wrong(TestServer server, (long Id, string Key) app) =>
        new { tfa_method = "totp", tfa_method_id = app.Id, code = Phone.Type(app.Key, server.Clock).WrongCode() };
}

/// <summary>What a person, or whoever has their secrets, can do; each is one request.</summary>
internal static class Verbs
{
    public static readonly IReadOnlyDictionary<string, Func<TestServer, Cast, Task<VastAnswer>>> All =
        new Dictionary<string, Func<TestServer, Cast, Task<VastAnswer>>>(StringComparer.Ordinal)
        {
            ["sign in by app"] = (node, cast) => node.As(cast.Person).Post("/tfa/", Cast.Proof(node, cast.Apps[2])),
            ["sign in by a wrong code"] = (node, cast) => node.As(cast.Person).Post(
                "/tfa/", Cast.Wrong(node, cast.Apps[2])),
            ["sign in by recovery code"] = (node, cast) => node.As(cast.Person).Post("/tfa/", new { backup_code = cast.Codes[0] }),
            ["new recovery codes"] = (node, cast) =>
                node.With(cast.Session).Put("/tfa/regen-backup-codes/", new { backup_code = cast.Codes[0] }),
            ["remove the app"] = (node, cast) =>
                node.With(cast.Session).Delete("/tfa/", new { backup_code = cast.Codes[1], target_id = cast.Apps[2].Id }),
            ["confirm a new app"] = (node, cast) => node.With(cast.Session).Post(
                "/tfa/confirm-new/", new { tfa_method = "totp", code = Phone.Type(cast.SetUp, node.Clock).Code(), secret = cast.SetUp }),
            ["change the password"] = (node, cast) => node.With(cast.Session).Put(
                "/users/password/", new { old_password = TestPerson.Password, new_password = "correct-horse-battery-staple" }),
            ["sign in by password"] = (node, cast) => node.Stranger().Password(cast.Person),
            ["replace the key"] = (node, cast) => node.With(cast.Session).Put("/commands/reset_apikey/"),
        };

    /// <summary>What is left of it all, without what chance has chosen.</summary>
    public static async Task<string> LeftBehind(TestServer server, Cast cast)
    {
        await server.Db.WhenClosed();
        var left = await server.Db.Read(sql => sql.Query<string>($"""
            SELECT 'sessions ' || (SELECT count(*) FROM sessions WHERE account_id = accounts.id AND ended_at IS NULL)
                || ', proven ' || (SELECT count(*) FROM sessions WHERE account_id = accounts.id AND ended_at IS NULL AND second_factor_at IS NOT NULL)
                || ', methods ' || (SELECT count(*) FROM methods WHERE account_id = accounts.id)
                || ', step ' || (SELECT coalesce(max(last_step), 0) FROM methods WHERE account_id = accounts.id)
                || ', failures ' || (SELECT coalesce(sum(fail_count), 0) FROM methods WHERE account_id = accounts.id)
                || ', codes ' || (SELECT count(*) FROM backup_codes WHERE account_id = accounts.id AND used_at IS NULL)
                || ', keys ' || (SELECT count(*) FROM api_keys WHERE account_id = accounts.id)
                || ', challenges ' || (SELECT count(*) FROM challenges WHERE account_id = accounts.id AND ended_at IS NULL)
                || ', set-ups ' || (SELECT count(*) FROM totp_setups WHERE account_id = accounts.id AND ended_at IS NULL)
                || ', version ' || credential_version
                || ', audited ' || (SELECT string_agg(event || ' ' || outcome, ', ' ORDER BY event, outcome)
                                    FROM audit_log WHERE account_id = accounts.id)
            FROM accounts WHERE username = {cast.Person.Name}
            """), TestContext.Current.CancellationToken);
        return Assert.Single(left);
    }
}
