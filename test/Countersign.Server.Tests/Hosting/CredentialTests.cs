using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>Secrets that a supervisor lays into a folder for the process alone.</summary>
public sealed class CredentialTests : IDisposable
{
    private static readonly (string, string) From = ("COUNTERSIGN_MAIL_FROM", "login@example.org");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("countersign-credentials-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Each_secret_setting_may_be_a_file_there_named_like_it()
    {
        Put("countersign_smtp", "smtp://mailer:s3cr3t@mail.example.org\n");
        Put("countersign_sms_secret", "0123456789abcdef");

        var settings = Read(From).Settings!;

        Assert.Equal("mail.example.org", settings.Smtp!.Host);
        Assert.Equal("s3cr3t", settings.Smtp.Password!.Reveal());
        Assert.Equal("0123456789abcdef", settings.Sms.Secret!.Reveal());
    }

    [Fact]
    public void What_is_laid_there_for_others_is_left_alone()
    {
        Put("token", "x");
        Assert.NotNull(Read().Settings);
    }

    [Theory]
    [InlineData("COUNTERSIGN_SMTP", "smtp://other.example.org")]
    [InlineData("COUNTERSIGN_SMTP_FILE", "/run/secrets/smtp")]
    public void A_secret_that_is_given_in_two_ways_is_refused(string name, string value)
    {
        Put("countersign_smtp", "smtp://mailer:s3cr3t@mail.example.org");

        var faults = Read(From, (name, value)).Faults;

        Assert.Contains(faults, fault => fault.Contains("both given", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("s3cr3t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("countersign_smpt", "smtp://mail.example.org", "Did you mean COUNTERSIGN_SMTP?")]
    [InlineData("countersign_issuer", "Example", "is not a setting")]
    [InlineData("countersign_smtp", "", "nothing is in that file")]
    public void One_that_is_no_secret_setting_or_empty_is_told(string file, string text, string told)
    {
        Put(file, text);
        var fault = Assert.Single(Read().Faults);
        Assert.Contains(file, fault, StringComparison.Ordinal);
        Assert.Contains(told, fault, StringComparison.Ordinal);
    }

    private void Put(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);

    private SettingsOutcome Read(params (string Name, string Value)[] variables) => SettingsReader.Read(
        new Dictionary<string, string>(variables.Select(each => KeyValuePair.Create(each.Name, each.Value)), StringComparer.Ordinal)
        {
            ["CREDENTIALS_DIRECTORY"] = folder.FullName,
            ["COUNTERSIGN_DATA"] = Path.Combine(folder.FullName, "data"),
        }, file: null);
}
