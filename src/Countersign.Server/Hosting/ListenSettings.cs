using System.Collections;

namespace Countersign.Server.Hosting;

/// <summary>What the environment says to the framework itself about where to listen, which it would take as it is.</summary>
internal static partial class ListenSettings
{
    /// <summary>A sentence for each place that is none, and each certificate that cannot be shown.</summary>
    public static IReadOnlyList<string> Faults() => Faults(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(each => (string)each.Key, each => (string?)each.Value ?? "", StringComparer.Ordinal));

    /// <summary>The same of these variables.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyDictionary<string, string> environment) =>
    [
        .. from variable in environment
           where EndpointUrl().IsMatch(variable.Key) && variable.Value.Length > 0
           let fault = ListenAddress.FaultOf(variable.Value)
           where fault is not null
           select $"{variable.Key}: {fault}",
        .. ListenCertificate.Of(environment).Select(each => each.Look().Fault).OfType<string>(),
    ];

    [System.Text.RegularExpressions.GeneratedRegex(
        @"\A((ASPNETCORE|DOTNET)_)?Kestrel__Endpoints__[^_]+(_[^_]+)*__Url\z", System.Text.RegularExpressions.RegexOptions.IgnoreCase)]
    private static partial System.Text.RegularExpressions.Regex EndpointUrl();
}
