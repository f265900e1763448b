namespace Countersign.Server.Pages;

/// <summary>What the pages say about recovery codes.</summary>
public abstract class CodesTexts(Texts all) : Sentences(all)
{
    // With a soft hyphen: as a heading the German word is wider than a small phone.
    public abstract string CodesTitle { get; }
    public abstract string CodesLead { get; }
    public abstract string Download { get; }
    public abstract string Print { get; }
    public abstract string CodesKeptTick { get; }
    public abstract string CodesKeptButton { get; }
    public abstract string CodesLoose { get; }
    public abstract string CodesFew { get; }
    public abstract string CodesNone { get; }
    public abstract string CodesNoneAdvice { get; }
    public abstract string CodesRestoredAdvice { get; }
    public abstract string CodesMade { get; }
    public abstract string NeverChecked { get; }
    public abstract string LastChecked { get; }
    public abstract string CheckCode { get; }
    public abstract string CheckCodeHint { get; }
    public abstract string Check { get; }
    public abstract string NewCodesLead { get; }
    public abstract string CodesFileName { get; }
    public abstract string CodesFileHead(string issuer, string email);
    public abstract string CodesFileFoot { get; }
    public abstract string RecoveredTitle { get; }
    public abstract string RecoveredAdvice { get; }
    public abstract string ContinueToAccount { get; }
}
