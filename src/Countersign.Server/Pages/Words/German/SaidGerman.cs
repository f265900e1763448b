using Countersign.Core;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class SaidGerman(Texts all) : SaidTexts(all)
{
    public override string Of(Said said) => said switch
    {
        Said.PasswordToChoose =>
            "Ihre E-Mail-Adresse ist bestätigt. Mehrere haben sich mit ihr registriert, deshalb gilt keines ihrer Passwörter: Wählen Sie " +
            "jetzt eines. Auch der Link, den wir gerade geschickt haben, führt hierher.",
        Said.EmailConfirmed => "Ihre E-Mail-Adresse ist bestätigt. Melden Sie sich an.",
        Said.NamedAnew =>
            "Ihre E-Mail-Adresse ist bestätigt. Ihren Benutzernamen hat inzwischen jemand anderes, deshalb trägt Ihrer jetzt eine Zahl: " +
            "Melden Sie sich mit Ihrer E-Mail-Adresse an. Ihr Konto zeigt Ihnen den Namen.",
        Said.AddressConfirmed => "Ihre E-Mail-Adresse ist bestätigt.",
        Said.ConfirmLinkOver =>
            "Dieser Link gilt nicht mehr. Wenn Sie ihn schon einmal geöffnet haben, ist Ihre Adresse vielleicht bestätigt: Melden Sie " +
            "sich einfach an. Sonst lassen Sie sich einen neuen schicken.",
        Said.TooManyTries => "Zu viele Versuche. Öffnen Sie stattdessen den Link in der E-Mail, oder warten Sie eine Viertelstunde.",
        Said.SessionOver => "Ihre Sitzung ist beendet. Melden Sie sich an, um weiterzumachen.",
        Said.MailSent => "Wenn diese Adresse noch auf Bestätigung wartet, ist eine neue E-Mail unterwegs.",
        Said.SignedOut => "Sie sind abgemeldet.",
        Said.SignInOver => "Diese Anmeldung ist vorbei: Sie dauerte über 10 Minuten oder war schon beendet. Melden Sie sich neu an.",
        Said.PasswordReset => "Ihr neues Passwort gilt. Melden Sie sich damit an.",
        Said.PlaceLetIn => "Von hier aus können Sie sich jetzt anmelden. Nehmen Sie das Passwort, das Sie haben.",
        Said.PasswordChanged => "Ihr Passwort ist geändert. Alle anderen Sitzungen wurden beendet.",
        Said.LinkOver => "Dieser Link oder Code gilt nicht mehr. Fordern Sie einen neuen an.",
        Said.CodeSent => "Der Code ist unterwegs.",
        Said.BeingCalled => "Sie werden angerufen. Der Code wird langsam und zweimal vorgelesen.",
        Said.NotACode => "Das ist kein Code: Ein Code hat sechs Ziffern. Es zählt nicht als Versuch.",
        Said.NotARecoveryCode =>
            "Das ist kein Wiederherstellungscode: Einer hat zwölf Buchstaben und Ziffern, wie XXXX-XXXX-XXXX. Es zählt nicht als Versuch.",
        Said.CodeWrong => "Dieser Code stimmt nicht. Prüfen Sie ihn und versuchen Sie es noch einmal.",
        Said.CodeUsed => "Dieser Code wurde schon benutzt. Warten Sie auf den nächsten in Ihrer App.",
        Said.CodeSpent =>
            "Dieser Code wurde schon benutzt oder eingegeben oder ist älter als einer, der es wurde. Warten Sie auf den nächsten in " +
                "Ihrer App.",
        Said.CodePassed =>
            "Dieser Code passt, aber vorher wurde schon ein Code einer späteren Zeit angenommen: Die Uhr Ihres Telefons oder dieses " +
            "Dienstes ging vor. Warten Sie einige Minuten und versuchen Sie es wieder. Hilft das nicht, nehmen Sie einen anderen Weg und " +
            "sagen Sie den Betreibern Bescheid.",
        Said.CodeExpired => "Dieser Code ist abgelaufen. Lassen Sie sich einen neuen schicken.",
        Said.ClockOff =>
            "Die Uhr Ihres Telefons geht falsch, deshalb passen seine Codes nicht. Stellen Sie dort Datum und Uhrzeit auf automatisch " +
            "und nehmen Sie einen Code, den die App danach zeigt.",
        Said.Locked => "Es gab zu viele falsche Codes; dieser Weg ist eine Weile gesperrt.",
        Said.RecoveryCodeWrong =>
            "Dieser Wiederherstellungscode gilt nicht. Jeder gilt einmal, und nur die Ihres neuesten Satzes gelten. Prüfen Sie ihn oder " +
            "nehmen Sie einen anderen.",
        Said.NotSent =>
            "Auf diesem Weg wurde noch kein Code geschickt, oder ein neuerer ging einen anderen Weg. Lassen Sie sich erst einen schicken.",
        Said.CannotSend =>
            "Wir können gerade keine Nachrichten senden; an Ihrer Adresse oder Nummer liegt es nicht. Nehmen Sie einen anderen Weg oder " +
            "versuchen Sie es später wieder.",
        Said.NotDelivered => "Die Nachricht konnte nicht zugestellt werden. Nehmen Sie einen anderen Weg.",
        Said.TooOften =>
            "Es wurden zu viele Nachrichten geschickt. Warten Sie eine Weile, oder nehmen Sie einen anderen Weg oder einen " +
            "Wiederherstellungscode. Haben Sie nichts davon, fragen Sie die Betreiber.",
        Said.WaitALittle => "Dorthin ging gerade erst ein Code. Benutzen Sie ihn, oder warten Sie eine halbe Minute.",
        Said.NotAccepted => "Dieser Weg gilt hier nicht. Nehmen Sie einen anderen.",
        Said.Unreadable =>
            "Diese App kann zurzeit nicht geprüft werden. Nehmen Sie einen anderen Weg und sagen Sie den Betreibern Bescheid.",
        Said.MethodAdded => "Fertig: Die neue Methode ist aktiv.",
        Said.MethodReplaced => "Fertig: Das neue Gerät ist aktiv, das alte entfernt. Alle anderen Sitzungen wurden beendet.",
        Said.TooManyMethods => All.Refusals.Of(Refusal.TooManyMethods),
        Said.MethodRenamed => "Der Name ist geändert.",
        Said.MethodRemoved => "Die Methode ist entfernt. Alle anderen Sitzungen wurden beendet.",
        Said.MadePrimary => "Ab jetzt werden Sie zuerst nach dieser Methode gefragt.",
        Said.TurnedOffByLink =>
            "Die Zwei-Faktor-Anmeldung ist aus. Alle Methoden, Wiederherstellungscodes und Sitzungen Ihres Kontos sind gelöscht. Melden " +
            "Sie sich mit Ihrem Passwort an und schalten Sie sie bald wieder ein.",
        Said.LinkSent => "Ein Link ist zu Ihrem Postfach unterwegs. Er gilt 15 Minuten.",
        Said.FactorConfirmed => "Die Zwei-Faktor-Anmeldung ist an. Melden Sie sich mit Passwort und Code an.",
        Said.FactorVouched => "Bestätigt: Ihr zweiter Faktor gilt jetzt für alles.",
        Said.MailWaits =>
            "Ihr Passwort wurde per E-Mail gesetzt, deshalb gelten Codes per E-Mail noch nicht. Nehmen Sie einen anderen Weg oder " +
            "warten Sie: Die Seite für den Code sagt, bis wann.",
        Said.ObjectedToFactor =>
            "Angehalten: Alle sind abgemeldet, und eine Woche lang kann niemand Ihr Passwort, Ihre zweiten Faktoren oder API-Schlüssel ändern. " +
            "Setzen Sie jetzt per E-Mail ein neues Passwort: Ein zweiter Faktor, der nicht Ihrer war, öffnet danach nichts mehr. Mit Codes per " +
            "E-Mail kommen Sie nach der Wartezeit hinein, die man Ihnen nennt, und können ihn dann entfernen.",
        Said.WaitsAnew =>
            "Erledigt: Die Wartezeit hat neu begonnen, und vor ihrem Ende öffnen Codes per E-Mail nichts. Ist das Konto Ihres, setzen Sie " +
            "jetzt per E-Mail ein neues Passwort.",
        Said.Objected =>
            "Angehalten: Alle sind abgemeldet, Ihr Passwort öffnet nichts mehr, und bis zu eine Woche lang kann niemand zweite Faktoren oder " +
            "API-Schlüssel ändern. Setzen Sie jetzt per E-Mail ein neues Passwort und melden Sie sich damit an, und mit Ihrem zweiten " +
            "Faktor, falls Sie einen haben.",
        Said.TurnedOff => "Die Zwei-Faktor-Anmeldung ist aus, und Ihre Wiederherstellungscodes sind ungültig.",
        Said.LabelBad => "Ein Name hat 1 bis 30 Zeichen.",
        Said.CodesKept => "Gut. Bewahren Sie die Wiederherstellungscodes so auf, dass Sie sie ohne Ihr Telefon finden.",
        Said.CodesShownOnce =>
            "Wiederherstellungscodes werden nur einmal gezeigt. Wenn Sie sie nicht aufbewahrt haben, erzeugen Sie hier neue.",
        Said.CodeGood => "Dieser Wiederherstellungscode gilt. Er wurde nicht verbraucht.",
        Said.SessionEnded => "Die Sitzung ist beendet.",
        Said.OthersSignedOut => "Alle anderen Sitzungen sind beendet und alle gemerkten Browser vergessen.",
        Said.RemindersOn => "Erinnerungen per E-Mail sind an.",
        Said.RemindersOff => "Erinnerungen per E-Mail sind aus.",
        Said.BrowserForgotten => "Der Browser ist vergessen. Bei der nächsten Anmeldung braucht er einen Code.",
        Said.KeyDeleted => "Der API-Schlüssel ist gelöscht. Nichts kann ihn mehr benutzen.",
        Said.Frozen =>
            "Erledigt. Passwort, zweite Faktoren und API-Schlüssel können nicht geändert werden, und alle anderen Sitzungen sind beendet.",
        Said.ChangesFrozen =>
            "Passwort, zweite Faktoren und API-Schlüssel können zurzeit nicht geändert werden, weil Sie gemeldet haben, dass etwas " +
            "nicht von Ihnen war. Um das aufzuheben, setzen Sie per E-Mail ein neues Passwort, und melden Sie sich damit an.",
        Said.CodesFirst =>
            "Erzeugen Sie zuerst Wiederherstellungscodes: Dann ist Ihr Telefon eine Methode, und Sie können andere hinzufügen.",
        Said.BeginAgain => "Dieser Schritt ist vorbei. Beginnen Sie neu; es wurde nichts geändert.",
        Said.NothingThere => "Das gibt es nicht mehr.",
        Said.LastMethod =>
            "Die Zwei-Faktor-Anmeldung ist hier Pflicht, und dies ist Ihre letzte Methode. Fügen Sie erst eine andere hinzu.",
        Said.AccountUnlocked => "Erledigt: Das Konto hat keine Sperren und keine gezählten Fehlversuche mehr.",
        Said.FactorsReset => "Erledigt: Die zweiten Faktoren sind weg und alle Sitzungen beendet. Die Person erfährt es per E-Mail.",
        Said.FactorsResetUntold =>
            "Erledigt: Die zweiten Faktoren sind weg und alle Sitzungen beendet. Es konnte keine Nachricht hinausgehen, weil die Adresse " +
            "nicht bestätigt ist: Sagen Sie es der Person selbst.",
        Said.AccountDisabled => "Erledigt: Das Konto ist stillgelegt, alle seine Sitzungen sind beendet.",
        Said.AccountEnabled => "Erledigt: Das Konto ist wieder offen.",
        Said.AccountChanged => "Das Konto hat sich geändert, seit Sie jene Seite geöffnet haben; es wurde nichts getan. So steht es jetzt.",
        Said.AlreadyDisabled => "Dieses Konto ist schon stillgelegt.",
        Said.NotDisabled => "Dieses Konto ist nicht stillgelegt.",
        Said.NothingToReset => "Dieses Konto hat keine zweiten Faktoren, die man zurücksetzen könnte.",
        Said.LastAdmin =>
            "Das ist der letzte Administrator. Machen Sie erst einen anderen dazu, mit account grant-admin auf der Kommandozeile des " +
            "Servers.",
        Said.OwnAccount => "Das ist Ihr eigenes Konto; seine zweiten Faktoren ändern Sie hier.",
        Said.RequirementOrdered =>
            "Erledigt: Die Zwei-Faktor-Anmeldung ist ab dem Datum unten Pflicht. Die Betroffenen werden benachrichtigt.",
        Said.RequirementCalledOff => "Erledigt: Die Zwei-Faktor-Anmeldung ist keine Pflicht mehr.",
        Said.AlreadyRequired => "Sie ist schon Pflicht. Es wurde nichts geändert.",
        Said.NotRequired => "Es besteht keine solche Anordnung. Es wurde nichts geändert.",
        Said.RangeAllowed => "Erledigt: Nummern aus diesem Bereich bekommen jetzt SMS.",
        Said.RangeEnded => "Erledigt: Neue Nummern aus diesem Bereich werden wieder abgelehnt.",
        Said.HookTested => "Ein Test ist unterwegs. Laden Sie diese Seite gleich neu, um zu sehen, wie es ausging.",
        Said.HookReplayed => "Erledigt: Es wird noch einmal geschickt, unter demselben Namen.",
        Said.HookEnabled => "Erledigt: Was auf diesen Webhook wartet, wird jetzt geschickt.",
        Said.AppChanged => "Erledigt: Das gilt von jetzt an.",
        Said.AppRemoved => "Erledigt: Bei dieser Anwendung kann sich niemand mehr anmelden.",
        Said.HookRemoved => "Erledigt: Dieser Webhook erfährt nichts mehr.",
        Said.PasskeyMissing => "Ihr Browser hat keine Antwort eines Passkeys gegeben. Versuchen Sie es noch einmal oder auf andere Art.",
        Said.PasskeyRefused => "Dieser Passkey wurde hier nicht angenommen. Nehmen Sie einen anderen oder eine andere Art.",
        Said.PasskeyOver => "Das hat länger als fünf Minuten gedauert oder wurde schon beantwortet. Versuchen Sie es noch einmal.",
        Said.PasskeyNotAdded =>
            "Es wurde kein Passkey hinzugefügt: Ihr Browser hat keinen für diese Seite gemacht. Versuchen Sie es noch einmal, oder wählen " +
            "Sie etwas anderes.",
        Said.PasskeyTaken => "Dieser Passkey wird schon benutzt.",
        Said.BudgetLifted => "Erledigt: Dieses Budget ist leer und zählt von vorn.",
        Said.OwnLastAdmin =>
            "Sie sind der letzte Admin dieses Dienstes, deshalb lässt sich Ihr Konto nicht löschen. Lassen Sie zuerst jemand anderen zum " +
            "Admin machen.",
        Said.DeletionBegun => "Erledigt: Ihr Konto wird gelöscht. Bis dahin können Sie es hier absagen.",
        Said.DeletionWaits => "Ihr Konto wird schon gelöscht. Sie können es hier absagen.",
        Said.DeletionCalledOff => "Erledigt: Ihr Konto bleibt.",
        Said.AccountDeleted => "Ihr Konto ist gelöscht.",
        Said.OwnFactorUnconfirmed =>
            "Bestätigen Sie zuerst Ihren eigenen zweiten Faktor per E-Mail: Er wurde allein mit Ihrem Passwort eingerichtet.",
        Said.OwnChangesFrozen =>
            "Sie haben gemeldet, dass etwas auf Ihrem eigenen Konto nicht von Ihnen war. Um wieder auf andere Konten wirken zu " +
            "können, setzen Sie per E-Mail ein neues Passwort, und melden Sie sich damit an.",
    };
}
