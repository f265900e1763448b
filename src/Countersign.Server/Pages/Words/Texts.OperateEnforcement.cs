using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <summary>What the page of enforcement says, and what people without 2FA read on theirs.</summary>
public sealed partial class Texts
{
    public string EnforcementLead => Say("Who has no two-factor authentication (2FA) yet, and requiring it from everybody.", "Wer noch keine Zwei-Faktor-Anmeldung (2FA) hat, und wie sie für alle Pflicht wird.");
    public string RequireTitle => Say("Require 2FA from everybody", "2FA für alle verlangen");
    public string RequireButton => Say("Require it", "Verlangen");
    public string CallOffTitle => Say("Call it off", "Pflicht aufheben");
    public string CallOffButton => Say("Call it off", "Aufheben");
    public string CallOffLead => Say(
        "Everybody decides for themselves again, at once. Whoever has turned 2FA on keeps it. Everybody who was told by mail is told by mail that it is off, once.",
        "Ab sofort entscheidet wieder jede Person selbst. Wer 2FA eingeschaltet hat, behält sie. Wer per E-Mail davon erfahren hat, erfährt einmal per E-Mail, dass sie aufgehoben ist.");
    public string RequireThen => Say(
        "From then on whoever has no 2FA can do nothing but turn it on: in the pages, with API keys and with access tokens. The last method cannot be removed.",
        "Von da an kann, wer keine 2FA hat, nichts anderes tun, als sie einzuschalten: auf den Seiten, mit API-Schlüsseln und mit Zugriffstoken. Die letzte Methode lässt sich nicht entfernen.");
    public string RequireCallOff => Say("You can call it off before and after; the date cannot be moved.", "Sie können es vorher und nachher aufheben; das Datum lässt sich nicht verschieben.");
    public string WhatItWouldDo => Say("If it were required tomorrow:", "Wäre sie morgen Pflicht:");
    public string WhatItDoes => Say("Because it is required:", "Weil sie Pflicht ist:");
    public string LedPeople => Say("Held up", "Aufgehalten");
    public string UnprovenPeople => Say("Address unconfirmed", "Adresse unbestätigt");
    public string KeysOfThem => Say("Keys and tokens", "Schlüssel und Token");
    public string AdminsOfThem => Say("Admins", "Administratoren");
    public string NoneOfThem => Say("none", "keine");
    public string PeopleWithout => Say("People without 2FA", "Personen ohne 2FA");
    public string LastSignedIn => Say("Last signed in", "Zuletzt angemeldet");
    public string NeverSignedIn => Say("Never signed in with a password", "Nie mit Passwort angemeldet");
    public string MorePeople => Say("More people", "Weitere Personen");
    public string DecisionReason => Say("Why (optional)", "Warum (freiwillig)");
    public string DecisionReasonHint => Say("Kept in the audit log.", "Steht im Protokoll.");
    public string RequiredNow => Say("Two-factor authentication is required here. Turn it on to go on.", "Die Zwei-Faktor-Anmeldung ist hier Pflicht. Schalten Sie sie ein, um weiterzumachen.");

    public string RequiredFrom(DateTimeOffset from) => Say(
        $"From {Instant(from)} on, two-factor authentication is required here. Turn it on before, so that nothing holds you up.",
        $"Ab {Instant(from)} ist die Zwei-Faktor-Anmeldung hier Pflicht. Schalten Sie sie vorher ein, dann hält Sie nichts auf.");

    public string RequireLead(TimeSpan grace) => grace == TimeSpan.Zero
        ? Say("It holds at once: the settings give no time before it.", "Sie gilt sofort: Die Einstellungen geben keine Frist.")
        : Say($"It begins in {Days((int)Math.Ceiling(grace.TotalDays))}; the settings say how long that is.", $"Sie beginnt nach der Frist der Einstellungen ({Days((int)Math.Ceiling(grace.TotalDays))}).");

    public string RequireFrom(DateTimeOffset from) => Say($"It begins on {Instant(from)}.", $"Sie beginnt am {Instant(from)}.");

