using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Hooks;

/// <summary>
/// What webhooks can be told: <c>security.</c> with a word of the audit log, <c>message.</c> with what became of one, and
/// <c>hook.test</c>, which each is told.
/// </summary>
public static class HookEvents
{
    /// <summary>What happened to accounts, and what operators did.</summary>
    public const string Security = "security";

    /// <summary>What became of messages.</summary>
    public const string Message = "message";

    /// <summary>An operator tries a webhook.</summary>
    public const string Test = "hook.test";

    /// <summary>What is told where nothing else is asked for.</summary>
    public const string Usual = $"{Message},{Security}";

    // What every request of a program would say of itself tells nobody anything.
    private static readonly AuditEvent[] Untold = [AuditEvent.AuthnTokenUsed, AuditEvent.SessionRenewed];

    private static readonly string[] UntoldWords = [.. Untold.Select(each => Words.Of(each))];

    /// <summary>All types, in the order of the manual.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Enum.GetValues<AuditEvent>().Except(Untold).Select(each => $"{Security}.{Words.Of(each)}"),
        .. Enum.GetValues<MessageNews>().Select(TypeOf),
        Test,
    ];

    /// <summary>The type of an entry of the audit log; null when it is told to nobody.</summary>
    /// <param name="word">Of an event, perhaps one that a newer version knows.</param>
    public static string? TypeOf(string word) => UntoldWords.Contains(word) ? null : $"{Security}.{word}";

    /// <summary>The type of what became of a message.</summary>
    public static string TypeOf(MessageNews news) => $"{Message}.{Words.Of(news)}";

    /// <summary>Reads what a webhook is to be told: types, or what they begin with, with commas between them.</summary>
    /// <returns>In one order; null with the part that is none of them.</returns>
    public static (string? Events, string? Unknown) Read(string text)
    {
        var parts = text.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var unknown = parts.Find(part => part is not (Security or Message) && (part == Test || !All.Contains(part)));
        return unknown is not null ? (null, unknown) : (parts.Count == 0 ? Usual : string.Join(',', parts), null);
    }

    /// <summary>Whether a webhook is told this.</summary>
    public static bool IsFor(Hook hook, string type) => type == Test || hook.Events.Split(',').Any(
        part => type == part || type.StartsWith($"{part}.", StringComparison.Ordinal));
}
