using System.Globalization;
using System.Text;

namespace Countersign.Server.Tests.Faults;

/// <summary>
/// What clients were told, written down outside of anything that is harmed, before the next step: a file of one line for each answer, whose
/// every line has left this process before anything goes on.
/// </summary>
internal sealed class Ledger : IDisposable
{
    private readonly FileStream file;
    private readonly Lock turn = new();

    public Ledger() =>
        file = new(Path.Combine(Path.GetTempPath(), $"countersign-ledger-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.Read, bufferSize: 0, FileOptions.DeleteOnClose);

    /// <summary>Writes what a deed was told.</summary>
    public void Note(Deed deed, Told told)
    {
        lock (turn)
        {
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{told}\t{deed.Kind}\t{deed.Account}\n")));
            file.Flush();
            deed.Told = told;
        }
    }

    public void Dispose() => file.Dispose();
}
