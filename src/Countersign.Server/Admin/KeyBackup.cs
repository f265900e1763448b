using Countersign.Server.Composition;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Vocabulary;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary>How the keys are to be encrypted, as it was given on the command line.</summary>
/// <param name="PassphraseFile">A file with a passphrase.</param>
/// <param name="Recipient">A public key of age.</param>
/// <param name="PgpKey">A file with an OpenPGP public key.</param>
public sealed record KeyLock(string? PassphraseFile, string? Recipient, string? PgpKey)
{
    /// <summary>What is said where there are several.</summary>
    public const string OneWay = "The keys are written encrypted: give --passphrase-file, --recipient or --pgp-key, one of them.";

    /// <summary>What is wrong with it: it must be one way exactly, and for keys that go somewhere.</summary>
    /// <param name="keysTo">Where the keys were told to go.</param>
    public string? Fault(string? keysTo) => (keysTo, ((string?[])[PassphraseFile, Recipient, PgpKey]).Count(way => way is not null)) switch
    {
        (null, > 0) => "--passphrase-file, --recipient and --pgp-key say how the keys are encrypted: say by --keys-to where they go.",
        (not null, not 1) => OneWay,
        _ => null,
    };

    /// <summary>What the names of the files end with.</summary>
    public string Extension => PgpKey is null ? ".age" : ".gpg";

    /// <summary>The tool that opens the file without this program.</summary>
    public string Opener => PgpKey is null ? "`age --decrypt`" : "`gpg --decrypt`";
}

/// <summary>A copy of the key file, encrypted, for another place than the database's.</summary>
/// <param name="Path">Where it goes.</param>
public sealed record KeyBackup(string Path, byte[] Content)
{
    private const int ShortestPassphrase = 12;

    /// <summary>Reads what was asked for, and encrypts; null when nothing was.</summary>
    public static Answer<KeyBackup>? Of(string? named, KeyLock by, BackupTarget database, Installation at)
    {
        if (named is null) return null;

        var to = BackupTarget.Of(named, "countersign-keys", by.Extension, at.Ground.Now());
        if (System.IO.Path.Exists(to.Path)) return Refused.Because($"There is a file {to.Path} already. Name another one.");
        if (to.Folder == database.Folder)
            return Refused.Because(
                $"The keys and the database would both lie in {to.Folder}, and together they are everything. Name another place for the " +
                    $"keys.");

        var sealedKeys = Encrypt(File.ReadAllBytes(at.Settings.KeyFile), by, at.Ground.Now());
        return sealedKeys.Given is { } content ? new KeyBackup(to.Path, content) : sealedKeys.Refused!;
    }

    private static Answer<byte[]> Encrypt(byte[] plain, KeyLock by, DateTimeOffset now)
    {
        if (by.Recipient is { } recipient) return AgeFile.ToRecipient(plain, recipient);
        if (by.PgpKey is { } path)
        {
            var key = PgpRecipient.Read(path, now);
            return key.Given is { } owner ? owner.Encrypt(plain) : key.Refused!;
        }

        var passphrase = ReadPassphrase(by.PassphraseFile!);
        return passphrase.Given is { } words ? AgeFile.ToPassphrase(plain, words) : passphrase.Refused!;
    }

    /// <summary>The first line of a file that nobody else may read.</summary>
    public static Answer<string> ReadPassphrase(string path)
    {
        if (FileTrouble.Missing(path) is { } none) return Refused.Because($"{none} It holds the passphrase, in its first line.");
        if (DataFolder.OpenToOthers(path) is not UnixFileMode.None)
            return Refused.Because($"{path} can be read by others besides its owner. Run `chmod 600 {path}`.");

        var words = File.ReadLines(path).FirstOrDefault("").Trim();
        return words.Length >= ShortestPassphrase
            ? words
            : Refused.Because($"The passphrase in {path} is shorter than {ShortestPassphrase} characters. Take several words.");
    }

    /// <summary>Writes it, for its owner alone, and on the disk.</summary>
    /// <exception cref="IOException">Somebody else has written a file of this name meanwhile; it stays as it is.</exception>
    public void Write() => new LockedFile(Path).Create(Content);
}
