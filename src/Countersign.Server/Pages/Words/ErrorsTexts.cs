using Countersign.Server.Pages.Frame;

namespace Countersign.Server.Pages;

/// <summary>What went wrong before or behind a page.</summary>
public abstract class ErrorsTexts(Texts all) : Sentences(all)
{
    public abstract string TryAgain { get; }

    public abstract string TitleOf(Trouble trouble);

    public abstract string BodyOf(Trouble trouble);
}
