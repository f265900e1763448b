namespace Countersign.Server.Development;

/// <summary>What the development server says when it is up: who is there, and the commands to try.</summary>
public static class Welcome
{
    /// <summary>Prints the people and the first commands.</summary>
    public static async Task Print(TextWriter screen, string url, IReadOnlyList<SeededPerson> people)
    {
        await screen.WriteLineAsync($"""

            Countersign for development is up at {url}
            Every message it sends is at         {url}/dev/inbox

            """);
        await PrintPeople(screen, people);
        await screen.WriteLineAsync($"""

            Try it as ada, in a second terminal:

              export COUNTERSIGN_URL={url}
              export COUNTERSIGN_API_KEY={people[0].ApiKey}
              ./run cli tfa status
              ./run cli tfa add

            Ctrl-C stops the server; the next start begins afresh.

            """);
    }

    /// <summary>Prints what it takes to be each of them.</summary>
    public static async Task PrintPeople(TextWriter screen, IReadOnlyList<SeededPerson> people)
    {
        await screen.WriteLineAsync($"Everybody's password is {SeededPeople.Password}");
        foreach (var person in people) await PrintPerson(screen, person);
    }

    private static async Task PrintPerson(TextWriter screen, SeededPerson person)
    {
        await screen.WriteLineAsync($"\n  {person.Name}@example.org: {person.State}");
        await screen.WriteLineAsync($"    API key        {person.ApiKey}");
        if (person.SetupKey is { } key) await screen.WriteLineAsync($"    code           oathtool --totp -b {key}");
        if (person.BackupCodes.Count > 0) await screen.WriteLineAsync(
            $"    recovery codes {string.Join(' ', person.BackupCodes.Take(3))}{(person.BackupCodes.Count > 3 ? " …" : "")}");
    }
}
