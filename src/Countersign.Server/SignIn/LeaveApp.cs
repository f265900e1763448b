using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Somebody signs out of an application behind a proxy, with what they carry there, whether they are signed in to our pages or not. What
/// was carried there is good no longer, wherever a copy of it may be.
/// </summary>
public sealed class LeaveApp(Ground ground, AppPasses passes, AuditLog audit, FalseCredentials falses)
{
    /// <summary>How long the question may stand.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    /// <summary>What a page asks about that is to be signed out of; null: they carry nothing that was made for it.</summary>
    public string? Prepare(App app, string origin, string? carried, Source source)
    {
        if (carried is null) return null;
        if (passes.Find(origin, carried) is { } pass) return passes.MakeLeaving(app, pass, ground.Now() + Life);

        falses.Note(source);
        return null;
    }

    /// <summary>What is to be signed out of; null: the question is over.</summary>
    public AppPass? Find(App app, string leaving) =>
        passes.FindLeaving(app, leaving) is var (pass, ends) && Believed.IsAhead(ends, ground.Now(), Life) ? pass : null;

    /// <summary>Signs out.</summary>
    public async Task Run(App app, string leaving, Source source, CancellationToken ct)
    {
        if (Find(app, leaving) is { } pass) await ground.Db.Write(pass.Account, tx => End(tx, app, pass, source), ct);
    }

    private async Task End(Tx tx, App app, AppPass pass, Source source)
    {
        if (await AppPassStore.Find(tx, app.Id, pass.Account, pass.Grant) is not { } there
            || !await AppGrantStore.TryRevokeAll(tx, app.Id, pass.Account, there.Session)) return;

        await audit.Append(tx, new(AuditEvent.AppLeft, source, pass.Account)
        {
            Credential = Credential.Of(there.Session),
            Args = EnterApp.ArgsOf(app),
        });
    }
}
