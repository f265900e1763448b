using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Operators;

/// <summary>
/// Who acts on somebody else's account: the machine's own shell, or an admin at a browser. It knows what it takes to let
/// them, and how the audit log names them. Every verb asks <see cref="Find"/> first and <see cref="Prove"/> last before it
/// changes anything, so that a mistake does not cost a code.
/// </summary>
public abstract class Actor
{
    /// <summary>The account that is meant, as it is in this transaction, if this operator may act on it.</summary>
    public async Task<Answer<Account>> Find(Tx tx, Target target)
    {
        if (await Refuse(tx, target.Id) is { } no) return no;
        if (await AccountStore.Find(tx, target.Id) is not { } account) return OperatorRefusal.NoSuchAccount;

        return target.SeenVersion is { } seen && seen != account.CredentialVersion
            ? Refused.ToOperator(OperatorRefusal.ChangedMeanwhile, account)
            : account;
    }

    /// <summary>Asks for the operator's own proof and spends it; null when it is good.</summary>
    public abstract Task<Refused?> Prove(Tx tx, AuditEvent what);

    /// <summary>The audit entry in the chain of the account that is acted on.</summary>
    public abstract AuditEntry Entry(AuditEvent what, AccountId account, Reason? reason);

    /// <summary>Writes down in the operator's own chain what they did, if they have one.</summary>
    public abstract Task NoteOwn(Tx tx, AuditEvent what, AccountId account, Reason? reason);

    /// <summary>Why this operator may not act on that account; null when they may.</summary>
    protected abstract Task<Refused?> Refuse(Tx tx, AccountId target);

    /// <summary>Arguments as the audit log keeps them.</summary>
    protected static string Args(Reason? reason, AccountId? account = null)
    {
        var args = new Dictionary<string, object>();
        if (account is { } id) args["account"] = id.Value;
        if (reason is not null) args["reason"] = reason.Text;
        return JsonSerializer.Serialize(args);
    }
}

/// <summary>Whoever has the machine has everything: nothing is asked, and the user of the shell is written down.</summary>
/// <param name="user">The account on the machine.</param>
/// <param name="command">What they typed, without its arguments.</param>
public sealed class ShellOperator(string user, string command) : Actor
{
    private const string Here = "local";

    /// <summary>Where a command comes from.</summary>
    public static Source SourceOf(string command) => new(Here, Here, "operator's shell", command);

    /// <inheritdoc/>
    public override Task<Refused?> Prove(Tx tx, AuditEvent what) => Task.FromResult<Refused?>(null);

    /// <inheritdoc/>
    public override AuditEntry Entry(AuditEvent what, AccountId account, Reason? reason) => new(what, SourceOf(command), account)
    {
        Credential = Credential.OfShell(user),
        Args = Args(reason),
    };

    /// <inheritdoc/>
    public override Task NoteOwn(Tx tx, AuditEvent what, AccountId account, Reason? reason) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task<Refused?> Refuse(Tx tx, AccountId target) => Task.FromResult<Refused?>(null);
}
