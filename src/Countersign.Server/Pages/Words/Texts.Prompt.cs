
namespace Countersign.Server.Pages;

/// <summary>What the pages say where a second factor is asked for.</summary>
public sealed partial class Texts
{
    public string PromptTitle => Say("Confirm it is you", "Bestätigen Sie, dass Sie es sind");
    public string CodeFromApp(string label) => Say($"Enter the code from “{label}”.", $"Geben Sie den Code aus „{label}“ ein.");
    public string CodeFromText(string lastFour) => Say($"Enter the code from the text message to •••• {lastFour}.", $"Geben Sie den Code aus der SMS an •••• {lastFour} ein.");
    public string CodeFromMail(string address) => Say($"Enter the code from the mail to {address}.", $"Geben Sie den Code aus der E-Mail an {address} ein.");
    public string CodeFromList => Say("Enter one of your recovery codes. Each works once.", "Geben Sie einen Ihrer Wiederherstellungscodes ein. Jeder gilt einmal.");
    public string Code => Say("Code", "Code");
    public string RecoveryCode => Say("Recovery code", "Wiederherstellungscode");
    public string Verify => Say("Verify", "Prüfen");
    public string RememberBrowser => Say("Remember this browser for 30 days", "Diesen Browser 30 Tage lang merken");
    public string RememberHint => Say("Not on a computer that others use.", "Nicht auf einem Computer, den andere mitbenutzen.");
    public string OtherWays => Say("Try another way", "Anders bestätigen");
    public string OtherAccount => Say("Sign in as somebody else", "Als jemand anderes anmelden");

    public string WayApp(string label) => Say($"Code from “{label}”", $"Code aus „{label}“");
    public string WayText(string label, string lastFour) => Say($"Text message to “{label}”, •••• {lastFour}", $"SMS an „{label}“, •••• {lastFour}");
    public string WayMail(string address) => Say($"E-mail to {address}", $"E-Mail an {address}");
    public string WayRecovery(int left) => left == 1
        ? Say("Recovery code (1 left)", "Wiederherstellungscode (noch 1)")
        : Say($"Recovery code ({left} left)", $"Wiederherstellungscode (noch {left})");
    public string WayLocked(DateTimeOffset until) => until > now.AddYears(1)
        ? Say("locked until an operator opens it", "gesperrt, bis ein Betreiber es öffnet")
        : Say($"locked for {Until(until)}", $"gesperrt für {Until(until)}");

    public string SendLead => Say("You get a code that works for a few minutes.", "Sie bekommen einen Code, der einige Minuten gilt.");
    public string SendText(string lastFour) => Say($"Send a text message to •••• {lastFour}", $"SMS an •••• {lastFour} senden");
    public string SendMail(string address) => Say($"Send a mail to {address}", $"E-Mail an {address} senden");
    public string SendCodeAgain => Say("Send the code again", "Code erneut senden");
    public string ResendIn(int seconds) => Say($"You can have it sent again in {Seconds(seconds)}.", $"Erneut senden geht in {Seconds(seconds)}.");
    public string ResendInScript => Say("You can have it sent again in {0} s.", "Erneut senden geht in {0} s.");
    public string CodesLeft(int left) => left switch
    {
        0 => Say("That was your last recovery code.", "Das war Ihr letzter Wiederherstellungscode."),
        1 => Say("You have 1 recovery code left.", "Sie haben noch 1 Wiederherstellungscode."),
        _ => Say($"You have {left} recovery codes left.", $"Sie haben noch {left} Wiederherstellungscodes."),
    };
    public string MakeNewCodes => Say("Make new recovery codes", "Neue Wiederherstellungscodes erzeugen");

    public string LockedLead(DateTimeOffset until) => until > now.AddYears(1)
        ? Say("There were too many wrong codes. This way stays locked until an operator opens it.", "Es gab zu viele falsche Codes. Dieser Weg bleibt gesperrt, bis ein Betreiber ihn öffnet.")
        : Say($"There were too many wrong codes. Try again in {Until(until)}.", $"Es gab zu viele falsche Codes. Versuchen Sie es in {Until(until)} wieder.");
    public string LockedStillOpen => Say("These ways still work:", "Diese Wege gehen noch:");
    public string LockedNothingOpen => Say("No other way is open now. If you cannot wait, ask the people who run this service.", "Zurzeit ist kein anderer Weg offen. Wenn Sie nicht warten können, fragen Sie die Betreiber dieses Dienstes.");
    public string NoWay => Say("None of your ways to confirm it is you is accepted any more. Ask the people who run this service.", "Keiner Ihrer Wege zur Bestätigung gilt hier noch. Fragen Sie die Betreiber dieses Dienstes.");
    public string BudgetHint => Say("Setting a new password by mail opens it at once.", "Ein neues Passwort per E-Mail öffnet es sofort.");
}
