namespace Countersign.Core.Tests;

/// <summary>Things that rules are asked about, each as ordinary as possible.</summary>
internal static class Rules
{
    public static DateTimeOffset Monday { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static Account Account(long id = 1, long credentialVersion = 1)
    {
        if (!EmailAddress.TryParse($"person{id}@example.org", out var email)) throw new InvalidOperationException();
        return new(new(id), email, $"person{id}", "", Monday, null, null, false, false, null, credentialVersion, Monday, Language: null);
    }

    public static Method Method(long id, MethodKind kind) => new(
        new(id), new(1), kind, "", null, null, IsPrimary: id == 1, LastStep: -1, Guard.Clear, Monday, null, 1);

    public static Challenge Challenge() => new(
        new(1), new(1), ChallengePurpose.LogIn, Channel.Sms, null, "+14165550123", null, Monday + TimeSpan.FromMinutes(10),
        Monday, 1, 0, 1, 1);
}
