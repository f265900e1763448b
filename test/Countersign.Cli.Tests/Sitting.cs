using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Countersign.Cli.Tests;

/// <summary>One run of the program, while it runs: what it has said so far, and its keyboard.</summary>
public sealed class Sitting : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly Regex Question = new("[:\\]] \\z");

    private readonly Lock changing = new();
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly CancellationTokenSource patience = new(Patience);
    private readonly Process process;
    private readonly Task reading;
    private int answered;
    private TaskCompletionSource said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Sitting(ProcessStartInfo start)
    {
        process = Process.Start(start)!;
        reading = Task.WhenAll(Keep(process.StandardOutput, output), Keep(process.StandardError, errors));
    }

    /// <summary>A line that was in the pipe before anybody asked.</summary>
    public async Task Pipe(string line)
    {
        await process.StandardInput.WriteLineAsync(line);
        await process.StandardInput.FlushAsync(patience.Token);
    }

    /// <summary>Waits for a question.</summary>
    public async Task Asked()
    {
        await Until(() => errors.Length > answered && Question.IsMatch(errors.ToString()));
        lock (changing) answered = errors.Length;
    }

    /// <summary>Ctrl-C, or another signal; the keyboard is left alone until the program has ended.</summary>
    public async Task Interrupt(string signal = "INT")
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(patience.Token);
    }

    /// <summary>Waits until stdout holds this.</summary>
    public async Task<string> Sees(Regex words)
    {
        await Until(() => words.IsMatch(output.ToString()));
        lock (changing) return output.ToString();
    }

    /// <summary>Waits until stderr holds this.</summary>
    public async Task<string> Hears(Regex words)
    {
        await Until(() => words.IsMatch(errors.ToString()));
        lock (changing) return errors.ToString();
    }

    /// <summary>No more is typed; waits for the end.</summary>
    public async Task<Terminal.Ran> End()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync(patience.Token);
        await reading;
        return new(process.ExitCode, output.ToString(), errors.ToString());
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
        patience.Dispose();
    }

    private async Task Keep(StreamReader from, StringBuilder to)
    {
        var buffer = new char[4096];
        for (var read = await from.ReadAsync(buffer); read > 0; read = await from.ReadAsync(buffer))
        {
            TaskCompletionSource waking;
            lock (changing)
            {
                to.Append(buffer, 0, read);
                (waking, said) = (said, new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            waking.SetResult();
        }
    }

    private async Task Until(Func<bool> isSo)
    {
        while (true)
        {
            Task next;
            lock (changing)
            {
                if (isSo()) return;
                next = said.Task;
            }

            if (await Task.WhenAny(next, reading).WaitAsync(patience.Token) == reading && !isSo())
                throw new InvalidOperationException($"It ended without what was waited for.\n{output}\n{errors}");
        }
    }
}
