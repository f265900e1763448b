using Countersign.Server.Operators;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateEnforcementGerman(Texts all) : OperateEnforcementTexts(all)
{
    public override string EnforcementLead => "Wer noch keine Zwei-Faktor-Anmeldung (2FA) hat, und wie sie für alle Pflicht wird.";
    public override string RequireTitle => "2FA für alle verlangen";
    public override string RequireButton => "Verlangen";
    public override string CallOffTitle => "Pflicht aufheben";
    public override string CallOffButton => "Aufheben";
    public override string CallOffLead =>
        "Ab sofort entscheidet wieder jede Person selbst. Wer 2FA eingeschaltet hat, behält sie. Wer per E-Mail davon erfahren hat, " +
        "erfährt einmal per E-Mail, dass sie aufgehoben ist.";
    public override string RequireThen =>
        "Von da an kann, wer keine 2FA hat, nichts anderes tun, als sie einzuschalten: auf den Seiten, mit API-Schlüsseln und mit " +
        "Zugriffstoken. Die letzte Methode lässt sich nicht entfernen.";
    public override string RequireCallOff => "Sie können es vorher und nachher aufheben; das Datum lässt sich nicht verschieben.";
    public override string WhatItWouldDo => "Wäre sie morgen Pflicht:";
    public override string WhatItDoes => "Weil sie Pflicht ist:";
    public override string LedPeople => "Aufgehalten";
    public override string UnprovenPeople => "Adresse unbestätigt";
    public override string KeysOfThem => "Schlüssel und Token";
    public override string AdminsOfThem => "Administratoren";
    public override string NoneOfThem => "keine";
    public override string PeopleWithout => "Personen ohne 2FA";
    public override string LastSignedIn => "Zuletzt angemeldet";
    public override string NeverSignedIn => "Nie mit Passwort angemeldet";
    public override string MorePeople => "Weitere Personen";
    public override string DecisionReason => "Warum (freiwillig)";
    public override string DecisionReasonHint => "Steht im Protokoll.";
    public override string RequiredNow => "Die Zwei-Faktor-Anmeldung ist hier Pflicht. Schalten Sie sie ein, um weiterzumachen.";

    public override string RequiredFrom(DateTimeOffset from) =>
        $"Ab {Instant(from)} ist die Zwei-Faktor-Anmeldung hier Pflicht. Schalten Sie sie vorher ein, dann hält Sie nichts auf.";

    public override string RequireLead(TimeSpan grace) => grace == TimeSpan.Zero
        ? "Sie gilt sofort: Die Einstellungen geben keine Frist."
        : $"Sie beginnt nach der Frist der Einstellungen ({Days((int)Math.Ceiling(grace.TotalDays))}).";

    public override string RequireFrom(DateTimeOffset from) => $"Sie beginnt am {Instant(from)}.";

    public override string RequireTold(NewcomerCount count) =>
        $"{Counted(count.Without - count.Unproven, "Person", "Personen")} ohne 2FA und mit bestätigter Adresse erfahren das Datum einmal " +
        $"per E-Mail und sehen es auf jeder Seite.";

    public override string StateOf(Enforcement state) => state switch
    {
        { IsSetting: true } => "Pflicht",
        { Requirement.Ahead: { } from } => $"Pflicht ab {Instant(from)}",
        { Requirement: { Holds: true, From: { } from } } => $"Pflicht seit {Instant(from)}",
        _ => "Keine Pflicht", // what remains: no setting and no order
    };

    public override string StateBodyOf(Enforcement state) => state switch
    {
        { IsSetting: true } => "Durch die Einstellung COUNTERSIGN_REQUIRE_2FA; ändern kann sie nur, wer den Server betreibt.",
        { Order: { } order } =>
            $"Angeordnet am {Day(order.OrderedAt)} von {state.OrderedBy ?? "einem Konto, das es nicht mehr gibt"}. Das Datum steht fest; " +
            $"niemand kann es aufschieben.",
        _ => "Jede Person entscheidet selbst.", // what remains: no setting and no order
    };

    public override string ToldSoFar(RequirementOrder order) => order.IsTold
        ? $"{Counted(order.Told, "Person wurde", "Personen wurden")} per E-Mail benachrichtigt."
        : $"Bisher {Counted(order.Told, "Person", "Personen")} per E-Mail benachrichtigt; die übrigen folgen.";

    public override string OffSoon(long people) =>
        $"{Counted(people, "Person hat", "Personen haben")} per E-Mail von der Pflicht erfahren; die E-Mail, dass sie aufgehoben ist, " +
        $"ist unterwegs.";

    public override string WithoutOf(NewcomerCount count) => count.Without == 0
        ? "Alle haben 2FA"
        : $"{Count(count.Without)} von {Counted(count.Accounts, "Person hat", "Personen haben")} keine 2FA";

    public override string LedThen(long people) =>
        $"{Counted(people, "Person wird", "Personen werden")} beim nächsten Besuch zuerst zum Einschalten geführt";

    public override string UnprovenThen(long people) =>
        $"{Counted(people, "Person muss", "Personen müssen")} zuerst die E-Mail-Adresse bestätigen: Die nächste Seite bietet eine E-Mail " +
        $"mit Link an. Vorher sind sie nicht erreichbar.";

    public override string KeysThen(NewcomerCount count) =>
        $"{Counted(count.ApiKeys, "API-Schlüssel und", "API-Schlüssel und")} {Counted(count.Tokens, "Zugriffstoken", "Zugriffstoken")} " +
        $"werden abgelehnt, bis sie eingeschaltet ist";
}
