using System.Net.Sockets;
using System.Text.RegularExpressions;
using Countersign.Server.Radius;

namespace Countersign.Server.Hosting;

/// <summary>Why a server cannot listen where it was told to, in one sentence that says what to do.</summary>
public static partial class ListenFault
{
    private const string Named = "the address that --urls names";

    private const string NoCertificate =
        "--urls names an address with https://, and there is no certificate to show there. Name its file in " +
        "ASPNETCORE_Kestrel__Certificates__Default__Path and its key in ASPNETCORE_Kestrel__Certificates__Default__KeyPath, or listen at " +
        "http:// behind a proxy.";

    /// <summary>The sentence; null where it is about something else.</summary>
    public static string? Of(Exception thrown)
    {
        var isRadius = Chain(thrown).OfType<RadiusUnheardException>().Any();
        var named = isRadius ? "in COUNTERSIGN_RADIUS"
            : Chain(thrown).OfType<MetricsUnheardException>().Any() ? "in COUNTERSIGN_METRICS"
            : "with --urls";
        var elsewhere = $"name another place {named}";
        return Chain(thrown).OfType<SocketException>().FirstOrDefault()?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse =>
                $"Another program listens at {PlaceIn(thrown)} already. Stop it (`ss {(isRadius ? "-lunp" : "-ltnp")}` shows which one it is), or {elsewhere}.",
            SocketError.AccessDenied =>
                $"The user '{Environment.UserName}' may not listen at {PlaceIn(thrown)}: ports below 1024 are closed to most. Let a " +
                $"proxy listen there, or {elsewhere}.",
            SocketError.AddressNotAvailable =>
                $"This machine does not have {AddressIn(thrown)}. See `ip address` for those it has, or {elsewhere}.",
            _ => Chain(thrown).Any(IsOfNoCertificate) ? NoCertificate : null,
        };
    }

    // The framework's own words name a tool of developers that no server has.
    private static bool IsOfNoCertificate(Exception each) =>
        each is InvalidOperationException && each.Message.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal);

    private static IEnumerable<Exception> Chain(Exception thrown)
    {
        for (var each = thrown; each is not null; each = each.InnerException) yield return each;
    }

    private static string AddressIn(Exception thrown) => PlaceIn(thrown) is var place && place == Named ? place : $"the address {place}";

    private static string PlaceIn(Exception thrown) =>
        Chain(thrown).Select(each => Place().Match(each.Message)).FirstOrDefault(found => found.Success) is { } place
            ? place.Value
            : Named;

    [GeneratedRegex(@"(https?|udp)://\S+?(?=: |[.]?$)")]
    private static partial Regex Place();
}
