using System.Diagnostics.CodeAnalysis;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.SignIn;

/// <summary>
/// Keys, sessions and links that nobody was given. Each is a decision, and so belongs into the audit log; but anybody can send any number
/// of them, and they must cost nothing. So they are counted in memory: those from one network have one entry for each minute, with their
/// number. A server that is killed takes the last minute's count with it.
/// </summary>
public sealed class FalseCredentials(Db db, AuditLog audit) : IDisposable
{
    private const int MostNetworks = 100;

    private readonly DecisionTally tally = new(db, audit, MostNetworks, first: TimeSpan.Zero, again: TimeSpan.Zero);

    /// <summary>Counts one.</summary>
    public void Note(Source source) =>
        tally.Add(new(AuditEvent.AuthnTokenRefused, source, null, AuditOutcome.UnknownCredential));

    /// <summary>Counts somebody who says to be an application, and is none, or does not know its secret.</summary>
    public void NoteApp(Source source) => tally.Add(new(AuditEvent.AuthnTokenRefused, source, null, AuditOutcome.UnknownApp));

    /// <summary>Counts a request that another site has made, whether a session came along or not: anybody can write one.</summary>
    public void NoteOtherSite(Source source) => tally.Add(new(AuditEvent.AuthzFail, source, null, AuditOutcome.OtherSite));

    /// <summary>Reads what somebody presents as a token; what cannot be one is counted.</summary>
    public bool TryRead(string? presented, Source source, [NotNullWhen(true)] out Token? token)
    {
        if (Token.TryParse(presented, out token)) return true;

        if (!string.IsNullOrEmpty(presented)) Note(source);
        return false;
    }

    /// <summary>Counts a link, and refuses it.</summary>
    public Refusal Link(Source source)
    {
        Note(source);
        return Refusal.InvalidLink;
    }

    /// <summary>Writes the counts into the audit log. What cannot be written now is told next time.</summary>
    public Task Tell(CancellationToken ct) => tally.Tell(ct);

    /// <summary>Writes all of them, as a server does that ends.</summary>
    public Task TellAll(CancellationToken ct) => tally.TellAll(ct);

    /// <inheritdoc/>
    public void Dispose() => tally.Dispose();
}
