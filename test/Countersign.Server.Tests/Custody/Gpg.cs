using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>The tool gpg, with a folder of keys of its own; <c>./run test</c> installs it.</summary>
internal sealed class Gpg : IDisposable
{
    // Short: its agent listens at a path in there, which may not be long.
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("gpg-");

    private int runs;

    /// <summary>Makes a key without a passphrase that may do what is said, and with the part that encrypts if that is named.</summary>
    public async Task<string> Make(string name, string kind = "ed25519", string uses = "cert,sign", string? part = "cv25519",
        string digest = "SHA512", string? partDigest = null)
    {
        var address = $"{name}@example.org";
        await Run("", "--cert-digest-algo", digest, "--quick-generate-key", address, kind, uses, "never");
        if (part is not null)
            await Run("", "--cert-digest-algo", partDigest ?? digest, "--quick-add-key", await Fingerprint(address), part, "encr", "never");
        return address;
    }

    /// <summary>The number of somebody's key.</summary>
    public async Task<string> Fingerprint(string address) =>
        (await Run("", "--with-colons", "--list-keys", address)).Split('\n')
            .First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9];

    /// <summary>Runs it, some weeks before the day of the <see cref="Admin.Office"/>, and gives back what it said.</summary>
    public async Task<string> Run(string input, params string[] words)
    {
        using var gpg = Process.Start(new ProcessStartInfo(
            "gpg",
            [
                "--homedir", home.FullName, "--batch", "--no-tty", "--yes", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "",
                "--faked-system-time", NextTime(), .. words,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (said, wrong) = (gpg.StandardOutput.ReadToEndAsync(Ct), gpg.StandardError.ReadToEndAsync(Ct));
        await gpg.StandardInput.WriteAsync(input);
        gpg.StandardInput.Close();
        await gpg.WaitForExitAsync(Ct);
        return gpg.ExitCode == 0 ? await said : throw new InvalidOperationException(await wrong);
    }

    // Each run is later than all that those before it have made, however long they took.
    private string NextTime() => new DateTime(2026, 11, 1).AddMinutes(++runs).ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    public void Dispose()
    {
        using (var end = Process.Start("gpgconf", ["--homedir", home.FullName, "--kill", "all"])) end.WaitForExit();
        home.Delete(recursive: true);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
