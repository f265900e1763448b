namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class TimeEnglish : TimeTexts
{
    public override string DayPattern => "d MMMM yyyy";
    public override string ShortDayPattern => "d MMM yyyy";
    public override string Seconds(int n) => n == 1 ? "1 second" : $"{n} seconds";
    public override string Minutes(int n) => n == 1 ? "1 minute" : $"{n} minutes";
    public override string Hours(int n) => n == 1 ? "1 hour" : $"{n} hours";
    public override string Days(int n) => n == 1 ? "1 day" : $"{n} days";
}
