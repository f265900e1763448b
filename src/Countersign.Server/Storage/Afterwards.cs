namespace Countersign.Server.Storage;

/// <summary>
/// Something to be done soon after it is wanted, once for all who want it meanwhile, and never twice at the same time. Who wants it does
/// not wait for it.
/// </summary>
internal sealed class Afterwards
{
    private readonly Lock changing = new();
    private Task doing = Task.CompletedTask;
    private bool isWanted;

    /// <summary>It is to be done, and begun after this moment.</summary>
    public void Want(Func<Task> act)
    {
        lock (changing)
        {
            if (isWanted) return;

            isWanted = true;
            // It belongs to nobody's request alone, and so to nobody's trace.
            var before = doing;
            using (ExecutionContext.SuppressFlow()) doing = Task.Run(() => Follow(before, act));
        }
    }

    /// <summary>Waits until all that was wanted is done.</summary>
    public async Task WhenDone()
    {
        Task last;
        lock (changing) last = doing;
        await last;
    }

    private async Task Follow(Task before, Func<Task> act)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (changing) isWanted = false;
        try
        {
            await act();
        }
#pragma warning disable CA1031 // Whatever stops it once must not stop it for ever.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Whoever wants it next, on whichever node, does what is left; what is in the way is told by the checks of readiness.
        }
    }
}
