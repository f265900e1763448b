using Countersign.Server.Delivery;
using Countersign.Server.Settings;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class SmsLengthTests
{
    [Theory]
    [InlineData("Example Ltd", 1)]
    [InlineData("Müller", 1)]
    [InlineData("Čakovec", 2)]
    [InlineData("東京🔑", 2)]
    [InlineData("Vychodočeská univerzita, přihlášení", 3)]
    public void The_name_of_the_service_decides_how_many_parts_each_text_has(string issuer, int parts) =>
        Assert.Equal(parts, Of(issuer).Parts);

    [Fact]
    public void An_operator_hears_the_number_and_the_letters()
    {
        var said = Of("Čakovec").Warning;

        Assert.Contains("2 parts", said, StringComparison.Ordinal);
        Assert.Contains("Č.", said, StringComparison.Ordinal);
        Assert.Null(Of("Example Ltd").Warning);
    }

    [Fact]
    public void A_long_name_is_a_cause_of_its_own() =>
        Assert.Contains("is long", Of(new string('a', 60)).Warning, StringComparison.Ordinal);

    private static SmsLength Of(string issuer) =>
        SmsLength.Of(new ServerSettings { Issuer = issuer, BaseUrl = new("https://login.example.org") });
}
