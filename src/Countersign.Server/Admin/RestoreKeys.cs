using System.Text;
using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Vocabulary;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary>The keys that a backup is restored with: those that are there, or those of a file that was encrypted.</summary>
/// <param name="Fresh">What is still to be written. Until then it is nowhere on the disk in plain text.</param>
internal sealed record RestoreKeys(string KeyFile, KeyRing Keys, byte[]? Fresh)
{
    // For what is piped in.
    private const string Piped = "-";

    /// <summary>Finds them, and puts none in its place yet.</summary>
    /// <param name="wasCutShort">An earlier restore may have put the same keys in their place.</param>
    public static Answer<RestoreKeys> Find(
        CommandRun run, ServerSettings settings, string? named, string? passphraseFile, bool wasCutShort)
    {
        var path = settings.KeyFile;
        if (named is null)
            return KeyRing.IsAt(path)
                ? new RestoreKeys(path, KeyRing.Open(path), null)
                : Refused.Because(
                    $"There is no key file {path}, and a backup is worth nothing without it. Put it there, or name its backup by " +
                        $"--keys-from.");
        if (KeyRing.IsAt(path) && !wasCutShort) return Another(path);
        if (named == Piped) return TakeIn(run, path);
        if (FileTrouble.Missing(named) is { } none) return Refused.Because(none);
        if (!AgeFile.IsOne(File.ReadAllBytes(named)))
            return Refused.Because(
                $"{named} is not a file of age, which a passphrase opens. If it is encrypted to an OpenPGP key, pipe it in: " +
                $"`gpg --decrypt {named} | countersign-server restore … --keys-from - --yes`.");

        var passphrase = Passphrase(run, passphraseFile);
        if (passphrase.Given is not { } words) return passphrase.Refused!;

        return Open(path, named, words);
    }

    /// <summary>Puts them in their place, whole or not at all.</summary>
    /// <exception cref="IOException">There is something in their place already, or it cannot be written.</exception>
    public void Place()
    {
        if (Fresh is not null) new LockedFile(KeyFile).Create(Fresh, UnfinishedRestore.PathBeside(KeyFile));
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
        try
        {
            var ring = KeyRing.Of(plain, path);
            return !KeyRing.IsAt(path) ? new RestoreKeys(path, ring, plain)
                : plain.AsSpan().SequenceEqual(File.ReadAllBytes(path)) ? new RestoreKeys(path, KeyRing.Open(path), null)
                : Another(path);
        }
        catch (KeyFileException)
        {
            return Refused.Because($"{from} holds no keys of Countersign, or not all of them.");
        }
    }

    private static Answer<RestoreKeys> Another(string path) => Refused.Because(
        $"There is a key file {path} already, and none is written over. Leave out --keys-from, or move it away.");

    private static Answer<string> Passphrase(CommandRun run, string? file)
    {
        if (file is not null) return KeyBackup.ReadPassphrase(file);
        if (run.Shell.Keyboard.IsTerminal) return run.AskHidden("The passphrase of the keys");

        return Refused.Because("Nobody can be asked here for the passphrase of the keys: name a file with it by --passphrase-file.");
    }
}
