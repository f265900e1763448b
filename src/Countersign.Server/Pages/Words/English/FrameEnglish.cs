namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class FrameEnglish(Texts all) : FrameTexts(all)
{
    public override string TitleOfRefused(string title) => $"Error: {title}";
    public override string SkipToContent => "Skip to content";
    public override string LanguageSwitch => "Language";
    public override string MainNavigation => "Account";
    public override string NavSecurity => "Security";
    public override string NavActivity => "Activity";
    public override string NavApiKeys => "API keys";
    public override string SignOut => "Sign out";
    public override string Continue => "Continue";
    public override string Cancel => "Cancel";
    public override string Back => "Back";
    public override string Save => "Save";
    public override string Copy => "Copy";
    public override string Copied => "Copied";
    public override string ShowPassword => "Show password";
    public override string HidePassword => "Hide password";
    public override string SignedInAs => "Signed in as";
    public override string Support => "Help";
    public override string Imprint => "Imprint";
    public override string Privacy => "Privacy";
    public override string Required => "Fill this in.";
    public override string Never => "never";

    public override string StaleTitle => "This page was open for too long";
    public override string StaleBody =>
        "This form came too late, or a second time, so this one did nothing. Go to the start and look whether what you wanted is done; " +
        "if it isn't, do it again. If this keeps happening, your browser may be blocking our cookies.";
    public override string StaleGoOn => "Go to the start";
}
