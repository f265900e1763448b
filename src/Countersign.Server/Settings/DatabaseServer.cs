using Countersign.Server.Vocabulary;

namespace Countersign.Server.Settings;

/// <summary>A PostgreSQL server and a database in it. It does not print its password.</summary>
/// <param name="IsHere">It is on this machine, so nobody listens between it and us.</param>
public sealed record DatabaseServer(string Host, int Port, string User, SecretText? Password, string Database, bool IsHere)
{
    private const int UsualPort = 5432;

    /// <summary><c>sqlite</c>, which names no server, or <c>postgres://user:password@host:port/database</c>.</summary>
    public static SettingKind<DatabaseServer?> Kind { get; } = new(
        "`sqlite`, or `postgres://user:password@host:port/database` (parts percent-encoded)",
        "postgres://countersign:s3cret@db.example.org/countersign", (string text, out DatabaseServer? value) =>
        {
            var isFile = string.Equals(text.Trim(), "sqlite", StringComparison.OrdinalIgnoreCase);
            value = isFile ? null : Read(text.Trim());
            return isFile || value is not null;
        })
    {
        Why = AddressText.Why,
    };

    /// <summary>The server of an address that is known to be right.</summary>
    internal static DatabaseServer Of(string address) =>
        Read(address) ?? throw new ArgumentException("This isn't the address of a PostgreSQL server.", nameof(address));

    private static DatabaseServer? Read(string text)
    {
        if (AddressText.Read(text) is not { User: { } user, Query.Length: 0 } address) return null;
        if (address.Place.Scheme is not ("postgres" or "postgresql") || !address.Path.StartsWith('/')) return null;
        if (AddressText.Decode(address.Path[1..]) is not { Length: > 0 } database) return null;
        if (database.Contains('/', StringComparison.Ordinal)) return null;

        return new(address.Place.IdnHost, address.Port ?? UsualPort, user, address.Password, database, address.Place.IsLoopback);
    }
}
