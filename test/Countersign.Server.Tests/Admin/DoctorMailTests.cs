using System.Security.Cryptography;
using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>What doctor says of the keys that sign mail.</summary>
public sealed class DoctorMailTests : IDisposable
{
    private readonly Office office = new();

    public void Dispose() => office.Dispose();

    [Fact]
    public async Task What_is_to_be_published_is_printed_and_the_key_is_not()
    {
        await office.Run("migrate");
        using var rsa = RSA.Create(2048);
        var path = Key(rsa, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        office.Environment["COUNTERSIGN_DKIM"] = $"mail2026:{path}";
        office.Environment["COUNTERSIGN_MAIL_FROM"] = "login@example.org";

        var told = await office.Run("doctor");

        Assert.Equal(0, told.Exit);
        Assert.Contains(
            "OK    mail signature: receivers look for it at mail2026._domainkey.example.org (TXT), and this must be published there: " +
                $"v=DKIM1; k=rsa; p={Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}",
            told.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(rsa.ExportPkcs8PrivateKeyPem().Split('\n')[3], told.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_others_can_read_must_be_mended()
    {
        using var rsa = RSA.Create(2048);
        var path = Key(rsa, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        office.Environment["COUNTERSIGN_DKIM"] = $"mail2026:{path}";

        var told = await office.Run("doctor");

        Assert.Equal(1, told.Exit);
        Assert.Contains(
            $"FAIL  mail signature: COUNTERSIGN_DKIM: {path} can be used by others besides its owner. Run `chmod 600 {path}`", told.Output,
            StringComparison.Ordinal);
    }

    private string Key(RSA rsa, UnixFileMode mode)
    {
        DataFolder.Make(office.Data);
        var path = Path.Combine(office.Data, "dkim.pem");
        File.WriteAllText(path, rsa.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
        return path;
    }
}
