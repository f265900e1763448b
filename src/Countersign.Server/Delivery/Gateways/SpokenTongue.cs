using Countersign.Core;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>What gateways that call are told of the language they speak.</summary>
internal static class SpokenTongue
{
    /// <summary>The language and where it is spoken so (RFC 5646).</summary>
    public static string Of(Language language) => language switch
    {
        Language.English => "en-US",
        Language.German => "de-DE",
    };
}
