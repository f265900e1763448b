using System.Text;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>The keys that a backup is restored with: those that are there, or those of a file that was encrypted.</summary>
internal sealed record RestoreKeys(string KeyFile, KeyRing Keys, string? Fresh) : IDisposable
{
    // For what is piped in.
    private const string Piped = "-";

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
        if (named == Piped) return TakeIn(run, path);
        if (!File.Exists(named)) return Refused.Because($"There is no file {named}.");
        if (!AgeFile.IsOne(File.ReadAllBytes(named)))
            return Refused.Because(
                $"{named} is not a file of age, which a passphrase opens. If it is encrypted to an OpenPGP key, pipe it in: " +
                $"`gpg --decrypt {named} | countersign-server restore … --keys-from - --yes`.");

        var passphrase = Passphrase(run, passphraseFile);
        if (passphrase.Given is not { } words) return passphrase.Refused!;

        return Open(path, named, words);
    }

    /// <summary>Gives them their name.</summary>
    public void Place()
    {
        if (Fresh is not null) File.Move(Fresh, KeyFile, overwrite: false);
    }

    /// <summary>Takes them away again: what they were for could not be put into its place.</summary>
    public void TakeBack()
    {
        if (Fresh is not null) File.Move(KeyFile, Fresh, overwrite: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Fresh is not null) File.Delete(Fresh);
    }

    private static Answer<RestoreKeys> Open(string path, string named, string passphrase)
    {
        try
        {
            return Stage(path, named, AgeFile.Open(File.ReadAllBytes(named), passphrase));
        }
        catch (AgeFileException wrong)
        {
            return Refused.Because($"{named}: {wrong.Message}");
        }
    }

    // What gpg or age has decrypted, with a key that we never see.
    private static Answer<RestoreKeys> TakeIn(CommandRun run, string path) => run.Shell.Keyboard.IsTerminal
        ? Refused.Because(
            "--keys-from - reads the keys from a pipe, and there is none: `gpg --decrypt FILE | countersign-server restore …`.")
        : Stage(path, "What was piped in", Encoding.UTF8.GetBytes(run.Shell.Keyboard.Lines.ReadToEnd()));

    private static Answer<RestoreKeys> Stage(string path, string from, byte[] plain)
    {
        var fresh = path + ".restored";
        var file = new LockedFile(fresh);
        file.WhileLocked(() =>
        {
            file.Replace(plain);
            return true;
        });
        File.Delete(fresh + ".lock");
        try
        {
            return new RestoreKeys(path, KeyRing.Open(fresh), fresh);
        }
        catch (KeyFileException)
        {
            File.Delete(fresh);
            return Refused.Because($"{from} holds no keys of Countersign, or not all of them.");
        }
    }

    private static Answer<string> Passphrase(CommandRun run, string? file)
    {
        if (file is not null) return KeyBackup.ReadPassphrase(file);
        if (run.Shell.Keyboard.IsTerminal) return run.AskHidden("The passphrase of the keys");

        return Refused.Because("Nobody can be asked here for the passphrase of the keys: name a file with it by --passphrase-file.");
    }
}
