using System.Security.Cryptography;
using System.Text;
using Countersign.Client;

namespace Countersign.Cli.Files;

/// <summary>
/// Where the two keys of a person lie: <c>api_key</c> and <c>tfa_key</c>, mode 0600.
/// The session key has a second line that says which server and API key it belongs to, so that it is never sent anywhere else.
/// </summary>
internal sealed class KeyFile
{
    private readonly PrivateFile apiKey = PrivateFile.OfOurs("api_key");
    private readonly PrivateFile sessionKey = PrivateFile.OfOurs("tfa_key");

    public string ApiKeyPath => apiKey.Path;

    /// <summary>Where the key of the session stands.</summary>
    public string SessionKeyPath => sessionKey.Path;

    public AccessKey? ReadApiKey() => apiKey.Read()?.Trim() is { Length: > 0 } key ? new AccessKey(key) : null;

    public void WriteApiKey(AccessKey key)
    {
        apiKey.Write(key.Value + "\n");
        sessionKey.Delete();
    }

    public AccessKey? ReadSessionKey(Uri url, AccessKey? owner) =>
        sessionKey.Read()?.Split('\n') is [{ Length: > 0 } key, var mark, ..] && mark == Mark(url, owner) ? new AccessKey(key) : null;

    public void WriteSessionKey(AccessKey key, Uri url, AccessKey? owner) => sessionKey.Write($"{key.Value}\n{Mark(url, owner)}\n");

    /// <summary>Stops a sign-in whose session could not be kept, before anything is asked or sent.</summary>
    public void TrySessionKey()
    {
        try
        {
            sessionKey.Try();
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new Stop(
                ExitCode.Failed,
                $"The session could not be kept on this computer, so nothing was asked or sent. {Failures.Sentence(reason)}",
                "Keep it elsewhere:  export XDG_CONFIG_HOME=FOLDER");
        }
    }

    public void DropSessionKey() => sessionKey.Delete();

    private static string Mark(Uri url, AccessKey? owner) =>
        Convert.ToHexString(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{url.GetLeftPart(UriPartial.Authority)}\n{owner?.Value}")).AsSpan(0, 16));
}
