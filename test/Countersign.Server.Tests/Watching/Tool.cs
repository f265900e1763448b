using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Countersign.Server.Tests.Watching;

/// <summary>A program of Debian that reads what we hand out for it.</summary>
internal static class Tool
{
    /// <summary>Runs it; what it wrote. It must be content.</summary>
    /// <param name="package">The Debian package that it belongs to.</param>
    public static async Task<string> Run(string package, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var (said, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await said}{await complaint}");
            return await said;
        }
        catch (Win32Exception missing)
        {
            throw new InvalidOperationException(
                $"This test needs {program}: `./run test` fetches it, or install the Debian package \"{package}\".", missing);
        }
    }
}
