using System.Globalization;
using System.Security.Cryptography;
using Countersign.Server.Secrets;

namespace Countersign.Server.Storage;

/// <summary>
/// Up to which entry of the audit log addresses were shortened, signed. The chain holds with and without the last bits of an address, so
/// it is this that tells whether they went in their time.
/// </summary>
internal sealed class AuditShortening(KeyRing keys)
{
    /// <summary>
    /// The last entry up to which they were; 0: none was, or it is not signed by us (an older version has left it so). Then those that are
    /// old enough are looked at once more.
    /// </summary>
    public async Task<long> Through(Sql sql)
    {
        var mark = await sql.FindOne<Mark>($"SELECT through, key_id, mac FROM audit_shortened WHERE id = 1");
        return mark is { KeyId: { } id, Mac: { } mac } && keys.TryDerive(id, KeyPurpose.AuditChain, out var key)
            && CryptographicOperations.FixedTimeEquals(mac, MacOf(mark.Through, key))
                ? mark.Through
                : 0;
    }

    /// <summary>Signs it anew under the active key, before the one that it is signed under is forgotten.</summary>
    public async Task SignAnew(Tx tx)
    {
        if (await Through(tx) is > 0 and var through) await Sign(tx, through);
    }

    /// <summary>Signs it under the active key.</summary>
    public async Task Sign(Tx tx, long through)
    {
        var mac = MacOf(through, keys.Derive(keys.Active, KeyPurpose.AuditChain));
        await tx.Execute($"UPDATE audit_shortened SET through = {through}, key_id = {keys.Active}, mac = {mac} WHERE id = 1");
    }

    /// <summary>Leaves of the address of an entry only its network.</summary>
    public static Task Shorten(Tx tx, StoredAuditEntry row) => tx.Execute($"""
        UPDATE audit_log SET ip_address = {AuditAddress.Shorten(row.IpAddress)}, ip_salt = NULL WHERE entry = {row.Entry}
        """);

    private static byte[] MacOf(long through, ReadOnlySpan<byte> key) => HMACSHA256.HashData(
        key, Fields.Join("audit addresses shortened", through.ToString(CultureInfo.InvariantCulture)));

    private sealed record Mark(long Through, string? KeyId, byte[]? Mac);
}
