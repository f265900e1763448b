using Countersign.Server.Development;
using Microsoft.Extensions.Time.Testing;

namespace Countersign.TestKit;

/// <summary>A person of the tests, with what is in their pockets.</summary>
/// <param name="Number">Where their text messages go.</param>
/// <param name="BackupCodes">Those that are left.</param>
public sealed record TestPerson(string Name, string ApiKey, Phone? App, string? Number, IReadOnlyList<string> BackupCodes)
{
    /// <summary>Everybody's password.</summary>
    public const string Password = SeededPeople.Password;

    /// <summary>Their address, which is proven.</summary>
    public string Email => $"{Name}@example.org";

    /// <summary>The app on their phone.</summary>
    public Phone Phone => App ?? throw new InvalidOperationException($"{Name} has no authenticator app.");
}

/// <summary>
/// The people of the development server: ada (no 2FA), grace (app), linus (SMS), barbara (app, SMS, two codes left), kurt (locked).
/// </summary>
public sealed record TestPeople(TestPerson Ada, TestPerson Grace, TestPerson Linus, TestPerson Barbara, TestPerson Kurt)
{
    internal static TestPeople Of(IReadOnlyList<SeededPerson> people, FakeTimeProvider clock) =>
        people.Select(person => Of(person, clock)).ToList() is [var ada, var grace, var linus, var barbara, var kurt]
            ? new(ada, grace, linus, barbara, kurt)
            : throw new InvalidOperationException("The development server has other people now.");

    private static TestPerson Of(SeededPerson person, FakeTimeProvider clock) => new(
        person.Name, person.ApiKey, person.SetupKey is { } key ? Phone.Type(key, clock) : null,
        person.Name switch { "linus" => "+14165550123", "barbara" => "+14165550199", _ => null }, person.BackupCodes);
}
