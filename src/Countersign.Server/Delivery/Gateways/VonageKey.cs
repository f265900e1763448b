using System.Globalization;
using System.Security.Cryptography;
using Countersign.Server.Settings.Gateways;
using Microsoft.IdentityModel.Tokens;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>The private key of an application at Vonage, read from its file.</summary>
internal static class VonageKey
{
    // RFC 7518 §3.3.
    private const int LeastBits = 2048;

    /// <summary>Reads one.</summary>
    /// <exception cref="NotAsConfiguredException">There is none that can be used; the message is a sentence for the operator.</exception>
    public static RsaSecurityKey Read(string path)
    {
        using var key = Parse(PrivateText.Read(path)) ?? throw new NotAsConfiguredException(
            $"{path} holds no private key of an application: RSA, as PEM, without a password. Vonage gives it out once, when the " +
            "application is made or its keys are made anew.");
        return key.KeySize >= LeastBits
            ? new(key.ExportParameters(includePrivateParameters: true))
            : throw new NotAsConfiguredException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} holds an RSA key of {key.KeySize} bits, and {LeastBits} are needed. Have Vonage make the keys of the application anew."));
    }

    /// <summary>A sentence for each key that cannot be used.</summary>
    public static IEnumerable<string> Faults(SmsSettings settings)
    {
        foreach (var (number, gateway) in settings.Gateways)
            if (gateway is VonageCallGateway calls && FaultOf(calls.KeyFile) is { } fault)
                yield return $"{SmsSettings.NameOf(number)}: {fault}";
    }

    private static string? FaultOf(string path)
    {
        try
        {
            Read(path);
            return null;
        }
        catch (NotAsConfiguredException unfit)
        {
            return unfit.Message;
        }
    }

    // Null: it is no key, half of one, or one under a password. What went wrong is not told: it may quote the text.
    private static RSA? Parse(string text)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(text);
            key.ExportParameters(includePrivateParameters: true);
            return key;
        }
        catch (Exception broken) when (broken is ArgumentException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }
}
