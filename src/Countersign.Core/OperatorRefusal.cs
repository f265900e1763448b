namespace Countersign.Core;

/// <summary>Every reason why an operator's act on somebody else's account, or on the whole service, is not done.</summary>
public enum OperatorRefusal
{
    /// <summary>Whoever asks is no admin with 2FA, or not any more.</summary>
    NotAdmin,

    /// <summary>An admin asks for this on the account they are signed in to.</summary>
    OwnAccount,

    /// <summary>The admin said "this wasn't me" about their own account: until that is cleared up they decide about nobody's.</summary>
    OwnChangesFrozen,

    /// <summary>The admin's own factor was set up with the password alone, and their mailbox has not vouched for it yet.</summary>
    OwnFactorUnconfirmed,
    NoSuchAccount,

    /// <summary>The account's credentials are not those that the operator looked at.</summary>
    ChangedMeanwhile,
    AlreadyDisabled,
    NotDisabled,

    /// <summary>Nobody else could administer afterwards.</summary>
    LastAdmin,
    AlreadyAdmin,
    NotAnAdmin,

    /// <summary>A second factor is required of everybody already.</summary>
    AlreadyRequired,
    NotRequired,
}
