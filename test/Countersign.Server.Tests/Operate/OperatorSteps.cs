using Countersign.Server.Operators;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Custody;
using Countersign.Server.Tests.Races;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Operate;

/// <summary>How a test gets admins: ada is one and turns on 2FA, anybody else is made one.</summary>
internal static class OperatorSteps
{
    /// <summary>Ada with an authenticator app, who may operate from now on.</summary>
    public static async Task<TestPerson> Admin(this TestServer server)
    {
        var ada = server.People.Ada;
        var browser = await server.SignedIn(ada);
        await server.Authorize(browser, ada);
        var (added, phone) = await server.AddApp(browser);
        return ada with { App = phone, BackupCodes = added.Texts("backup_codes") };
    }

    /// <summary>Makes somebody who has 2FA an admin, as the operator's shell does.</summary>
    public static async Task<TestPerson> AlsoAdmin(this TestServer server, TestPerson person)
    {
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_admin = 1 WHERE username = {person.Name}"));
        return person;
    }

    /// <summary>The number of a person's account.</summary>
    public static Task<long> IdOf(this TestServer server, TestPerson person) =>
        server.Db.Read(sql => sql.Number($"SELECT id FROM accounts WHERE username = {person.Name}"), TestContext.Current.CancellationToken);

    /// <summary>The name of the way that a person's app is.</summary>
    public static async Task<string> WayOf(this TestServer server, TestPerson person) =>
        $"m{await server.Number($"SELECT id FROM methods WHERE account_id = {await server.IdOf(person)} AND kind = 'totp'")}";

    /// <summary>Asks for an act on an account, and does it with a fresh code of the admin's app.</summary>
    public static async Task<PageAnswer> Act(this PageVisitor browser, long account, string act, TestPerson admin, string reason)
    {
        var path = $"/operate/accounts/{account}/{act}";
        return await browser.Submit(await browser.Open(path), path, ("reason", reason), ("code", admin.Phone.NextCode()));
    }

    /// <summary>The newest row in a person's part of the audit log.</summary>
    public static async Task<StoredAuditEntry> LastAudited(this TestServer server, TestPerson person)
    {
        var id = await server.IdOf(person);
        return (await server.Db.Read(sql => AuditLog.NewestDeeds(sql, new(id), 1), TestContext.Current.CancellationToken))[0];
    }

    /// <summary>Checks that no row of the audit log was changed or lost.</summary>
    public static async Task BothChainsHold(this TestServer server)
    {
        var check = new AuditCheck(server.Services.GetRequiredService<KeyRing>(), AuditSteps.AddressLife);
        Assert.Empty(await server.Db.Read(check.Faults, TestContext.Current.CancellationToken));
    }

    /// <summary>The sweep that sums up the audit log, once more.</summary>
    public static Task SumNow(this TestServer server) =>
        server.Verb<SumTrends>().Run(server.Clock.GetUtcNow(), TestContext.Current.CancellationToken);

    /// <summary>Changes something behind the server's back.</summary>
    public static Task Change(this TestServer server, Func<Tx, Task> change) =>
        server.Db.Write(change, TestContext.Current.CancellationToken);
}
