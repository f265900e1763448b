namespace Countersign.Server.Pages;

/// <summary>What stands around every page.</summary>
public abstract class FrameTexts(Texts all) : Sentences(all)
{
    public abstract string TitleOfRefused(string title);
    public abstract string SkipToContent { get; }
    public abstract string LanguageSwitch { get; }
    public abstract string MainNavigation { get; }
    public abstract string NavSecurity { get; }
    public abstract string NavActivity { get; }
    public abstract string NavApiKeys { get; }
    public abstract string SignOut { get; }
    public abstract string Continue { get; }
    public abstract string Cancel { get; }
    public abstract string Back { get; }
    public abstract string Save { get; }
    public abstract string Copy { get; }
    public abstract string Copied { get; }
    public abstract string ShowPassword { get; }
    public abstract string HidePassword { get; }
    public abstract string SignedInAs { get; }
    public abstract string Support { get; }
    public abstract string Imprint { get; }
    public abstract string Privacy { get; }
    public abstract string Required { get; }
    public abstract string Never { get; }

    public abstract string StaleTitle { get; }
    public abstract string StaleBody { get; }
    public abstract string StaleGoOn { get; }
}
