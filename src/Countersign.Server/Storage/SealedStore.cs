namespace Countersign.Server.Storage;

/// <summary>What is stored sealed, to be read again.</summary>
public enum SealedKind
{
    /// <summary>The key of an authenticator app.</summary>
    MethodKey,

    /// <summary>The key of an authenticator app that waits for its first code.</summary>
    PendingKey,

    /// <summary>A code that was sent and may be sent again.</summary>
    ChallengeCode,

    /// <summary>A message on its way out.</summary>
    MessageText,

    /// <summary>What signs that which is sent to a webhook.</summary>
    HookSecret,

    /// <summary>What signs that which applications hear.</summary>
    SigningKey,

    /// <summary>A secret that an application and we share.</summary>
    AppSecret,
}

/// <summary>One sealed value. It does not print.</summary>
/// <param name="AccountId">Null where it belongs to none.</param>
public sealed record SealedRow(long Id, long? AccountId, byte[] Sealed)
{
    /// <summary>The row alone.</summary>
    public override string ToString() => $"{Id} •••";
}

/// <summary>All sealed values of the database, wherever they stand.</summary>
public static class SealedStore
{
    /// <summary>The next sealed values of a kind, by the id of their row.</summary>
    public static Task<IReadOnlyList<SealedRow>> Page(Sql sql, SealedKind kind, long after, int most) => kind switch
    {
        SealedKind.MethodKey => sql.Query<SealedRow>($"""
            SELECT id, account_id, sealed_key AS sealed FROM methods
            WHERE id > {after} AND sealed_key IS NOT NULL ORDER BY id LIMIT {most}
            """),
        SealedKind.PendingKey => sql.Query<SealedRow>($"""
            SELECT id, account_id, sealed_key AS sealed FROM pending_methods
            WHERE id > {after} AND sealed_key IS NOT NULL ORDER BY id LIMIT {most}
            """),
        SealedKind.ChallengeCode => sql.Query<SealedRow>($"""
            SELECT id, account_id, sealed_code AS sealed FROM challenges
            WHERE id > {after} AND sealed_code IS NOT NULL ORDER BY id LIMIT {most}
            """),
        SealedKind.MessageText => sql.Query<SealedRow>($"""
            SELECT id, account_id, sealed_body AS sealed FROM outbox
            WHERE id > {after} AND sealed_body IS NOT NULL ORDER BY id LIMIT {most}
            """),
        SealedKind.HookSecret => sql.Query<SealedRow>($"""
            SELECT id, CAST(NULL AS BIGINT) AS account_id, sealed_secret AS sealed FROM hook_secrets
            WHERE id > {after} AND sealed_secret IS NOT NULL ORDER BY id LIMIT {most}
            """),
        SealedKind.SigningKey => sql.Query<SealedRow>($"""
            SELECT id, CAST(NULL AS BIGINT) AS account_id, sealed_key AS sealed FROM signing_keys
            WHERE id > {after} AND sealed_key IS NOT NULL ORDER BY id LIMIT {most}
            """),
        SealedKind.AppSecret => sql.Query<SealedRow>($"""
            SELECT id, CAST(NULL AS BIGINT) AS account_id, sealed_secret AS sealed FROM app_secrets
            WHERE id > {after} AND sealed_secret IS NOT NULL ORDER BY id LIMIT {most}
            """),
    };

    /// <summary>Puts the same content, sealed anew, in the place of the old one; false when that changed meanwhile.</summary>
    public static async Task<bool> TryReplace(Tx tx, SealedKind kind, SealedRow old, byte[] fresh) => 1 == await (kind switch
    {
        SealedKind.MethodKey => tx.Execute($"UPDATE methods SET sealed_key = {fresh} WHERE id = {old.Id} AND sealed_key = {old.Sealed}"),
        SealedKind.PendingKey =>
            tx.Execute($"UPDATE pending_methods SET sealed_key = {fresh} WHERE id = {old.Id} AND sealed_key = {old.Sealed}"),
        SealedKind.ChallengeCode =>
            tx.Execute($"UPDATE challenges SET sealed_code = {fresh} WHERE id = {old.Id} AND sealed_code = {old.Sealed}"),
        SealedKind.MessageText => tx.Execute($"UPDATE outbox SET sealed_body = {fresh} WHERE id = {old.Id} AND sealed_body = {old.Sealed}"),
        SealedKind.HookSecret =>
            tx.Execute($"UPDATE hook_secrets SET sealed_secret = {fresh} WHERE id = {old.Id} AND sealed_secret = {old.Sealed}"),
        SealedKind.SigningKey =>
            tx.Execute($"UPDATE signing_keys SET sealed_key = {fresh} WHERE id = {old.Id} AND sealed_key = {old.Sealed}"),
        SealedKind.AppSecret =>
            tx.Execute($"UPDATE app_secrets SET sealed_secret = {fresh} WHERE id = {old.Id} AND sealed_secret = {old.Sealed}"),
    });
}
