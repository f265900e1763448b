using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Countersign.Shared;

namespace Countersign.Server.Hosting;

/// <summary>
/// The certificates that a server without a proxy shows. The framework reads their settings itself
/// (<c>ASPNETCORE_Kestrel__Certificates__Default__Path</c>), and says of a file that is missing what only its makers understand.
/// </summary>
/// <param name="setting">The setting that names the file, as it was typed.</param>
internal sealed partial class ListenCertificate(string setting, string path, string? keyPath, string? password)
{
    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Those that these variables of the environment name.</summary>
    public static IEnumerable<ListenCertificate> Of(IReadOnlyDictionary<string, string> environment) =>
        from variable in environment
        let name = Setting().Match(variable.Key)
        where name.Success && variable.Value.Length > 0
        let stem = variable.Key[..^"Path".Length]
        select new ListenCertificate(
            variable.Key, variable.Value, Value(environment, stem + "KeyPath"), Value(environment, stem + "Password"));

    /// <summary>What is wrong with it, by the setting that mends it; null, and until when it is good: it can be shown.</summary>
    public (string? Fault, DateTimeOffset Until) Look()
    {
        foreach (var (name, file) in (IEnumerable<(string, string?)>)[(setting, path), (KeySetting, keyPath)])
            if (file is not null && FileTrouble.Missing(file) is { } missing) return ($"{name}: {missing}", default);

        try
        {
            using var certificate = Read();
            return certificate.HasPrivateKey
                ? (null, new(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero))
                : ($"{setting}: {path} holds a certificate without its key. Name the file with the key in {KeySetting}.", default);
        }
        catch (Exception broken) when (broken is CryptographicException or ArgumentException)
        {
            return ($"{setting}: the certificate {path} cannot be used: {broken.Message.TrimEnd('.')}. Name a certificate in PEM form, and its " +
                $"key in {KeySetting}; or a PKCS #12 file, and its password in {setting[..^"Path".Length]}Password.", default);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            return ($"{setting}: {FileTrouble.Say(closed)}", default);
        }
    }

    private string KeySetting => setting[..^"Path".Length] + "KeyPath";

    private X509Certificate2 Read() => X509Certificate2.GetCertContentType(path) is X509ContentType.Pkcs12
        ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
        : keyPath is null ? X509CertificateLoader.LoadCertificateFromFile(path)
        : password is null ? X509Certificate2.CreateFromPemFile(path, keyPath)
        : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);

    private static string? Value(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.FirstOrDefault(each => each.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } value
            ? value
            : null;

    [GeneratedRegex(
        @"\A((ASPNETCORE|DOTNET)_)?Kestrel__(Certificates__Default|Endpoints__.+__Certificate)__Path\z", RegexOptions.IgnoreCase)]
    private static partial Regex Setting();
}
