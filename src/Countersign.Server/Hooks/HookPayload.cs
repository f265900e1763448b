using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Hooks;

/// <summary>
/// What is sent: <c>type</c>, <c>timestamp</c>, <c>data</c>. It has closed words, numbers and the network address, and nothing that
/// somebody typed: neither names nor addresses of mail, nor where a message went, nor what it said.
/// </summary>
public static class HookPayload
{
    private const int NameLength = 16;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An entry of the audit log; null where it is told to nobody.</summary>
    public static HookEvent? Of(StoredAuditEntry row)
    {
        if (HookEvents.TypeOf(row.Event) is not { } type) return null;

        var account = row.AccountId == AuditLog.Nobody ? (AccountId?)null : new AccountId(row.AccountId);
        var args = JsonNode.Parse(row.Args) as JsonObject;
        return Make(type, account, row.CreatedAt, new()
        {
            ["account"] = account?.Value,
            ["outcome"] = row.Outcome,
            ["factor"] = row.Factor,
            ["method"] = row.MethodId,
            ["by"] = row.Credential,
            ["about"] = NumberIn(args, "account"),
            ["tries"] = NumberIn(args, "tries") ?? 1,
            ["route"] = row.ApiRoute,
            ["ip_address"] = row.IpAddress,
            ["entry"] = row.Entry,
        });
    }

    /// <summary>What became of a message.</summary>
    public static HookEvent Of(StoredMessageNews news)
    {
        var account = news.AccountId is { } id ? new AccountId(id) : (AccountId?)null;
        return Make(HookEvents.TypeOf(Words.To<MessageNews>(news.News)), account, news.CreatedAt, new()
        {
            ["account"] = account?.Value,
            ["message"] = news.MessageId,
            ["channel"] = news.Channel,
            ["kind"] = news.Kind,
            ["reason"] = news.Why,
            ["gateway"] = news.Gateway,
        });
    }

    /// <summary>An operator tries a webhook.</summary>
    public static HookEvent Test(HookId hook, DateTimeOffset now) =>
        Make(HookEvents.Test, null, now.ToUnixTimeSeconds(), new() { ["hook"] = hook.Value });

    private static HookEvent Make(string type, AccountId? account, long at, JsonObject data) => new(
        $"evt_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameLength))}", account, type, new JsonObject
        {
            ["type"] = type,
            ["timestamp"] = DateTimeOffset.FromUnixTimeSeconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["data"] = data,
        }.ToJsonString(Json));

    // Numbers of ours only: what else stands there, somebody may have typed.
    private static long? NumberIn(JsonObject? args, string name) => args?[name] is JsonValue value
        && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
