using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Admin;

/// <summary>A copy of the key file, encrypted, for another place than the database's.</summary>
/// <param name="Path">Where it goes.</param>
public sealed record KeyBackup(string Path, byte[] Content)
{
    private const int ShortestPassphrase = 12;

    /// <summary>Reads what was asked for, and encrypts; null when nothing was.</summary>
    public static Answer<KeyBackup>? Of(string? named, string? passphraseFile, string? recipient, BackupTarget database, Installation at)
    {
        if (named is null && passphraseFile is null && recipient is null) return null;
        if (named is null)
            return Refused.Because("--passphrase-file and --recipient say how the keys are encrypted: say by --keys-to where they go.");
        if ((passphraseFile is null) == (recipient is null))
            return Refused.Because("The keys are written encrypted: give --passphrase-file or --recipient, one of the two.");

        var to = BackupTarget.Of(named, "countersign-keys", ".age", at.Ground.Now());
        if (System.IO.Path.Exists(to.Path)) return Refused.Because($"There is a file {to.Path} already. Name another one.");
        if (to.Folder == database.Folder)
            return Refused.Because(
                $"The keys and the database would both lie in {to.Folder}, and together they are everything. Name another place for the " +
                    $"keys.");

        var plain = File.ReadAllBytes(at.Settings.KeyFile);
        if (recipient is not null)
            return AgeFile.IsRecipient(recipient)
                ? new KeyBackup(to.Path, AgeFile.ToRecipient(plain, recipient))
                : Refused.Because($"{recipient} is not a public key of age, which begins with age1. `age-keygen` makes one.");

        var passphrase = ReadPassphrase(passphraseFile!);
        return passphrase.Given is { } words ? new KeyBackup(to.Path, AgeFile.ToPassphrase(plain, words)) : passphrase.Refused!;
    }

    /// <summary>The first line of a file that nobody else may read.</summary>
    public static Answer<string> ReadPassphrase(string path)
    {
        if (!File.Exists(path)) return Refused.Because($"There is no file {path}. It holds the passphrase, in its first line.");
        if (DataFolder.OpenToOthers(path) is not UnixFileMode.None)
            return Refused.Because($"{path} can be read by others besides its owner. Run `chmod 600 {path}`.");

        var words = File.ReadLines(path).FirstOrDefault("").Trim();
        return words.Length >= ShortestPassphrase
            ? words
            : Refused.Because($"The passphrase in {path} is shorter than {ShortestPassphrase} characters. Take several words.");
    }

    /// <summary>Writes it, for its owner alone, and on the disk.</summary>
    public void Write() => new LockedFile(Path).Replace(Content);
}
