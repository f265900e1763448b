using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Durability;

/// <summary>Asks a living server on the same data whether every promise of the dead ones holds.</summary>
internal sealed class PromiseKeeper(TestServer server, Ledger ledger)
{
    private int checkedSessions;

    /// <summary>After each death: of what the dead server did.</summary>
    public async Task Holds(IReadOnlyList<(long Id, string Key)> apps)
    {
        server.Clock.AdjustTime(TimeProvider.System.GetUtcNow());
        foreach (var session in ledger.Sessions.Skip(checkedSessions))
            (await server.With(session).Get("/users/current/")).Ok();
        checkedSessions = ledger.Sessions.Count;

        foreach (var (id, code) in ledger.SpentApps.Where(spent => apps.Any(app => app.Id == spent.Key)))
            Assert.NotEqual(
                200, (await server.As(server.People.Grace).Post("/tfa/", new { tfa_method = "totp", tfa_method_id = id, code })).Status);
        foreach (var (id, told) in ledger.WrongTold)
            Assert.True(await Number($"SELECT fail_count FROM methods WHERE id = {id}") >= told, "A failure that was told is forgotten.");

        Assert.Equal(0, await Number($"SELECT count(*) FROM methods WHERE fail_count > 5"));
    }

    /// <summary>The API key that is good now: the last one promised, or one whose promise died on its way.</summary>
    public async Task<string> LiveKey(string promised)
    {
        if ((await server.With(promised).Get("/users/current/")).Status == 200) return promised;

        // A change that was saved and not told: ada signs in by password and makes herself a key.
        var browser = server.Stranger();
        (await browser.Post("/users/login/", new { email = "ada", password = TestPerson.Password })).Ok();
        var made = (await browser.Put("/commands/reset_apikey/")).Ok().Text("new_api_key")!;
        ledger.Replaced[promised] = made;
        return made;
    }

    /// <summary>At the end: whatever was ever spent or replaced is still so.</summary>
    public async Task HoldsToTheEnd()
    {
        foreach (var old in ledger.Replaced.Keys)
            Assert.Equal(401, (await server.With(old).Get("/users/current/")).Status);
        foreach (var (code, key) in ledger.SpentBackupCodes)
            Assert.Equal("invalid_backup_code", (await server.With(key).Post("/tfa/", new { backup_code = code })).Error);

        Assert.True(await Number($"SELECT count(*) FROM sessions WHERE kind = 'bearer'") <= await Number($"""
            SELECT (SELECT count(*) FROM backup_codes WHERE used_at IS NOT NULL) + (SELECT count(*) FROM methods WHERE last_step >= 0)
            """), "There are more sessions than codes that were spent.");
    }

    private Task<long> Number(Statement question) => server.Db.Read(sql => sql.Number(question), TestContext.Current.CancellationToken);
}
