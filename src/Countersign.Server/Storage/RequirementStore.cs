using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>An admin's order that everybody must have a second factor.</summary>
/// <param name="BeginsAt">From when on; fixed with the order.</param>
/// <param name="LastAccount">The youngest account that existed then: those up to it are told by mail.</param>
/// <param name="ToldThrough">The accounts up to this one have been told.</param>
/// <param name="Told">How many have been told.</param>
public sealed record RequirementOrder(
    long Id, DateTimeOffset OrderedAt, DateTimeOffset BeginsAt, AccountId OrderedBy, long LastAccount, long ToldThrough, long Told)
{
    /// <summary>Whether everybody has been told.</summary>
    public bool IsTold => ToldThrough >= LastAccount;
}

/// <summary>The table of orders, of which at most one stands.</summary>
public static class RequirementStore
{
    /// <summary>Whether a second factor is required, as every door and every verb asks it.</summary>
    public static async Task<Requirement> Read(Sql sql, Policy policy) =>
        Requirement.Of(policy, policy.RequiresSecondFactor ? null : (await Find(sql))?.BeginsAt, sql.Now);

    /// <summary>The order that stands, or null.</summary>
    public static async Task<RequirementOrder?> Find(Sql sql) =>
        (await sql.FindOne<Row>($"""
            SELECT id, ordered_at, begins_at, ordered_by, last_account, told_through, told FROM requirement_orders WHERE standing = 1
            """))?.ToOrder();

    /// <summary>Writes an order down; false when one stands already.</summary>
    public static async Task<bool> TryOrder(Tx tx, AccountId by, DateTimeOffset beginsAt) => 1 == await tx.Execute($"""
        INSERT INTO requirement_orders (standing, ordered_at, begins_at, ordered_by, last_account)
        SELECT 1, {tx.Now}, {beginsAt}, {by}, coalesce(max(id), 0) FROM accounts WHERE 1 = 1
        ON CONFLICT (standing) DO NOTHING
        """);

    /// <summary>Calls an order off; false when it does not stand any more.</summary>
    public static async Task<bool> TryCallOff(Tx tx, RequirementOrder order) => 1 == await tx.Execute($"""
        UPDATE requirement_orders SET standing = NULL, called_off_at = {tx.Now} WHERE id = {order.Id} AND standing = 1
        """);

    /// <summary>Moves the mark behind those about to be told; false when the order is off, or somebody else has moved it.</summary>
    public static async Task<bool> TryTell(Tx tx, RequirementOrder order, long through, long more) => 1 == await tx.Execute($"""
        UPDATE requirement_orders SET told_through = {through}, told = told + {more}
        WHERE id = {order.Id} AND standing = 1 AND told_through = {order.ToldThrough}
        """);

    private sealed record Row(
        long Id, long OrderedAt, long BeginsAt, long OrderedBy, long LastAccount, long ToldThrough, long Told)
    {
        public RequirementOrder ToOrder() => new(
            Id, Stored.Instant(OrderedAt), Stored.Instant(BeginsAt), new(OrderedBy), LastAccount, ToldThrough, Told);
    }
}
