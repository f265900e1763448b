using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>A setting that is one thing here and another on the other servers of the same database.</summary>
/// <param name="Name">As the operator writes it.</param>
/// <param name="Here">What it is here: the value, or of a secret only a fingerprint.</param>
/// <param name="There">What it is there.</param>
public sealed record Difference(string Name, string Here, string There)
{
    /// <summary>For the operator.</summary>
    public override string ToString() => $"{Name} is {Here} here, and {There} on the servers that run on this database.";
}

/// <summary>
/// The settings that all servers of one database must share: what stands in links, cookies, authenticator apps and signatures, and the
/// keys.
/// What is secret is compared by a fingerprint that helps nobody to find it. All other settings may differ for a while: each request is
/// judged by those of the server it came to.
/// </summary>
public sealed class SharedSettings
{
    private const string KeyFile = "KEY_FILE";
    private const string SmsSecret = "SMS_SECRET";

    private readonly IReadOnlyList<(string Name, string Value)> values;

    private SharedSettings(IReadOnlyList<(string Name, string Value)> values) => this.values = values;

    /// <summary>Those of this server, with the keys that are in the file now.</summary>
    public static SharedSettings Of(ServerSettings settings, KeyRing keys)
    {
        List<(string, string)> all =
        [
            ("BASE_URL", settings.BaseUrl.AbsoluteUri), ("ISSUER", settings.Issuer),
            (KeyFile, HeldKeys.Of(keys).ToString()),
        ];
        if (settings.Sms is { IsOn: true, Secret: { } secret }) all.Add((SmsSecret, Fingerprint(secret.Reveal(), keys)));
        return new(all);
    }

    /// <summary>The same, where the database may say meanwhile that another key is in use.</summary>
    public static async Task<SharedSettings> Of(Sql sql, ServerSettings settings, KeyRing keys)
    {
        await KeyMarks.Learn(sql, keys);
        return Of(settings, keys);
    }

    /// <summary>The keys among them.</summary>
    public HeldKeys Keys => HeldKeys.Parse(values.FirstOrDefault(each => each.Name == KeyFile).Value ?? "");

    /// <summary>What they were written down as.</summary>
    public static SharedSettings Parse(string text) => new([.. text.Split('\n').Select(line => line.Split('=', 2)).Select(
        part => (part[0], part[^1]))]);

    /// <summary>A line for each.</summary>
    public override string ToString() => string.Join('\n', values.Select(each => $"{each.Name}={each.Value}"));

    /// <summary>
    /// How they differ from those of the first of the others; not at all where there are no others, or one of them has the same.
    /// </summary>
    public IReadOnlyList<Difference> From(IReadOnlyList<string> others)
    {
        var differ = others.Select(other => From(Parse(other))).ToList();
        return differ.Count == 0 || differ.Exists(each => each.Count == 0) ? [] : differ[0];
    }

    private List<Difference> From(SharedSettings other)
    {
        // Under another key every fingerprint is another one.
        var isComparable = Keys.Active == other.Keys.Active;
        var names = from name in values.Select(each => each.Name).Union(other.values.Select(each => each.Name), StringComparer.Ordinal)
                    where name != KeyFile || !Keys.Fits(other.Keys)
                    where name != SmsSecret || isComparable
                    select name;
        return [.. names.Select(name => new Difference(Setting.Prefix + name, Shown(values, name), Shown(other.values, name)))
            .Where(each => each.Here != each.There)];
    }

    private static string Shown(IReadOnlyList<(string Name, string Value)> among, string name) =>
        among.Where(each => each.Name == name).Select(each => $"\"{each.Value}\"").FirstOrDefault("not set");

    private static string Fingerprint(string secret, KeyRing keys) =>
        Short(HMACSHA256.HashData(keys.Derive(keys.Active, KeyPurpose.Fingerprint), Encoding.UTF8.GetBytes(secret)));

    internal static string Short(byte[] mark) => Convert.ToHexStringLower(mark.AsSpan(..8));
}
