namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class TimeGerman : TimeTexts
{
    public override string DayPattern => "d. MMMM yyyy";
    public override string ShortDayPattern => "d. MMM yyyy";
    public override string Seconds(int n) => n == 1 ? "1 Sekunde" : $"{n} Sekunden";
    public override string Minutes(int n) => n == 1 ? "1 Minute" : $"{n} Minuten";
    public override string Hours(int n) => n == 1 ? "1 Stunde" : $"{n} Stunden";
    public override string Days(int n) => n == 1 ? "1 Tag" : $"{n} Tage";
}
