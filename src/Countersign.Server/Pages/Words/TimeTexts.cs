namespace Countersign.Server.Pages;

/// <summary>How days and spans of time are said.</summary>
public abstract class TimeTexts
{
    /// <summary>How a day is written (.NET's custom format).</summary>
    public abstract string DayPattern { get; }

    /// <summary>How a day is written beside a time.</summary>
    public abstract string ShortDayPattern { get; }

    /// <summary>Some seconds.</summary>
    public abstract string Seconds(int n);

    /// <summary>Some minutes.</summary>
    public abstract string Minutes(int n);

    /// <summary>Some hours.</summary>
    public abstract string Hours(int n);

    /// <summary>Some days.</summary>
    public abstract string Days(int n);

    /// <summary>A span in words a person would use, rounded up.</summary>
    public string Lasting(TimeSpan left) => left switch
    {
        { TotalSeconds: <= 90 } => Seconds(Math.Max(1, (int)Math.Ceiling(left.TotalSeconds))),
        { TotalMinutes: <= 90 } => Minutes((int)Math.Ceiling(left.TotalMinutes)),
        { TotalHours: <= 48 } => Hours((int)Math.Ceiling(left.TotalHours)),
        _ => Days((int)Math.Ceiling(left.TotalDays)),
    };
}
