using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The table of registered second factors.</summary>
public static class MethodStore
{
    private const char Between = ' ';

    private static SqlPart Columns { get; } = new($"""
        id, account_id, kind, label, phone_number, sealed_key, is_primary, last_step, fail_count,
        consecutive_failures, lock_count, locked_until, created_at, last_used_at, version, told_steps
        """);

    /// <summary>The account's methods, oldest first.</summary>
    public static async Task<IReadOnlyList<Method>> ListOf(Sql sql, AccountId account)
    {
        var rows = await sql.Query<Row>($"SELECT {Columns} FROM methods WHERE account_id = {account} ORDER BY id");
        return [.. rows.Select(row => row.ToMethod())];
    }

    /// <summary>This account's method, or null.</summary>
    public static async Task<Method?> Find(Sql sql, AccountId account, MethodId id) =>
        (await sql.FindOne<Row>($"SELECT {Columns} FROM methods WHERE id = {id} AND account_id = {account}"))?.ToMethod();

    /// <summary>How many methods the account has.</summary>
    public static async Task<int> CountOf(Sql sql, AccountId account) =>
        (int)await sql.Number($"SELECT count(*) FROM methods WHERE account_id = {account}");

    /// <summary>On how many other accounts this number is a method.</summary>
    public static Task<long> CountOthersWith(Sql sql, AccountId account, PhoneNumber phone) =>
        sql.Number($"SELECT count(*) FROM methods WHERE phone_number = {phone} AND account_id <> {account}");

    /// <summary>Adds a proven method. A key is sealed for its row, so it is stored by <see cref="SetKey"/> right after.</summary>
    public static async Task<MethodId> Add(Tx tx, Method method) => new(await tx.Insert($"""
        INSERT INTO methods (account_id, kind, label, phone_number, is_primary, last_step, created_at, last_used_at)
        VALUES ({method.Account}, {method.Kind}, {method.Label}, {method.Phone}, {method.IsPrimary}, {method.LastStep},
                {method.CreatedAt}, {method.LastUsedAt})
        RETURNING id
        """));

    /// <summary>Stores a method's sealed key.</summary>
    public static Task SetKey(Tx tx, MethodId id, byte[] sealedKey) =>
        tx.Execute($"UPDATE methods SET sealed_key = {sealedKey} WHERE id = {id}");

    /// <summary>
    /// Saves what a check decided, only if nobody has changed the method since it was read; else all is read and decided again. That it
    /// must hit its row is what makes a code good once and every guess count once.
    /// </summary>
    public static Task Save(Tx tx, Method before, Method after) => tx.LaterOrAgain($"""
        UPDATE methods
        SET last_step = {after.LastStep},
            told_steps = {string.Join(Between, after.ToldSteps)},
            fail_count = {after.Guard.FailCount},
            consecutive_failures = {after.Guard.ConsecutiveFailures},
            lock_count = {after.Guard.LockCount},
            locked_until = {after.Guard.LockedUntil},
            last_used_at = {after.LastUsedAt},
            version = version + 1
        WHERE id = {before.Id} AND version = {before.Version}
        """);

    /// <summary>Renames a method.</summary>
    public static Task SetLabel(Tx tx, MethodId id, string label) =>
        tx.Execute($"UPDATE methods SET label = {label}, version = version + 1 WHERE id = {id}");

    /// <summary>Makes this method the account's primary one and no other.</summary>
    public static async Task SetPrimary(Tx tx, AccountId account, MethodId id)
    {
        await tx.Execute($"UPDATE methods SET is_primary = 0, version = version + 1 WHERE account_id = {account} AND is_primary = 1");
        await tx.Execute($"UPDATE methods SET is_primary = 1, version = version + 1 WHERE account_id = {account} AND id = {id}");
    }

    /// <summary>Takes all locks and failures off the account's methods (an operator's unlock).</summary>
    public static Task ClearLocks(Tx tx, AccountId account) => tx.Execute($"""
        UPDATE methods
        SET fail_count = 0, consecutive_failures = 0, lock_count = 0, locked_until = NULL, version = version + 1
        WHERE account_id = {account}
        """);

    /// <summary>
    /// Sets the apps that took in a code of a later time back to this step: the clock was wrong. What lies before it stays spent.
    /// </summary>
    public static Task<int> SetStepsBack(Tx tx, AccountId account, long step) => tx.Execute($"""
        UPDATE methods SET last_step = {step}, version = version + 1
        WHERE account_id = {account} AND kind = {MethodKind.Totp} AND last_step > {step}
        """);

    /// <summary>Removes one method; false when it is not there.</summary>
    public static async Task<bool> TryRemove(Tx tx, AccountId account, MethodId id) =>
        1 == await tx.Execute($"DELETE FROM methods WHERE id = {id} AND account_id = {account}");

    /// <summary>Removes all of an account's methods.</summary>
    public static Task RemoveAll(Tx tx, AccountId account) =>
        tx.Execute($"DELETE FROM methods WHERE account_id = {account}");

    private sealed record Row(
        long Id, long AccountId, string Kind, string Label, string? PhoneNumber, byte[]? SealedKey, long IsPrimary,
        long LastStep, long FailCount, long ConsecutiveFailures, long LockCount, long? LockedUntil, long CreatedAt,
        long? LastUsedAt, long Version, string ToldSteps)
    {
        public Method ToMethod() => new(
            new(Id), new(AccountId), Words.To<MethodKind>(Kind), Label, Stored.Phone(PhoneNumber), SealedKey, IsPrimary == 1,
            LastStep, new((int)FailCount, (int)ConsecutiveFailures, (int)LockCount, Stored.Instant(LockedUntil)),
            Stored.Instant(CreatedAt), Stored.Instant(LastUsedAt), Version)
        {
            ToldSteps = StepsOf(ToldSteps),
        };

        private static long[] StepsOf(string told) => told.Length == 0
            ? []
            : [.. told.Split(Between).Select(step => long.Parse(step, NumberStyles.None, CultureInfo.InvariantCulture))];
    }
}
