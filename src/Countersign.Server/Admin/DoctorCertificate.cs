using System.Globalization;
using Countersign.Server.Hosting;

namespace Countersign.Server.Admin;

/// <summary>Whether a server that listens without a proxy can show the certificate that its environment names.</summary>
internal static class DoctorCertificate
{
    private const string Name = "certificate";
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>Looks at each that is named; at nothing where a proxy has it.</summary>
    public static IEnumerable<Finding> Look(IReadOnlyDictionary<string, string> environment, DateTimeOffset now) =>
        ListenCertificate.Of(environment).Select(each => each.Look() switch
        {
            { Fault: { } fault } => Finding.Fail(Name, fault.TrimEnd('.')),
            { Until: var until } when until <= now => Finding.Fail(Name, Ends(each, until, "is over since", "Renew it")),
            { Until: var until } when until <= now + Soon => Finding.Warn(Name, Ends(each, until, "ends at", "Renew it")),
            { Until: var until } => Finding.Ok(Name, Ends(each, until, "is good until", "")),
        });

    private static string Ends(ListenCertificate each, DateTimeOffset until, string how, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{each.Path} {how} {until:u}{(what.Length > 0 ? ". " : "")}{what}");
}
