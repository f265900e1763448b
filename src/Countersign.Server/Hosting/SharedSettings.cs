using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;

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
    private readonly IReadOnlyList<(string Name, string Value)> values;

    private SharedSettings(IReadOnlyList<(string Name, string Value)> values) => this.values = values;

    /// <summary>Those of this server, with the keys that are in the file now.</summary>
    public static SharedSettings Of(ServerSettings settings, KeyRing keys)
    {
        List<(string, string)> all =
        [
            ("BASE_URL", settings.BaseUrl.AbsoluteUri), ("ISSUER", settings.Issuer),
            ("KEY_FILE", string.Join(' ', keys.Known.Select(key => $"{key}:{Short(new KeyCanary(keys).Make(key))}"))),
        ];
        if (settings.Sms is { } gateway) all.Add(("SMS_SECRET", Fingerprint(gateway.Secret.Reveal(), keys)));
        return new(all);
    }

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
        if (others.Count == 0 || others.Contains(ToString(), StringComparer.Ordinal)) return [];

        var first = Parse(others[0]).values;
        var differ = values.Select(each => each.Name).Union(first.Select(each => each.Name), StringComparer.Ordinal)
            .Select(name => new Difference(Setting.Prefix + name, Shown(values, name), Shown(first, name)))
            .Where(each => each.Here != each.There).ToList();

        // Under other keys every fingerprint is another one.
        var otherKeys = differ.Exists(each => each.Name == Setting.Prefix + "KEY_FILE");
        return otherKeys ? [.. differ.Where(each => each.Name != Setting.Prefix + "SMS_SECRET")] : differ;
    }

    private static string Shown(IReadOnlyList<(string Name, string Value)> among, string name) =>
        among.Where(each => each.Name == name).Select(each => $"\"{each.Value}\"").FirstOrDefault("not set");

    private static string Fingerprint(string secret, KeyRing keys) =>
        Short(HMACSHA256.HashData(keys.Derive(keys.Active, KeyPurpose.Fingerprint), Encoding.UTF8.GetBytes(secret)));

    private static string Short(byte[] mark) => Convert.ToHexStringLower(mark.AsSpan(..8));
}
