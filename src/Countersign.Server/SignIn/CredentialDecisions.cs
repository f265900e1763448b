using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// What keys and sessions that somebody was given were worth to a request: that one opened it, that its time was over, or that it was not
/// enough for what was asked. Each is a decision and belongs into the audit log; programs ask often, so those by one credential from one
/// network, with one outcome, are told within a minute the first time, and then every twelve hours with their number. Of one account at
/// most twenty kinds are told apart, and where very many are active, the number of those that were told before may be told together.
/// </summary>
public sealed class CredentialDecisions(Db db, AuditLog audit) : IDisposable
{
    private const int MostKinds = 20_000;
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenEntries = TimeSpan.FromHours(12);

    private readonly DecisionTally tally = new(db, audit, MostKinds, Together, BetweenEntries);

    /// <summary>
    /// A request came with a live credential. That of a session from where it began is told by the entry of that sign-in; one from
    /// anywhere else is not.
    /// </summary>
    public void Opened(Caller caller)
    {
        if (caller.Session?.IpAddress == caller.Source.IpAddress) return;

        tally.Add(caller.Entry(AuditEvent.AuthnTokenUsed));
    }

    /// <summary>A request came with one that is live no longer.</summary>
    internal void Ended(KnownCredential known, Source source, AuditOutcome why) =>
        tally.Add(new(AuditEvent.AuthnTokenRefused, source, known.Account.Id, why)
        {
            Credential = known.Key is { } key ? Credential.Of(key.Id) : Credential.Of(known.Session!.Id),
            ApiKey = known.Key?.Id,
        });

    /// <summary>A request to an application behind a proxy came with what its person got there, and that is over.</summary>
    internal void Ended(AppPassage there, Source source) =>
        tally.Add(EntryOf(there, source, AuditEvent.AuthnTokenRefused) with { Outcome = AuditOutcome.EndedCredential });

    /// <summary>
    /// A request passed to an application behind a proxy, or what its person has proven was not enough. That from where the session began
    /// is told by the entry of going there.
    /// </summary>
    internal void Passed(AppPassage there, AskedFrom source, AuditOutcome how)
    {
        if (how is not AuditOutcome.Success) tally.Add(EntryOf(there, source.Whole(), AuditEvent.AuthzFail) with { Outcome = how });
        else if (there.IpAddress != source.IpAddress) tally.Add(EntryOf(there, source.Whole(), AuditEvent.AuthnTokenUsed));
    }

    /// <summary>A sign-in came to its second step when its time was over.</summary>
    public void SignInExpired(AccountId account, Source source) =>
        tally.Add(new(AuditEvent.AuthnTokenRefused, source, account, AuditOutcome.Expired));

    /// <summary>A live credential was not enough for what was asked.</summary>
    public void Refused(Caller caller, AuditOutcome why) => tally.Add(caller.Entry(AuditEvent.AuthzFail) with { Outcome = why });

    /// <summary>Writes down what is to be told. What cannot be written now is told next time.</summary>
    public Task Tell(CancellationToken ct) => tally.Tell(ct);

    /// <summary>Writes down all of it, as a server does that ends.</summary>
    public Task TellAll(CancellationToken ct) => tally.TellAll(ct);

    /// <inheritdoc/>
    public void Dispose() => tally.Dispose();

    private static AuditEntry EntryOf(AppPassage there, Source source, AuditEvent what) =>
        new(what, source, there.Person.Id) { Credential = Credential.Of(there.Session) };
}
