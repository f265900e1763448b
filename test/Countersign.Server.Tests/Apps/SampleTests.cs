using System.Diagnostics;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Apps;

/// <summary>The samples of docs/apps.md do what they say, in the languages they are in.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("python3", "apps.py")]
    [InlineData("node", "apps.mjs")]
    [InlineData("dotnet", "apps.cs")]
    public async Task Somebody_enrols_an_app_and_gets_in_by_it_once(string program, string sample)
    {
        Assert.SkipUnless(Runs(program), $"There is no {program} on this machine.");
        await using var server = await TestServer.Start();
        var app = await KeepingApp.Add(server);

        using var enrol = Start(app, program, sample, "enrol");
        var phone = Phone.Scan((await Line(enrol))!, server.Clock);
        await Say(enrol, phone.NextCode());
        Assert.Equal(10, (await Line(enrol))!.Split(' ').Length);
        Assert.Equal(0, await End(enrol));

        var code = phone.NextCode();
        foreach (var (said, exit) in ((string, int)[])[("in", 0), ("used_code", 1)])
        {
            using var verify = Start(app, program, sample, "verify");
            await Say(verify, code);
            Assert.Equal(said, await Line(verify));
            Assert.Equal(exit, await End(verify));
        }
    }

    private static bool Runs(string program)
    {
        try
        {
            var ask = new ProcessStartInfo(program, "--version") { RedirectStandardOutput = true, RedirectStandardError = true };
            using var asked = Process.Start(ask);
            return asked is not null && asked.WaitForExit(Longest) && asked.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    // Beside nothing of ours: as somebody has it who has taken this one file.
    private static Process Start(KeepingApp app, string program, string sample, string act)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"countersign-sample-{Environment.ProcessId}"));
        var file = Path.Combine(folder.FullName, sample);
        File.Copy(Path.Combine(Repository.Root, "samples", "apps", sample), file, overwrite: true);
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder.FullName,
        };
        string[] words = program == "dotnet" ? ["run", file, "--", act, "ada"] : [file, act, "ada"];
        foreach (var word in words) start.ArgumentList.Add(word);
        start.Environment["COUNTERSIGN_URL"] = app.Server.Url;
        start.Environment["COUNTERSIGN_APP"] = app.Name;
        start.Environment["COUNTERSIGN_SECRET"] = app.Secret;
        return Process.Start(start)!;
    }

    private static async Task<string?> Line(Process sample)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Longest);
        return await sample.StandardOutput.ReadLineAsync(patience.Token);
    }

    private static async Task Say(Process sample, string line)
    {
        await sample.StandardInput.WriteLineAsync(line.AsMemory(), Ct);
        sample.StandardInput.Close();
    }

    private static async Task<int> End(Process sample)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Longest);
        await sample.WaitForExitAsync(patience.Token);
        return sample.ExitCode;
    }
}
