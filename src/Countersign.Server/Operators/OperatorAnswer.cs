using Countersign.Core;

namespace Countersign.Server.Operators;

/// <summary>Every reason why something is not done to somebody's account.</summary>
public enum OperatorRefusal
{
    /// <summary>Whoever asks is no admin with 2FA, or not any more.</summary>
    NotAdmin,

    /// <summary>An admin asks for this on the account they are signed in to.</summary>
    OwnAccount,

    /// <summary>The admin said "this wasn't me" about the own account: until that is cleared up it decides about nobody's.</summary>
    OwnChangesFrozen,

    /// <summary>The admin's own second factor was not proven; the verdict says how.</summary>
    Proof,
    NoSuchAccount,

    /// <summary>The account's credentials are not those that the operator looked at.</summary>
    ChangedMeanwhile,
    AlreadyDisabled,
    NotDisabled,

    /// <summary>Nobody else could administer afterwards.</summary>
    LastAdmin,
    AlreadyAdmin,
    NotAnAdmin,
}

/// <summary>A no to an operator.</summary>
/// <param name="Account">The account as it is, where the reason lies in its state.</param>
/// <param name="Verdict">How the proof failed, for <see cref="OperatorRefusal.Proof"/>.</param>
public sealed record OperatorRefused(OperatorRefusal Why, Account? Account = null, Verdict? Verdict = null);

/// <summary>What an operator asked for, or a no.</summary>
public sealed class OperatorAnswer<T>
    where T : class
{
    private OperatorAnswer(T? given, OperatorRefused? refused) => (Given, Refused) = (given, refused);

    /// <summary>What was asked for; null when refused.</summary>
    public T? Given { get; }

    /// <summary>The no; null when given.</summary>
    public OperatorRefused? Refused { get; }

    public static implicit operator OperatorAnswer<T>(T given) => new(given, null);

    public static implicit operator OperatorAnswer<T>(OperatorRefused refused) => new(null, refused);

    public static implicit operator OperatorAnswer<T>(OperatorRefusal why) => new(null, new(why));
}
