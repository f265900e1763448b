using Countersign.Server.Pages.Frame;

namespace Countersign.Server.Pages;

/// <inheritdoc />
internal sealed class ErrorsEnglish(Texts all) : ErrorsTexts(all)
{
    public override string TryAgain => "Try again";

    public override string TitleOf(Trouble trouble) => trouble switch
    {
        Trouble.NoSuchPage => "There is no such page",
        Trouble.NotThisWay => "This page can't be opened like that",
        Trouble.TooLarge => "That was too much at once",
        Trouble.Unreadable => "That could not be read",
        Trouble.NeedsHttps => "Only over https",
        Trouble.Unavailable => "Not now, but soon",
    };

    public override string BodyOf(Trouble trouble) => trouble switch
    {
        Trouble.NoSuchPage =>
            "The address may be mistyped, or the page has moved. If you followed a link in an e-mail, check that all of it was opened.",
        Trouble.NotThisWay => "It belongs to a button on another page. Begin there, and press the button again.",
        Trouble.TooLarge => "What you sent is larger than 64 KiB, and nothing was changed. Go back and send less.",
        Trouble.Unreadable => "Nothing was changed. Go back, load the page again, and repeat what you did.",
        Trouble.NeedsHttps => "Put https:// in front of the address. Without it, others could read along.",
        Trouble.Unavailable => "The server could not answer this time, and nothing was changed. Wait a moment, then try again.",
    };
}
