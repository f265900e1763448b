using System.Globalization;
using Countersign.Server.OpenId;
using Countersign.Server.Pages;
using Countersign.TestKit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Countersign.Server.Tests.OpenId;

/// <summary>A server whose people use everything but applications never loads what those need.</summary>
public sealed class UnaskedTests
{
    [Fact]
    public async Task The_library_is_loaded_by_the_first_application_that_asks_and_by_nothing_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is told by Linux alone.");
        await using var server = await TestServer.Start(new FakeTimeProvider(DateTimeOffset.UtcNow));
        await using var process = await server.StartProcess();
        var browser = new PageVisitor(process.Http);
        await browser.SignIn(server.People.Grace);
        Assert.Equal(200, (await browser.Open(PagePaths.Security)).Status);
        (await process.With(server.People.Ada.ApiKey).Get("/tfa/status/")).Ok();

        Assert.DoesNotContain("OpenIddict", Loaded(process), StringComparison.Ordinal);

        Assert.Equal(200, (await browser.Open(OpenIdPaths.Configuration)).Status);
        Assert.Contains("OpenIddict", Loaded(process), StringComparison.Ordinal);
    }

    // proc(5): each file that is mapped into its memory.
    private static string Loaded(ServerProcess process) =>
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process.Id}/maps"));
}
