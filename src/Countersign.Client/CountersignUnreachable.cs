namespace Countersign.Client;

/// <summary>No answer came that could be understood; whether the call had an effect is not known.</summary>
public sealed class CountersignUnreachable(string message, Exception? inner) : Exception(message, inner)
{
    internal static CountersignUnreachable From(Uri url, HttpRequestException reason) =>
        new(Sentence(url, reason.HttpRequestError), reason);

    internal static CountersignUnreachable TooSlow(Uri url, Exception reason) => new($"{Origin(url)} did not answer in time.", reason);

    internal static CountersignUnreachable Strange(Uri url, Exception reason) =>
        new($"{Origin(url)} answered with something that is not Countersign's interface. Is the address right?", reason);

    private static string Sentence(Uri url, HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => $"The name {url.Host} is not known.",
        HttpRequestError.ConnectionError => $"Nothing answers at {Origin(url)}.",
        HttpRequestError.SecureConnectionError =>
            $"No secure connection to {Origin(url)}: its certificate is not trusted, or it does not speak TLS.",
        HttpRequestError.ProxyTunnelError => $"The proxy on the way to {Origin(url)} does not let us through.",
        _ => $"The connection to {Origin(url)} broke.",
    };

    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
