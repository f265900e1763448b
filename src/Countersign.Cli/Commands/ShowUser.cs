using System.CommandLine;
using Countersign.Cli.Terminal;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class ShowUser
{
    public static Command Verb(string name, string what) => new Command(name, what).Does(Run);

    private static async Task Run(Invocation call, CancellationToken ct) =>
        call.Screen.Show(await call.Client.ShowUser(ct), user => Tell(call.Screen, user));

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
