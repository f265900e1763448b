namespace Countersign.Server.Settings;

/// <summary>How long the audit log is kept.</summary>
public sealed record AuditKeeping
{
    /// <summary>An entry: thirteen months, a year and one more to look back at it.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.FromDays(396);

    /// <summary>The whole network address in an entry; later only the network it belongs to.</summary>
    public TimeSpan AddressLife { get; init; } = TimeSpan.FromDays(90);
}
