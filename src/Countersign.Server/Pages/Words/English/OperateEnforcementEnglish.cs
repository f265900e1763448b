using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateEnforcementEnglish(Texts all) : OperateEnforcementTexts(all)
{
    public override string EnforcementLead => "Who hasn't turned on two-factor authentication (2FA) yet, and requiring it of everybody.";
    public override string RequireTitle => "Require 2FA from everybody";
    public override string RequireButton => "Require it";
    public override string CallOffTitle => "Call it off";
    public override string CallOffButton => "Call it off";
    public override string CallOffLead =>
        "Everybody decides for themselves again, at once. Whoever has turned 2FA on keeps it. Everybody who was told by e-mail is told by " +
        "e-mail that it is off, once.";
    public override string RequireThen =>
        "From then on whoever has no 2FA can do nothing but turn it on: in the pages, with API keys and with access tokens. The last " +
        "method cannot be removed.";
    public override string RequireCallOff => "You can call it off before and after; the date cannot be moved.";
    public override string WhatItWouldDo => "If it were required tomorrow:";
    public override string WhatItDoes => "Because it is required:";
    public override string LedPeople => "Held up";
    public override string UnprovenPeople => "Address unconfirmed";
    public override string KeysOfThem => "Keys and tokens";
    public override string AdminsOfThem => "Admins";
    public override string NoneOfThem => "none";
    public override string PeopleWithout => "People without 2FA";
    public override string LastSignedIn => "Last signed in";
    public override string NeverSignedIn => "Never signed in with a password";
    public override string MorePeople => "More people";
    public override string DecisionReason => "Why (optional)";
    public override string DecisionReasonHint => "Kept in the audit log.";
    public override string RequiredNow => "Two-factor authentication is required here. Turn it on to go on.";

    public override string RequiredFrom(DateTimeOffset from) =>
        $"From {Instant(from)} on, two-factor authentication is required here. Turn it on before, so that nothing holds you up.";

    public override string RequireLead(TimeSpan grace) => grace == TimeSpan.Zero
        ? "It holds at once: the settings give no time before it."
        : $"It begins in {Days((int)Math.Ceiling(grace.TotalDays))}; the settings say how long that is.";

    public override string RequireFrom(DateTimeOffset from) => $"It begins on {Instant(from)}.";

    public override string RequireTold(NewcomerCount count) =>
        $"{Counted(count.Without - count.Unproven, "person", "people")} without 2FA and with a confirmed address will be told the date " +
        $"by e-mail, everybody once, and see it on every page.";

    public override string StateOf(Enforcement state) => state switch
    {
        { IsSetting: true } => "Required",
        { Requirement.Ahead: { } from } => $"Required from {Instant(from)} on",
        { Requirement: { Holds: true, From: { } from } } => $"Required since {Instant(from)}",
        _ => "Not required", // what remains: no setting and no order
    };

    public override string StateBodyOf(Enforcement state) => state switch
    {
        { IsSetting: true } => "By the setting COUNTERSIGN_REQUIRE_2FA, which only whoever runs the server can change.",
        { Order: { } order } =>
            $"Ordered on {Day(order.OrderedAt)} by {state.OrderedBy ?? "an admin whose account is gone"}. The date is fixed; nobody can " +
            $"put it off.",
        _ => "Everybody decides for themselves.", // what remains: no setting and no order
    };

    public override string ToldSoFar(RequirementOrder order) => order.IsTold
        ? $"{Counted(order.Told, "person was", "people were")} told by e-mail."
        : $"{Counted(order.Told, "person has", "people have")} been told by e-mail so far; the others follow.";

    public override string OffSoon(long people) =>
        $"{Counted(people, "person was", "people were")} told of the order by e-mail; the e-mail that it is off is on its way.";

    public override string WithoutOf(NewcomerCount count) => count.Without == 0
        ? "Everybody has 2FA"
        : $"{Count(count.Without)} of {Counted(count.Accounts, "person has", "people have")} no 2FA";

    public override string LedThen(long people) =>
        $"{Counted(people, "person is", "people are")} led to turning it on at the next visit, before anything else";

    public override string UnprovenThen(long people) =>
        $"{Counted(people, "person", "people")} must first confirm the e-mail address: their next page offers an e-mail with a link. They " +
        $"cannot be told before.";

    public override string KeysThen(NewcomerCount count) =>
        $"{Counted(count.ApiKeys, "API key and", "API keys and")} {Counted(count.Tokens, "access token", "access tokens")} of theirs are " +
        $"refused until it is on";
}
