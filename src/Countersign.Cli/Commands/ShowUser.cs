using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class ShowUser
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        call.Screen.Show(await call.Client.ShowUser(ct), user => Tell(call.Screen, user));
        if (!call.Screen.Raw && await DeleteAt(call, ct) is { } at) call.Screen.Line($"Deleted   {Shown.Time(at)}", Tone.Warning);
    }

    // A server of before knows no such thing.
    private static async Task<DateTimeOffset?> DeleteAt(Invocation call, CancellationToken ct)
    {
        try
        {
            return (await call.Client.ShowDeletion(ct)).DeleteAt;
        }
        catch (CountersignRefused refused) when (refused.Status is 404 or 405)
        {
            return null;
        }
    }

    private static void Tell(Screen screen, UserAnswer user)
    {
        screen.Line($"Id        {user.Id}");
        screen.Line($"Name      {user.Username}{(user.Fullname is { Length: > 0 } name ? $" ({name})" : "")}");
        screen.Line($"E-mail    {user.Email}{(user.EmailVerified ? "" : " (not verified)")}");
        screen.Line($"Phone     {user.PhoneNumber ?? "-"}");
        screen.Line($"2FA       {user.TfaStatus}");
        screen.Line($"Since     {Shown.Time(user.CreatedAt)}");
    }
}