    public string RequireTold(NewcomerCount count) => Say(
        $"{Counted(count.Without - count.Unproven, "person", "people")} without 2FA and with a confirmed address will be told the date by mail, everybody once, and see it on every page.",
        $"{Counted(count.Without - count.Unproven, "Person", "Personen")} ohne 2FA und mit bestätigter Adresse erfahren das Datum einmal per E-Mail und sehen es auf jeder Seite.");

    /// <summary>Whether it is required, in a few words.</summary>
    public string StateOf(Enforcement state) => state switch
    {
        { IsSetting: true } => Say("Required", "Pflicht"),
        { Requirement.Ahead: { } from } => Say($"Required from {Instant(from)} on", $"Pflicht ab {Instant(from)}"),
        { Requirement: { Holds: true, From: { } from } } => Say($"Required since {Instant(from)}", $"Pflicht seit {Instant(from)}"),
        _ => Say("Not required", "Keine Pflicht"), // what remains: no setting and no order
    };

    /// <summary>What that means.</summary>
    public string StateBodyOf(Enforcement state) => state switch
    {
        { IsSetting: true } => Say("By the setting COUNTERSIGN_REQUIRE_2FA, which only whoever runs the server can change.", "Durch die Einstellung COUNTERSIGN_REQUIRE_2FA; ändern kann sie nur, wer den Server betreibt."),
        { Order: { } order } => Say(
            $"Ordered on {Day(order.OrderedAt)} by {state.OrderedBy ?? "an admin whose account is gone"}. The date is fixed; nobody can put it off.",
            $"Angeordnet am {Day(order.OrderedAt)} von {state.OrderedBy ?? "einem Konto, das es nicht mehr gibt"}. Das Datum steht fest; niemand kann es aufschieben."),
        _ => Say("Everybody decides for themselves.", "Jede Person entscheidet selbst."), // what remains: no setting and no order
    };

    /// <summary>How far the mails are.</summary>
    public string ToldSoFar(RequirementOrder order) => order.IsTold
        ? Say($"{Counted(order.Told, "person was", "people were")} told by mail.", $"{Counted(order.Told, "Person wurde", "Personen wurden")} per E-Mail benachrichtigt.")
        : Say($"{Counted(order.Told, "person has", "people have")} been told by mail so far; the others follow.", $"Bisher {Counted(order.Told, "Person", "Personen")} per E-Mail benachrichtigt; die übrigen folgen.");

    /// <summary>How many still have to hear that it is called off.</summary>
    public string OffSoon(long people) => Say(
        $"{Counted(people, "person was", "people were")} told of the order by mail; the mail that it is off is on its way.",
        $"{Counted(people, "Person hat", "Personen haben")} per E-Mail von der Pflicht erfahren; die E-Mail, dass sie aufgehoben ist, ist unterwegs.");

    public string WithoutOf(NewcomerCount count) => count.Without == 0
        ? Say("Everybody has 2FA", "Alle haben 2FA")
        : Say($"{Count(count.Without)} of {Counted(count.Accounts, "person has", "people have")} no 2FA", $"{Count(count.Without)} von {Counted(count.Accounts, "Person hat", "Personen haben")} keine 2FA");

    public string LedThen(long people) => Say(
        $"{Counted(people, "person is", "people are")} led to turning it on at the next visit, before anything else",
        $"{Counted(people, "Person wird", "Personen werden")} beim nächsten Besuch zuerst zum Einschalten geführt");

    public string UnprovenThen(long people) => Say(
        $"{Counted(people, "person", "people")} must first confirm the e-mail address: their next page offers a mail with a link. They cannot be told before.",
        $"{Counted(people, "Person muss", "Personen müssen")} zuerst die E-Mail-Adresse bestätigen: Die nächste Seite bietet eine E-Mail mit Link an. Vorher sind sie nicht erreichbar.");

    public string KeysThen(NewcomerCount count) => Say(
        $"{Counted(count.ApiKeys, "API key and", "API keys and")} {Counted(count.Tokens, "access token", "access tokens")} of theirs are refused until it is on",
        $"{Counted(count.ApiKeys, "API-Schlüssel und", "API-Schlüssel und")} {Counted(count.Tokens, "Zugriffstoken", "Zugriffstoken")} werden abgelehnt, bis sie eingeschaltet ist");
}
