using System.Diagnostics;
using Countersign.TestKit;

namespace Countersign.Browser.Tests.Driving;

/// <summary>The real command line of somebody who has a browser beside it, with a home of its own.</summary>
public sealed class CommandLine(TestServer server) : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("countersign-home-");

    /// <summary>The program; <c>CLI_UNDER_TEST</c> names the published file, without it it is the one that was built.</summary>
    private static string Program { get; } =
        Environment.GetEnvironmentVariable("CLI_UNDER_TEST") ?? Path.Combine(AppContext.BaseDirectory, "countersign");

    /// <summary>Types a command; it goes on by itself.</summary>
    public Command Type(string words) => new(Process.Start(Start(words))!);

    /// <inheritdoc/>
    public void Dispose() => home.Delete(recursive: true);

    private ProcessStartInfo Start(string words)
    {
        var start = new ProcessStartInfo(Program, words.Split(' '))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home.FullName;
        start.Environment["XDG_CONFIG_HOME"] = home.FullName;
        start.Environment["COUNTERSIGN_URL"] = server.Url;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(typeof(object).Assembly.Location, "../../../.."));
        foreach (var name in (string[])["COUNTERSIGN_API_KEY", "DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "SSH_CONNECTION"])
            start.Environment.Remove(name);
        return start;
    }

    /// <summary>A command that runs.</summary>
    public sealed class Command(Process process) : IDisposable
    {
        private readonly Task<string> output = process.StandardOutput.ReadToEndAsync();
        private string errors = "";

        /// <summary>Waits for the address that it says.</summary>
        public async Task<string> Address()
        {
            while (await process.StandardError.ReadLineAsync().WaitAsync(Visitor.Patience) is { } line)
            {
                errors += $"{line}\n";
                if (line.StartsWith("  http", StringComparison.Ordinal)) return line.Trim();
            }

            throw new InvalidOperationException($"It said no address:\n{errors}");
        }

        /// <summary>Waits for its end.</summary>
        public async Task<(int ExitCode, string Output, string Errors)> End()
        {
            process.StandardInput.Close();
            errors += await process.StandardError.ReadToEndAsync().WaitAsync(Visitor.Patience);
            await process.WaitForExitAsync().WaitAsync(Visitor.Patience);
            return (process.ExitCode, await output, errors);
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            if (!process.HasExited) process.Kill();
            process.Dispose();
        }
    }
}
