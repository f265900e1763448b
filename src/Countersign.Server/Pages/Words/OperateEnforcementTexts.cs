using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the page of enforcement says, and what people without 2FA read on theirs.</summary>
public abstract class OperateEnforcementTexts(Texts all) : Sentences(all)
{
    public abstract string EnforcementLead { get; }
    public abstract string RequireTitle { get; }
    public abstract string RequireButton { get; }
    public abstract string CallOffTitle { get; }
    public abstract string CallOffButton { get; }
    public abstract string CallOffLead { get; }
    public abstract string RequireThen { get; }
    public abstract string RequireCallOff { get; }
    public abstract string WhatItWouldDo { get; }
    public abstract string WhatItDoes { get; }
    public abstract string LedPeople { get; }
    public abstract string UnprovenPeople { get; }
    public abstract string KeysOfThem { get; }
    public abstract string AdminsOfThem { get; }
    public abstract string NoneOfThem { get; }
    public abstract string PeopleWithout { get; }
    public abstract string LastSignedIn { get; }
    public abstract string NeverSignedIn { get; }
    public abstract string MorePeople { get; }
    public abstract string DecisionReason { get; }
    public abstract string DecisionReasonHint { get; }
    public abstract string RequiredNow { get; }

    public abstract string RequiredFrom(DateTimeOffset from);

    public abstract string RequireLead(TimeSpan grace);

    public abstract string RequireFrom(DateTimeOffset from);

    public abstract string RequireTold(NewcomerCount count);

    /// <summary>Whether it is required, in a few words.</summary>
    public abstract string StateOf(Enforcement state);

    /// <summary>What that means.</summary>
    public abstract string StateBodyOf(Enforcement state);

    /// <summary>How far the mails are.</summary>
    public abstract string ToldSoFar(RequirementOrder order);

    /// <summary>How many still have to hear that it is called off.</summary>
    public abstract string OffSoon(long people);

    public abstract string WithoutOf(NewcomerCount count);

    public abstract string LedThen(long people);

    public abstract string UnprovenThen(long people);

    public abstract string KeysThen(NewcomerCount count);
}
