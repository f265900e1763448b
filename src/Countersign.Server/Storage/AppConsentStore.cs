using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>What somebody has allowed an application to learn.</summary>
public sealed record AppConsent(IReadOnlyList<string> Scopes, DateTimeOffset GivenAt);

/// <summary>The table of what people have allowed applications to learn.</summary>
public static class AppConsentStore
{
    /// <summary>What this person has allowed this application; null: nothing.</summary>
    public static async Task<AppConsent?> Find(Sql sql, AccountId account, AppId app) => (await sql.FindOne<Row>($"""
        SELECT scopes, given_at FROM app_consents WHERE account_id = {account} AND application_id = {app}
        """)) is { } row ? new(row.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries), Stored.Instant(row.GivenAt)) : null;

    /// <summary>They allow it, from now on.</summary>
    public static Task Give(Tx tx, AccountId account, AppId app, IReadOnlyList<string> scopes) => tx.Execute($"""
        INSERT INTO app_consents (account_id, application_id, scopes, given_at)
        VALUES ({account}, {app}, {string.Join(' ', scopes)}, {tx.Now})
        ON CONFLICT (account_id, application_id) DO UPDATE SET scopes = excluded.scopes, given_at = excluded.given_at
        """);

    private sealed record Row(string Scopes, long GivenAt);
}
