using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Watching;

/// <summary>Whom the Debian packages name: one field, which whoever builds them sets.</summary>
public sealed class MaintainerTests
{
    [Fact]
    public async Task Without_a_word_it_is_one_whose_mail_stays_on_the_machine() =>
        Assert.Equal((0, "The Countersign authors <root@localhost>"), await Ask(null));

    [Fact]
    public async Task Whoever_builds_them_names_another() =>
        Assert.Equal((0, "Ada Lovelace <ada@lovelace.org>"), await Ask("Ada Lovelace <ada@lovelace.org>"));

    [Theory]
    [InlineData("ada@lovelace.org")]
    [InlineData("Ada <ada>")]
    [InlineData("Ada <ada@lovelace.invalid>")]
    [InlineData("Ada <ada@example>")]
    [InlineData("Ada, Countess <ada@lovelace.org>")]
    [InlineData("Ada <ada@lovelace.org>, Bob <bob@lovelace.org>")]
    [InlineData("Ada\nDepends: x <ada@lovelace.org>")]
    public async Task What_Debian_would_not_take_builds_no_package(string maintainer)
    {
        var (exit, said) = await Ask(maintainer);

        Assert.Equal((1, ""), (exit, said));
    }

    private static async Task<(int Exit, string Said)> Ask(string? maintainer)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "tools", "debs"), "--maintainer"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("MAINTAINER");
        if (maintainer is not null) start.Environment["MAINTAINER"] = maintainer;
        using var script = Process.Start(start)!;
        var (said, complaint) = (script.StandardOutput.ReadToEndAsync(), script.StandardError.ReadToEndAsync());
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        await complaint;
        return (script.ExitCode, (await said).TrimEnd());
    }
}
