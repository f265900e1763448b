using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Whether somebody may act as an admin.</summary>
public enum AdminStanding
{
    May,

    /// <summary>They are no admin with 2FA, or not any more.</summary>
    NotAdmin,

    /// <summary>They said "this wasn't me" about their own account: until that is cleared up it decides about nobody's.</summary>
    OwnChangesFrozen,

    /// <summary>Their own factor was set up with the password alone, and their mailbox has not vouched for it.</summary>
    OwnFactorUnconfirmed,
}

/// <summary>The one rule of who acts as an admin at a browser.</summary>
public static class AdminRights
{
    /// <summary>
    /// Whether the caller has proven a factor lately enough to look at other people's accounts. To act on one takes another proof each
    /// time.
    /// </summary>
    public static bool IsProvenLately(Caller caller, DateTimeOffset now, Policy policy) =>
        caller.Session?.SecondFactorAt is { } proven && Believed.HasBeen(proven, now) && proven + policy.OperatorProofLife > now;

    /// <summary>How the caller stands. Looked up inside the transaction, since rights may be a moment old.</summary>
    public static async Task<AdminStanding> Look(Tx tx, Caller caller)
    {
        var admin = await Callers.Refresh(tx, caller);
        var hasFactor = admin.NeedsSecondFactor(await MethodStore.CountOf(tx, admin.Id));
        if (!admin.IsAdmin || !hasFactor || caller.Session?.SecondFactorAt is null) return AdminStanding.NotAdmin;

        if (await Callers.AwaitsMailbox(tx, admin)) return AdminStanding.OwnFactorUnconfirmed;

        return await FrozenChanges.Refuse(tx, admin) is null ? AdminStanding.May : AdminStanding.OwnChangesFrozen;
    }
}
