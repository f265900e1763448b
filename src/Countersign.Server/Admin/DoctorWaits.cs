namespace Countersign.Server.Admin;

/// <summary>What the doctor waits for at the same time, told to whoever watches.</summary>
/// <param name="tell">Hears the names of those that have not answered, each time that changes.</param>
internal sealed class DoctorWaits(Action<IReadOnlyList<string>> tell)
{
    private readonly Lock changing = new();
    private readonly List<string> names = [];

    /// <summary>Begins to look, beside everything else.</summary>
    public Task<T> For<T>(string name, Func<Task<T>> look)
    {
        Change(() => names.Add(name));
        return Task.Run(async () =>
        {
            try
            {
                return await look();
            }
            finally
            {
                Change(() => names.Remove(name));
            }
        });
    }

    private void Change(Action change)
    {
        lock (changing)
        {
            change();
            tell([.. names]);
        }
    }
}
