using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>
/// People whom applications keep: accounts without a name, an address or a password, that are found by their application and what it calls
/// them, and in no other way.
/// </summary>
public static class KeptPersonStore
{
    // RFC 2606 §2: no mail ever goes there.
    private const string Nowhere = "people.invalid";

    /// <summary>This application's person, or null. Inside a change they are held (<see cref="Sql.Hold"/>).</summary>
    public static async Task<Account?> Find(Sql sql, AppId app, string outsideId)
    {
        var row = await sql.FindOne<AccountRow>($"""
            SELECT {AccountStore.Columns} FROM accounts WHERE application_id = {app} AND outside_id = {outsideId}{sql.Hold}
            """);
        if (row is null) return null;

        sql.Held(row.Id);
        return row.ToAccount();
    }

    /// <summary>Makes one; null when there is one already.</summary>
    /// <param name="unlike">What no other account is called: 128 bits of chance, in hexadecimal.</param>
    /// <param name="shownName">What an authenticator app shows.</param>
    public static Task<AccountId?> TryAdd(Tx tx, AppId app, string outsideId, string unlike, string shownName) =>
        EmailAddress.TryParse($"{unlike}@{Nowhere}", out var address)
            ? AccountStore.TryAdd(tx, new(address, unlike, shownName) { Application = app, OutsideId = outsideId })
            : throw new InvalidOperationException("What no other account is called was not in hexadecimal.");

    /// <summary>Sets what an authenticator app shows from the next set-up on.</summary>
    public static Task Rename(Tx tx, AccountId person, string shownName) => tx.Execute($"""
        UPDATE accounts SET full_name = {shownName}, full_name_canonical = {AccountStore.Canonical(shownName)} WHERE id = {person}
        """);

    /// <summary>How many people an application has.</summary>
    public static Task<long> Count(Sql sql, AppId app) => sql.Number($"SELECT count(*) FROM accounts WHERE application_id = {app}");
}
