using Countersign.Core;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery.Wording;

/// <summary>One notice in words. <paramref name="IfNotYou"/> leads up to the address of the service.</summary>
internal sealed record NoticeWords(string Headline, string WhatHappened, string IfNotYou);

/// <summary>What each notice says; a language is a class that says all of it.</summary>
internal abstract class NoticeTexts
{
    /// <summary>For whoever did it themselves.</summary>
    public abstract string NothingToDo { get; }

    protected abstract string When { get; }

    protected abstract string From { get; }

    protected abstract string Device { get; }

    public abstract NoticeWords Of(NoticeKind kind, NoticeFacts facts);

    /// <summary>Leads to the button below, which stops everything.</summary>
    public abstract string ToObject { get; }

    /// <summary>On that button.</summary>
    public abstract string NotMe { get; }

    /// <summary>What became of API keys.</summary>
    public abstract string KeysEnded(int count);

    /// <summary>The same in one text message.</summary>
    public abstract string Short(string headline, string issuer, Uri? notMe);

    /// <summary>The headline of a message about several times.</summary>
    /// <param name="more">How often it happened since the last message about it.</param>
    public abstract string Again(string headline, int more);

    /// <summary>The same in a sentence, which says what the details below are those of.</summary>
    public abstract string Gathered(int more);

    /// <summary>A factor in the middle of a sentence.</summary>
    public abstract string NameOf(ProofKind factor);

    /// <summary>When, from where and with what it was done.</summary>
    public IReadOnlyList<MailFact> Circumstances(NoticeFacts facts)
    {
        var known = new List<MailFact> { new(When, Instant(facts.When)) };
        if (facts.Ip is { } ip) known.Add(new(From, SafeText.OneLine(ip)));
        if (facts.Device is { } device) known.Add(new(Device, SafeText.OneLine(device)));
        return known;
    }

    /// <summary>A date with its time, in UTC.</summary>
    public abstract string Instant(DateTimeOffset instant);
}
