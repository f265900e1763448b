using System.Diagnostics;

namespace Countersign.Server.SignIn;

/// <summary>
/// While strangers have used up the tries of a name, a wrong password takes as long as a try that is turned away without being looked at:
/// else the time would tell which places the account knows. A fixed time, longer than a look, so that nobody's tries set it.
/// </summary>
internal static class LookPause
{
    private static readonly TimeSpan Whole = TimeSpan.FromMilliseconds(500);

    /// <summary>Waits for what is left of it.</summary>
    /// <param name="begun">When the try came (<see cref="Stopwatch.GetTimestamp"/>).</param>
    public static Task TakeRest(long begun, CancellationToken ct) =>
        Whole - Stopwatch.GetElapsedTime(begun) is var rest && rest > TimeSpan.Zero ? Task.Delay(rest, ct) : Task.CompletedTask;
}
