namespace Countersign.Cli.Flows;

/// <summary>Whose account a command is about that goes by who is signed in.</summary>
internal static class OwnName
{
    /// <summary>Stops before anything is asked or done, where somebody else is named.</summary>
    public static async Task Check(Invocation call, CancellationToken ct)
    {
        if (call.Value(Person.Name) is not { } name) return;

        var user = await call.Client.ShowUser(ct);
        if (Is(name, user.Username) || Is(name, user.Email)) return;

        throw Stop.WrongUsage(
            $"This is about the account that you are signed in to, {user.Email}, and not about {name}. Nothing was changed.",
            $"{call.Command("login")} --username {name}");
    }

    private static bool Is(string typed, string name) => string.Equals(typed.Trim(), name, StringComparison.OrdinalIgnoreCase);
}
