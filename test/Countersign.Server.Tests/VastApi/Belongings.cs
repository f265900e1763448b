using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>
/// Everything that people have in a server, as one text: what no refused request may change. Counters of failures are not in it.
/// </summary>
internal static class Belongings
{
    public static Task<string> Of(TestServer server) => server.Db.Read(
        async sql => string.Join('\n', ((IEnumerable<string?>)[
            .. await sql.Query<string?>(
                $"SELECT concat_ws('|', id, email, email_verified_at, username, password_hash, is_legacy, disabled_at, " +
                $"credential_version) FROM accounts"),
            .. await sql.Query<string?>(
                $"SELECT concat_ws('|', id, account_id, kind, label, phone_number, {TestSql.Hex("sealed_key")}, is_primary, last_step) " +
                    $"FROM methods"),
            .. await sql.Query<string?>($"SELECT concat_ws('|', id, account_id, used_at) FROM backup_codes"),
            .. await sql.Query<string?>(
                $"SELECT concat_ws('|', id, account_id, {TestSql.Hex("token_hash")}, second_factor_at, ended_at) FROM sessions"),
            .. await sql.Query<string?>(
                $"SELECT concat_ws('|', id, account_id, name, permissions, {TestSql.Hex("token_hash")}) FROM api_keys"),
            .. await sql.Query<string?>($"SELECT concat_ws('|', id, account_id, expires_at, ended_at) FROM add_grants")]).Order(
                StringComparer.Ordinal)),
        TestContext.Current.CancellationToken);
}
