namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class CodesEnglish(Texts all) : CodesTexts(all)
{
    public override string CodesTitle => "Recovery codes";
    public override string CodesLead =>
        "Each of these gets you in once when you have no phone. Keep them where you find them without it: on paper, or in a password " +
        "manager. We cannot show them again.";
    public override string Download => "Download";
    public override string Print => "Print";
    public override string CodesKeptTick => "I have put the codes in a safe place.";
    public override string CodesKeptButton => "Yes, I have them";
    public override string CodesLoose => "Do you have your recovery codes? If not, make new ones now.";
    public override string CodesFew => "make new ones soon";
    public override string CodesNone => "You have no recovery codes left.";
    public override string CodesNoneAdvice => "make new ones now";
    public override string CodesRestoredAdvice =>
        "This service was restored from a backup. Recovery codes that you have used since then may work again, even for somebody who saw " +
        "them. Make new ones.";
    public override string CodesMade => "Made";
    public override string NeverChecked => "not checked yet";
    public override string LastChecked => "last checked";
    public override string CheckCode => "Check a code without using it up";
    public override string CheckCodeHint => "Use any code on your list. A wrong one counts as a failed attempt.";
    public override string Check => "Check";
    public override string NewCodesLead => "You get a new set. All earlier codes stop working, and all other sessions end.";
    public override string CodesFileName => "recovery-codes.txt";
    public override string CodesFileHead(string issuer, string email) => $"Recovery codes for {issuer}\n{email}, {Day(Present)}";
    public override string CodesFileFoot => "Each code works once. Keep this file where you find it without your phone.";
    public override string RecoveredTitle => "You used a recovery code";
    public override string RecoveredAdvice => "If your phone is lost, put the new one in its place now.";
    public override string ContinueToAccount => "Continue to the account";
}
