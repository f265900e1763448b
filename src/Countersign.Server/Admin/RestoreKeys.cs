using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>The keys that a backup is restored with: those that are there, or those of a file that was encrypted.</summary>
internal sealed record RestoreKeys(string KeyFile, KeyRing Keys, string? Fresh) : IDisposable
{
    /// <summary>Finds them, and puts none in its place yet.</summary>
    public static Answer<RestoreKeys> Find(CommandRun run, ServerSettings settings, string? named, string? passphraseFile)
    {
        var path = settings.KeyFile;
        if (named is null)
            return KeyRing.IsAt(path)
                ? new RestoreKeys(path, KeyRing.Open(path), null)
                : Refused.Because(
                    $"There is no key file {path}, and a backup is worth nothing without it. Put it there, or name its backup by " +
                        $"--keys-from.");
        if (KeyRing.IsAt(path))
            return Refused.Because(
                $"There is a key file {path} already, and none is written over. Leave out --keys-from, or move it away.");
        if (!File.Exists(named)) return Refused.Because($"There is no file {named}.");

        var passphrase = Passphrase(run, passphraseFile);
        if (passphrase.Given is not { } words) return passphrase.Refused!;

        return Open(path, named, words);
    }

    /// <summary>Gives them their name.</summary>
    public void Place()
    {
        if (Fresh is not null) File.Move(Fresh, KeyFile, overwrite: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Fresh is not null) File.Delete(Fresh);
    }

    private static Answer<RestoreKeys> Open(string path, string named, string passphrase)
    {
        var fresh = path + ".restored";
        try
        {
            var plain = AgeFile.Open(File.ReadAllBytes(named), passphrase);
            var file = new LockedFile(fresh);
            file.WhileLocked(() =>
            {
                file.Replace(plain);
                return true;
            });
            File.Delete(fresh + ".lock");
            return new RestoreKeys(path, KeyRing.Open(fresh), fresh);
        }
        catch (AgeFileException wrong)
        {
            return Refused.Because($"{named}: {wrong.Message}");
        }
    }

    private static Answer<string> Passphrase(CommandRun run, string? file)
    {
        if (file is not null) return KeyBackup.ReadPassphrase(file);
        if (run.Shell.Keyboard.IsTerminal) return run.AskHidden("The passphrase of the keys");

        return Refused.Because("Nobody can be asked here for the passphrase of the keys: name a file with it by --passphrase-file.");
    }
}
