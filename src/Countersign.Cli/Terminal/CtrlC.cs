using System.Runtime.InteropServices;

namespace Countersign.Cli.Terminal;

/// <summary>Ctrl-C while something is waited for: it ends the waiting, and the command says itself how it ends.</summary>
internal sealed class CtrlC : IDisposable
{
    private readonly TaskCompletionSource pressed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration watch;

    public CtrlC() => watch = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
    {
        signal.Cancel = true;
        pressed.TrySetResult();
    });

    /// <summary>Ends when it is pressed.</summary>
    public Task Pressed => pressed.Task;

    public void Dispose() => watch.Dispose();
}
