using System.Text;
using Countersign.Core;

namespace Countersign.Server.Delivery;

/// <summary>One line of circumstances: "When" and when.</summary>
internal sealed record MailFact(string Name, string Value);

/// <summary>The parts of a mail, from which its text and its HTML are made.</summary>
internal sealed record MailBody(Language Language, string Issuer, string Headline, Code? Code = null)
{
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    public IReadOnlyList<MailFact> Facts { get; init; } = [];

    public Uri? Link { get; init; }

    /// <summary>What the link does, on its button.</summary>
    public string LinkText { get; init; } = "";

    /// <summary>What stands at the foot below the name of the service: where people turn to.</summary>
    public IReadOnlyList<string> Foot { get; init; } = [];

    /// <summary>The code alone on the first line, then the rest.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        if (Code is { } code) text.Append(code.Reveal()).Append("\n\n");
        text.AppendJoin("\n\n", Paragraphs.Take(1));
        if (Link is not null) text.Append("\n\n").Append(Link.AbsoluteUri);
        foreach (var (at, fact) in Facts.Index()) text.Append(at == 0 ? "\n\n" : "\n").Append(fact.Name).Append(": ").Append(fact.Value);
        foreach (var paragraph in Paragraphs.Skip(1)) text.Append("\n\n").Append(paragraph);
        return text.Append("\n\n-- \n").Append(Issuer).Append('\n').AppendJoin('\n', Foot).Append(Foot.Count > 0 ? "\n" : "").ToString();
    }

    /// <summary>Never the text.</summary>
    public override string ToString() => $"{Headline} •••";
}
