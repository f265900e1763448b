using System.Security.Cryptography;

namespace Countersign.Server.Settings;

/// <summary>
/// The key that signs requests to the SMS gateway, for operators who chose none: made at the first start and kept beside
/// the database, where its owner can read it to the gateway.
/// </summary>
public static class SmsSecretFile
{
    /// <summary>Its name in the data folder.</summary>
    public const string FileName = "sms-secret";

    private const int SecretBytes = 24;

    /// <summary>The settings with a key, if they name a gateway.</summary>
    public static ServerSettings Complete(ServerSettings settings) => settings.Sms is { IsOn: true, Secret: null }
        ? settings with { Sms = settings.Sms with { Secret = new(ReadOrMake(Path.Combine(settings.DataFolder, FileName))) } }
        : settings;

    private static string ReadOrMake(string path)
    {
        try
        {
            Make(path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // It was made before, or by a node that starts at the same time.
        }

        return TextFile.Read(path).Trim();
    }

    private static void Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        using var file = new FileStream(path, options);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))));
        file.Flush(flushToDisk: true);
    }
}
