using System.Runtime.InteropServices;

namespace Countersign.Cli.Terminal;

/// <summary>
/// Ctrl-C while something is waited for, or a terminal that is closed meanwhile: it ends the waiting, and the command says itself how it
/// ends.
/// </summary>
internal sealed class CtrlC : IDisposable
{
    private readonly TaskCompletionSource pressed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] watches;

    public CtrlC() => watches = [Watch(PosixSignal.SIGINT), Watch(PosixSignal.SIGHUP), Watch(PosixSignal.SIGTERM)];

    /// <summary>Ends when it is pressed.</summary>
    public Task Pressed => pressed.Task;

    public void Dispose() => Array.ForEach(watches, watch => watch.Dispose());

    private PosixSignalRegistration Watch(PosixSignal signal) => PosixSignalRegistration.Create(signal, ending =>
    {
        ending.Cancel = true;
        pressed.TrySetResult();
    });
}
