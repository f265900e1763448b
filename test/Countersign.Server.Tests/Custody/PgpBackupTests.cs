using System.Text;
using Countersign.Server.Tests.Admin;
using Org.BouncyCastle.Bcpg;
using Org.BouncyCastle.Bcpg.OpenPgp;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>Keys that are encrypted to somebody's OpenPGP key: gpg itself opens them, and keys that are no good are told.</summary>
public sealed class PgpBackupTests : IDisposable
{
    private readonly Office office = new();
    private readonly Gpg gpg = new();

    public void Dispose()
    {
        gpg.Dispose();
        office.Dispose();
    }

    [Theory]
    [InlineData("ed25519", "cv25519")]
    [InlineData("rsa2048", "rsa2048")]
    [InlineData("nistp256", "nistp384")]
    public async Task Gpg_opens_the_keys_and_they_are_restored_from_its_pipe(string kind, string part)
    {
        await office.Run("account", "add", "--email", "ada@example.org");
        var address = await gpg.Make("olga", kind, part: part);

        var told = await BackUp(await Export(address));

        Assert.Equal((0, ""), (told.Exit, told.Errors));
        Assert.Contains("`gpg --decrypt` opens it", told.Output, StringComparison.Ordinal);
        var file = Assert.Single(Directory.GetFiles(office.At("safe"), "countersign-keys-*.gpg"));
        var opened = await gpg.Run("", "--decrypt", file);
        Assert.Equal(await File.ReadAllTextAsync(office.KeyFile, Ct), opened);

        using var other = new Office { BeginsWithNothing = true };
        var backup = Assert.Single(Directory.GetFiles(office.At("backups")));
        var asIs = await other.Run("restore", backup, "--yes", "--keys-from", file);
        Assert.Contains($"gpg --decrypt {file} |", asIs.Errors, StringComparison.Ordinal);
        var rubbish = await other.Pipe("rubbish", "restore", backup, "--yes", "--keys-from", "-");
        Assert.Contains("What was piped in holds no keys", rubbish.Errors, StringComparison.Ordinal);
        Assert.Contains("from a pipe", (await other.RunAtTerminal("", [], "restore", backup, "--keys-from", "-")).Errors,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(other.Data));

        var restored = await other.Pipe(opened, "restore", backup, "--yes", "--keys-from", "-");

        Assert.Equal((0, ""), (restored.Exit, restored.Errors));
        Assert.Equal(opened, await File.ReadAllTextAsync(other.KeyFile, Ct));
    }

    [Fact]
    public async Task A_key_may_come_without_armor()
    {
        var address = await gpg.Make("olga");
        await gpg.Run("", "--output", office.At("key.bin"), "--export", address);

        Assert.Equal(0, (await BackUp(office.At("key.bin"))).Exit);
    }

