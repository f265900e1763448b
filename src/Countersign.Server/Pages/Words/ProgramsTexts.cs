namespace Countersign.Server.Pages;

/// <summary>What is said to somebody whose command line asks to be signed in.</summary>
public abstract class ProgramsTexts(Texts all) : Sentences(all)
{
    public abstract string Title { get; }
    public abstract string Asks(string username);

    /// <summary>Goes on with the command.</summary>
    public abstract string OnlyIf { get; }
    public abstract string Else { get; }
    public abstract string Allow { get; }
    public abstract string Refuse { get; }

    /// <summary>Follows why nothing can be changed now.</summary>
    public abstract string NorThis { get; }

    /// <summary>What it may do then, and for how long.</summary>
    public abstract string Then(TimeSpan life);
    public abstract string NotWholeTitle { get; }
    public abstract string NotWholeBody { get; }
}
