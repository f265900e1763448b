namespace Countersign.Cli.Terminal;

/// <summary>Waiting for a busy server: somebody at a terminal sees the seconds and may wait longer than a script.</summary>
internal static class Countdown
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static TimeSpan LongestWait(Screen screen) => TimeSpan.FromSeconds(screen.IsWatched ? 60 : 2);

    public static async Task Wait(Screen screen, TimeSpan wait, TimeProvider clock, CancellationToken ct)
    {
        for (var left = wait; left > TimeSpan.Zero; left -= Second)
        {
            if (screen.IsWatched && wait > Second) Show(screen, left);
            await Task.Delay(left < Second ? left : Second, clock, ct);
        }

        if (screen.IsWatched && wait > Second) screen.ClearLine();
    }

    private static void Show(Screen screen, TimeSpan left)
    {
        screen.ClearLine();
        screen.Prompt($"The server asks us to wait. Trying again in {left.TotalSeconds:0} s …");
    }
}
