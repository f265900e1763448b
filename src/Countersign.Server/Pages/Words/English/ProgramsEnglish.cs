namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class ProgramsEnglish(Texts all) : ProgramsTexts(all)
{
    public override string Title => "Sign in a command line?";
    public override string Asks(string username) => $"A command line on this computer asks for a session as {username}.";
    public override string OnlyIf => "Only go on if you have just typed this yourself:";
    public override string Else =>
        "If you came here by a link that somebody sent you, or do not know what this is, refuse: whoever sent it wants to act as you.";
    public override string Allow => "Allow";
    public override string Refuse => "Refuse";
    public override string NorThis => "Until then no command line is signed in from here either.";
    public override string Then(TimeSpan life) =>
        $"It may then do what you may do, for {All.Times.Lasting(life)} at most. You can end its session before, in your security " +
            $"settings. " +
        "For another account refuse, sign out here, and type the command again.";
    public override string NotWholeTitle => "This address is not whole";
    public override string NotWholeBody => "Type the command again: it shows a new address. Open that one as it stands.";
}
