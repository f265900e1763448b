namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class OperateAppsGerman(Texts all) : OperateAppsTexts(all)
{
    public override string Lead => "Anwendungen, bei denen man sich über diese Seite anmeldet.";
    public override string None => "Noch gibt es keine.";
    public override string Never => "noch niemand war dort";
    public override string LastUsed => "zuletzt benutzt";
    public override string See => "Ansehen";
    public override string Add => "Anwendung anlegen";
    public override string AddTitle => "Anwendung anlegen";
    public override string AddLead =>
        "Sobald sie angelegt ist, kann man sich bei ihr anmelden. Wenn sie ein Geheimnis hat, steht es einmal auf der nächsten " +
        "Seite.";
    public override string Name => "Name";
    public override string NameHint => "So nennt sie sich selbst (client_id): Kleinbuchstaben, Ziffern und Bindestriche.";
    public override string NameBad =>
        "Kleinbuchstaben, Ziffern und Bindestriche, 2 bis 40, und keine andere Anwendung heißt so oder hat ihre Adresse.";
    public override string AppTitle => "Titel";
    public override string TitleHint => "Das sehen die Leute. Ohne ihn den Namen.";
    public override string TitleBad => "Eine Zeile mit höchstens 60 Zeichen.";
    public override string Return => "Rückkehradressen";
    public override string ReturnHint =>
        "Dorthin kehren die Leute zurück; jede in einer Zeile, genau so, wie die Anwendung sie nennt. Hinter einem Proxy: wo sie ist, " +
        "wie https://intra.example.org. Über RADIUS: die Netze, aus denen sie fragt, wie 192.0.2.7 oder 10.1.0.0/16. " +
        "Kennt sie ihre eigenen Leute: nichts.";
    public override string AddressBad =>
        "Jede ist eine ganze Adresse, die mit https:// beginnt, ohne # und *; über RADIUS ein Netz. Mindestens eine wird gebraucht; " +
        "wer die eigenen Leute kennt, hat keine.";
    public override string SignedOut => "Nach dem Abmelden";
    public override string Kind => "Was sie ist";
    public override string KindWeb => "Sie läuft auf einem Server und hat ein Geheimnis";
    public override string KindPublic => "Sie läuft bei den Leuten, im Browser oder auf ihrem Gerät, und kann keines bewahren";
    public override string KindProxy => "Sie spricht nichts davon; der Proxy vor ihr fragt uns bei jeder Anfrage (Forward-Auth)";
    public override string KindRadius => "Sie fragt über RADIUS: ein VPN-Zugang oder eine Maschine, an der man sich anmeldet";
    public override string KindApi => "Sie kennt ihre eigenen Leute und fragt uns nach deren zweiten Faktoren (/apps/v1)";
    public override string At => "Wo sie ist";
    public override string From => "Von wo sie fragt";
    public override string Paths => "Anforderungen von Pfaden";
    public override string PathsHint =>
        "Nur hinter einem Proxy: was unterhalb eines Pfads gilt, jeder in einer Zeile, wie /admin=second-factor:10 (Minuten) oder " +
        "/public=open.";
    public override string PathsBad =>
        "Jede Zeile ist ein Pfad aus ganzen Teilen, =, und open, password, second-factor oder phishing-resistant, vielleicht mit : und Minuten dahinter.";
    public override string Level => "Was sie verlangt";
    public override string LevelFactor => "Passwort und zweiten Faktor";
    public override string LevelPassword => "Das Passwort genügt";
    public override string LevelPasskey => "Einen Passkey, den keine falsche Seite weitergeben kann";
    public override string LevelBad =>
        "Nach einem Passkey kann über RADIUS nicht gefragt werden, und auch nicht, wenn die Adresse des Servers kein Name mit https oder " +
        "localhost ist.";
    public override string Consent => "Die Leute werden gefragt, bevor sie etwas erfährt, denn sie ist nicht unsere";
    public override string May => "Darf erfragen";
    public override string MayNothing => "nichts weiter";
    public override string Added => "Angelegt";
    public override string Secret => "Geheimnis";
    public override string SecretNone => "keines";
    public override string SecretOne => "eines, als Prüfwert gespeichert";
    public override string SecretShared => "eines, versiegelt gespeichert";
    public override string SecretPast => "zwei: das vorige gilt noch einige Stunden";
    public override string Fresh => "Minuten, die ein Nachweis alt sein darf";
    public override string FreshHint => "Leer: so alt wie die Sitzung.";
    public override string FreshBad => "Es ist eine Zahl von Minuten von 1 bis 1440, oder leer.";
    public override string Change => "Ändern";
    public override string ChangeTitle => "Ändern, was diese Anwendung verlangt?";
    public override string ChangeLead =>
        "Was sie unter einer anderen Anforderung bekam, endet sofort: Wer dort ist, kommt noch einmal hinein, mit dem, was sie dann verlangt.";
    public override string Rotate => "Neues Geheimnis";
    public override string RotateTitle => "Dieser Anwendung ein neues Geheimnis geben";
    public override string RotateLead =>
        "Es steht einmal auf der nächsten Seite. Das alte gilt noch einen Tag. Wenn es jemand anderes haben könnte, nehmen Sie " +
        "stattdessen countersign-server app rotate mit --at-once.";
    public override string Remove => "Entfernen";
    public override string RemoveTitle => "Diese Anwendung entfernen";
    public override string RemoveLead => "Niemand kann sich dann mehr bei ihr anmelden, und alles, was sie bekommen hat, endet sofort.";
    public override string MadeTitle => "Ihr Geheimnis";
    public override string MadeLead =>
        "Es wird nur dieses eine Mal gezeigt. Legen Sie es dorthin, wo die Anwendung ihre Geheimnisse bewahrt.";
    public override string MadeNone => "Sie ist öffentlich und hat kein Geheimnis.";
    public override string MadeOn => "Zur Anwendung";
}