    [Theory]
    [InlineData("nothing", "There is no file")]
    [InlineData("rubbish", "OpenPGP public key")]
    [InlineData("an empty file", "OpenPGP public key")]
    [InlineData("a cut key", "OpenPGP public key")]
    [InlineData("two keys", "does not hold one OpenPGP public key")]
    [InlineData("a private key", "holds a private key")]
    [InlineData("a key that signs alone", "has no part that encrypts. Have its owner add one (`gpg --quick-add-key")]
    [InlineData("a revoked key", "was revoked by its owner")]
    [InlineData("an expired key", "expired on 2026-11-20. Have its owner give it more time")]
    [InlineData("an expired part", "has no part any more that encrypts")]
    [InlineData("a revoked part", "has no part any more that encrypts")]
    [InlineData("a key by SHA1", "is signed by itself with SHA-1 or MD5 alone")]
    [InlineData("a key by MD5", "is signed by itself with SHA-1 or MD5 alone")]
    [InlineData("a part by SHA1", "has a part that encrypts, but has signed it with SHA-1 or MD5 alone")]
    [InlineData("a part by MD5", "has a part that encrypts, but has signed it with SHA-1 or MD5 alone")]
    [InlineData("a key signed for a time", "says of itself held for a time that is over")]
    [InlineData("a part signed for a time", "has no part any more that encrypts")]
    [InlineData("a short key", "has fewer than 2048 bits")]
    [InlineData("a stranger's part", "has no part that encrypts")]
    public async Task A_key_that_is_no_good_is_told_and_nothing_is_written(string which, string why)
    {
        var told = await BackUp(await Bad(which));

        Assert.Equal(1, told.Exit);
        Assert.Contains(why, told.Errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was copied.", told.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(office.At("safe")));
        Assert.Empty(Directory.GetFiles(office.At("backups")));
    }

    [Fact]
    public async Task The_keys_are_encrypted_in_one_way()
    {
        var told = await BackUp(await Export(await gpg.Make("olga")), "--passphrase-file", office.Write("phrase", "seven words and more"));

        Assert.Contains("one of them", told.Errors, StringComparison.Ordinal);
    }

    private async Task<string> Bad(string which)
    {
        switch (which)
        {
            case "nothing": return office.At("nowhere");
            case "rubbish": return office.Write("key", "rubbish, and more of it\n");
            case "an empty file": return office.Write("key", "");
            case "a cut key":
                var whole = await File.ReadAllTextAsync(await Export(await gpg.Make("olga")), Ct);
                return office.Write("key", whole[..(whole.Length / 2)]);
            case "two keys": return await Export(await gpg.Make("olga"), await gpg.Make("otto"));
            case "a private key":
                return office.Write("key", await gpg.Run("", "--armor", "--export-secret-keys", await gpg.Make("olga")));
            case "a key that signs alone": return await Export(await gpg.Make("olga", part: null));
            case "a key by SHA1" or "a key by MD5": return await Export(await gpg.Make("olga", digest: which[^4..].Trim()));
            case "a part by SHA1" or "a part by MD5": return await Export(await gpg.Make("olga", partDigest: which[^4..].Trim()));
            case "a key signed for a time": return await SignedForADay(await gpg.Make("olga"), PgpSignature.PositiveCertification);
            case "a part signed for a time": return await SignedForADay(await gpg.Make("olga"), PgpSignature.SubkeyBinding);
            case "a short key": return await Export(await gpg.Make("olga", part: "rsa1024"));
            case "a revoked key": return await Revoked(await gpg.Make("olga"));
            case "an expired key": return await Expired(await gpg.Make("olga"), "");
            case "an expired part": return await Expired(await gpg.Make("olga"), "*");
            case "a revoked part":
                var address = await gpg.Make("olga");
                await gpg.Run("key 1\nrevkey\ny\n0\n\ny\nsave\n", "--command-fd", "0", "--no-batch", "--edit-key", address);
                return await Export(address);
            default: return await WithStrangersPart(await gpg.Make("olga", part: null), await gpg.Make("mallory"));
        }
    }

    private async Task<string> Revoked(string address)
    {
        await gpg.Run("y\n0\n\ny\n", "--no-batch", "--command-fd", "0", "--output", office.At("revocation"), "--gen-revoke", address);
        await gpg.Run("", "--import", office.At("revocation"));
        return await Export(address);
    }

    // The clock of the office says the 21st of November 2026.
    private async Task<string> Expired(string address, string parts)
    {
        string[] of = parts.Length == 0 ? [] : [parts];
        await gpg.Run("", ["--quick-set-expire", await gpg.Fingerprint(address), "20261120T000000", .. of]);
        return await Export(address);
    }

    // No option of gpg makes such a signature: it is made with the private key that gpg has.
    private async Task<string> SignedForADay(string address, int kind)
    {
        var ring = new PgpSecretKeyRing(new ArmoredInputStream(
            new MemoryStream(Encoding.ASCII.GetBytes(await gpg.Run("", "--armor", "--export-secret-keys", address)))));
        var (master, made) = (ring.GetPublicKey(), new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc));
        var about = new PgpSignatureSubpacketGenerator();
        about.SetSignatureCreationTime(isCritical: false, made);
        about.SetSignatureExpirationTime(isCritical: true, (long)TimeSpan.FromDays(1).TotalSeconds);
        var signer = new PgpSignatureGenerator(master.Algorithm, HashAlgorithmTag.Sha512);
        signer.InitSign(kind, ring.GetSecretKey().ExtractPrivateKeyUtf8([]));
        signer.SetHashedSubpackets(about.Generate());
        var (ofMaster, part) = (master, ring.GetPublicKeys().Last());
        if (kind == PgpSignature.SubkeyBinding)
        {
            var signature = signer.GenerateCertification(master, part);
            foreach (PgpSignature old in part.GetSignatures().ToList()) part = PgpPublicKey.RemoveCertification(part, old);
            part = PgpPublicKey.AddCertification(part, signature);
        }
        else
        {
            var name = master.GetUserIds().Single();
            ofMaster = PgpPublicKey.AddCertification(
                PgpPublicKey.RemoveCertification(master, name), name, signer.GenerateCertification(name, master));
        }

        using var written = new MemoryStream();
        ofMaster.Encode(written);
        part.Encode(written);
        await File.WriteAllBytesAsync(office.At("key"), written.ToArray(), Ct);
        return office.At("key");
    }

    private async Task<string> WithStrangersPart(string address, string stranger)
    {
        await gpg.Run("", "--output", office.At("own"), "--export", address);
        await gpg.Run("", "--output", office.At("other"), "--export", stranger);
        var other = await File.ReadAllBytesAsync(office.At("other"), Ct);
        var part = PartOf(other);
        await File.WriteAllBytesAsync(office.At("key"), [.. await File.ReadAllBytesAsync(office.At("own"), Ct), .. other[part..]], Ct);
        return office.At("key");
    }

    // Where the part begins, in packets: the primary key, a name, its signature, then it.
    private static int PartOf(byte[] key)
    {
        const int part = 14;
        for (var at = 0; ;)
        {
            var tag = key[at] >> 2 & 15;
            if (tag == part) return at;

            at += (key[at] & 3) == 0 ? 2 + key[at + 1] : 3 + (key[at + 1] << 8) + key[at + 2];
        }
    }

    private async Task<string> Export(params string[] addresses) =>
        office.Write("key", await gpg.Run("", ["--armor", "--export", .. addresses]));

    private Task<Told> BackUp(string key, params string[] more) => office.Run(
        ["backup", office.Folder("backups"), "--keys-to", office.Folder("safe"), "--pgp-key", key, .. more]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
