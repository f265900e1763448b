using System.Runtime.InteropServices;

namespace Countersign.Server.Admin;

/// <summary>
/// What is still to be done when somebody ends the program from outside, while nothing is in its place yet. Whoever is past that says so by
/// disposing of it: from then on an end is an end.
/// </summary>
internal sealed class CutShort : IDisposable
{
    private const int BySignal = 128; // as shells tell it
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly Lock gate = new();
    private readonly Action tidy;
    private readonly PosixSignalRegistration[] watches;
    private bool isOver;

    /// <param name="tidy">What is to be done.</param>
    public CutShort(Action tidy)
    {
        this.tidy = tidy;
        watches =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => End(BySignal + Interrupt)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End(BySignal + Terminate)),
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate) isOver = true;
        foreach (var watch in watches) watch.Dispose();
    }

    // Held to the end, so that nothing is put into its place meanwhile.
    private void End(int exitCode)
    {
        lock (gate)
        {
            if (isOver) return;

            tidy();
            Environment.Exit(exitCode);
        }
    }
}
