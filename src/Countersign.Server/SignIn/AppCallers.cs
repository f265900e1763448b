using System.Security.Cryptography;
using System.Text;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>An application that keeps its own people and has shown its secret.</summary>
/// <param name="Presented">The hash of that secret: what was begun with one that is good no longer is not done.</param>
public sealed record AppCaller(App App, IReadOnlyList<byte[]> Presented, Source Source)
{
    /// <summary>Whether it is still there, with that secret.</summary>
    internal async Task<bool> IsThere(Sql sql) =>
        await AppStore.Find(sql, App.Id) is { } now && now.SecretHashes.Any(hash => Presented.Any(hash.SequenceEqual));

    /// <summary>The audit entry of something that it did.</summary>
    internal AuditEntry Entry(AuditEvent what, AccountId? person) => new(what, Source, person) { Credential = Credential.Of(App.Id) };
}

/// <summary>Finds out which application is calling, and for which of its people.</summary>
public sealed class AppCallers(Ground ground, FalseCredentials falses)
{
    private static readonly Requirement NotOurs = new(null, Holds: false);

    /// <summary>
    /// The application, by its name and secret or by its secret alone. One that is unknown, or that is of another kind, costs what a wrong
    /// secret costs.
    /// </summary>
    /// <param name="name">Null: the secret alone was presented.</param>
    public async Task<AppCaller?> Identify(string? name, string secret, Source source, CancellationToken ct)
    {
        var keepers = await ground.Db.Ask(AppStore.ListKeepers, ct);
        App? found = null;
        foreach (var app in keepers)
            if (AppSecret.Holds(secret, app.SecretHashes) & (name is null || app.Name == name)) found = app;
        if (found is not null) return new(found, [SHA256.HashData(Encoding.UTF8.GetBytes(secret))], source);

        falses.NoteApp(source);
        return null;
    }

    /// <summary>The application as the caller for this person of its own; null when it has no such one, or they are shut out.</summary>
    public Task<Caller?> For(AppCaller app, string outsideId, CancellationToken ct) => ground.Db.Read(async sql =>
        await KeptPersonStore.Find(sql, app.App.Id, outsideId) is { IsDisabled: false } person
            ? new Caller(
                person, null, null, person.NeedsSecondFactor(await MethodStore.CountOf(sql, person.Id)), app.Source, app.Presented, NotOurs)
            {
                App = app.App,
            }
            : null, ct);
}
