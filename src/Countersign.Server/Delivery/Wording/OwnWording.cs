using Countersign.Core;

namespace Countersign.Server.Delivery.Wording;

/// <summary>Words a message as its operator does, in one language.</summary>
internal sealed class OwnWording(OwnTexts own, Language language, string issuer, Uri baseUrl)
{
    /// <summary>
    /// The operator's words; ours where there are none, or where a hole in them has nothing in it this time: a lock that nobody has set a
    /// time for has no end to name.
    /// </summary>
    public string Say(string key, string usual, params ReadOnlySpan<(string Hole, string? Value)> holes)
    {
        if (own.Find(language, key) is not { } text) return usual;

        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [Hole.Usual] = usual,
            [Hole.Site] = issuer,
            [Hole.Address] = baseUrl.ToString(),
        };
        foreach (var (hole, value) in holes) values[hole] = value;
        return OwnTexts.Fill(text.Template, values) ?? usual;
    }

    public CodePurpose Say(string name, CodePurpose usual) => usual with
    {
        Subject = Say($"{name}.subject", usual.Subject),
        Headline = Say($"{name}.headline", usual.Headline),
        Warning = Say($"{name}.warning", usual.Warning),
    };

    /// <summary>
    /// The first paragraph stands above the link, the last is what to do if one asked for nothing; between them is the command.
    /// </summary>
    public LinkWords Say(string name, LinkWords usual, params ReadOnlySpan<(string Hole, string? Value)> holes) => new(
        Say($"{name}.subject", usual.Subject),
        Say($"{name}.headline", usual.Headline),
        [
            Say($"{name}.text", usual.Paragraphs[0], holes),
            .. usual.Paragraphs.Count == 3 ? (IEnumerable<string>)[Say($"{name}.command", usual.Paragraphs[1], holes)] : [],
            Say($"{name}.below", usual.Paragraphs[^1]),
        ],
        Say($"{name}.button", usual.Button));

    public NoticeWords Say(NoticeKind kind, NoticeWords usual, params ReadOnlySpan<(string Hole, string? Value)> holes) => new(
        Say($"{OwnKeys.NameOf(kind)}.headline", usual.Headline),
        Say($"{OwnKeys.NameOf(kind)}.text", usual.WhatHappened, holes),
        Say($"{OwnKeys.NameOf(kind)}.if-not-you", usual.IfNotYou));
}
