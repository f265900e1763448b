using Countersign.Server.Operators;

namespace Countersign.Server.Pages;

/// <summary>What the page of activity over time says.</summary>
public abstract class OperateTrendsTexts(Texts all) : Sentences(all)
{
    public abstract string TrendsLead { get; }
    public abstract string TrendSpans { get; }
    public abstract string TrendsInUtc { get; }
    public abstract string ByWay { get; }
    public abstract string Numbers { get; }
    public abstract string Sum { get; }

    public abstract string Of(TrendSpan span);

    public abstract string Of(TrendStory story);

    public abstract string Of(TrendWay way);

    public abstract string NothingYet(TrendStory story);

    /// <summary>Where one goes on from a chart.</summary>
    public abstract string? LeadsOn(TrendStory story);

    /// <summary>This span beside the one before it.</summary>
    public abstract string Compared(TrendChart chart, TrendSpan span);

    public abstract string SlotHeading(TrendSpan span);

    /// <summary>When a slot begins, as short as it is clear.</summary>
    public abstract string SlotName(TrendSpan span, DateTimeOffset start);

    /// <summary>A chart for whoever does not see it; its numbers stand in a table below.</summary>
    public abstract string ChartInWords(string title, TrendSpan span, IReadOnlyList<DateTimeOffset> slots, IReadOnlyList<long> counts);
}
