using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Hosting;

/// <summary>Settings about who vouches for mail and what it looks like.</summary>
public sealed class MailSettingsTests
{
    [Theory]
    [InlineData("#00603c")]
    [InlineData("#3A45D1")]
    [InlineData("#000000")]
    [InlineData("#b00020")]
    public void A_color_that_can_be_read_on_white_is_taken(string color) =>
        Assert.Equal(color.ToLowerInvariant(), Read(("COLOR", color)).Settings!.Look.Color);

    [Theory]
    [InlineData("#ffcc00", "The contrast of this one is 1.")]
    [InlineData("#808080", "The contrast of this one is 3.")]
    [InlineData("#ffffff", "The contrast of this one is 0.9 to 1")]
    [InlineData("red", "it must be a colour")]
    [InlineData("#12345", "it must be a colour")]
    [InlineData("#12345g", "it must be a colour")]
    [InlineData("# 12345", "it must be a colour")]
    [InlineData("#000;}x", "it must be a colour")]
    public void Another_one_is_refused_at_the_start(string color, string why) =>
        Assert.Contains(why, Assert.Single(Read(("COLOR", color)).Faults), StringComparison.Ordinal);

    [Fact]
    public void Keys_are_named_each_with_its_file()
    {
        var keys = Read(("DKIM", "mail2026:/etc/dkim.pem, s2.login:/etc/other.pem")).Settings!.MailSigning.Keys;

        Assert.Equal([new("mail2026", "/etc/dkim.pem"), new("s2.login", "/etc/other.pem")], keys);
        Assert.Empty(Read(("DKIM", "none")).Settings!.MailSigning.Keys);
    }

    [Theory]
    [InlineData("/etc/dkim.pem")]
    [InlineData("mail2026")]
    [InlineData("mail2026:")]
    [InlineData("two words:/etc/dkim.pem")]
    [InlineData("-x:/etc/dkim.pem")]
    [InlineData("a;b:/etc/dkim.pem")]
    [InlineData("same:/etc/one.pem,same:/etc/two.pem")]
    public void What_names_no_key_is_refused(string text) =>
        Assert.StartsWith("COUNTERSIGN_DKIM ", Assert.Single(Read(("DKIM", text)).Faults), StringComparison.Ordinal);

    [Theory]
    [InlineData("example.org", true)]
    [InlineData("login.example.org", true)]
    [InlineData("LOGIN.example.org", true)]
    [InlineData("org", true)]
    [InlineData("ample.org", false)]
    [InlineData("mail.login.example.org", false)]
    [InlineData("example.net", false)]
    public void Only_the_domain_of_the_sender_or_one_above_it_signs(string domain, bool good)
    {
        var read = Read(("DKIM_DOMAIN", domain), ("MAIL_FROM", "Login <no-reply@login.example.org>"));

        Assert.Equal(good, read.Settings is not null);
        if (!good) Assert.StartsWith("COUNTERSIGN_DKIM_DOMAIN is ", Assert.Single(read.Faults), StringComparison.Ordinal);
    }

    private static SettingsOutcome Read(params (string Name, string Value)[] given) => SettingsReader.Read(
        given.ToDictionary(each => $"COUNTERSIGN_{each.Name}", each => each.Value, StringComparer.Ordinal), null);
}
