using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Shared;

namespace Countersign.Server.Delivery;

/// <summary>Reads the file of a private key that an operator named.</summary>
internal static class PrivateText
{
    /// <summary>The whole text of a file that only its owner, or a group that may read it alone, can use.</summary>
    /// <exception cref="NotAsConfiguredException">It cannot be used; the message is a sentence for the operator.</exception>
    public static string Read(string path)
    {
        try
        {
            var text = TextFile.Read(path);
            return KeyRing.OpenToOthers(path) is UnixFileMode.None
                ? text
                : throw new NotAsConfiguredException($"{path} can be used by others besides its owner. Run `chmod 600 {path}`.");
        }
        catch (Exception broken) when (broken is (IOException or UnauthorizedAccessException) and not NotAsConfiguredException)
        {
            throw new NotAsConfiguredException(FileTrouble.Of(broken) ?? $"{path} cannot be read: {broken.Message}", broken);
        }
    }
}
