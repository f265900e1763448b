using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>An audit log to look at, and whoever changes it behind its back.</summary>
internal static class AuditSteps
{
    /// <summary>How long whole addresses are kept where nobody said otherwise.</summary>
    public static readonly TimeSpan AddressLife = new AuditKeeping().AddressLife;

    /// <summary>Four entries of the shell for two people, three from the network, and a server that has seen them all.</summary>
    public static async Task FillLog(this Office office)
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        await office.Run("account", "unlock", "ada");
        await office.Run("account", "add", "--email", "grace@example.org");
        await office.Run("account", "unlock", "grace");
        await using (var db = office.OpenDb())
        {
            var log = new AuditLog(office.OpenKeys(), NullLogger<AuditLog>.Instance);
            foreach (var address in (string[])["192.0.2.77", "2001:db8:7:8::9", "::ffff:198.51.100.200"])
            {
                var entry = new AuditEntry(AuditEvent.AuthnLoginFail, new(address, address, "test", "POST /"), new(1));
                await db.Write(tx => log.Append(tx, entry), TestContext.Current.CancellationToken);
            }
        }

        await office.Serve();
    }

    public static async Task Change(this Office office, string script)
    {
        await using var db = office.OpenDb();
        await db.Write(tx => tx.Script(script), TestContext.Current.CancellationToken);
    }
}
