namespace Countersign.Server.Settings;

/// <summary>What the service looks like to its people, on pages and in mails, and where they turn to.</summary>
public sealed record ServiceLook
{
    /// <summary>The colour where none was chosen.</summary>
    public const string UsualColor = "#3a45d1";

    /// <summary>The colour of what stands out, as <c>#rrggbb</c>: it can be read on white, and white on it.</summary>
    public string Color { get; init; } = UsualColor;

    /// <summary>The picture at the top; null: the name of the service stands there.</summary>
    public string? LogoFile { get; init; }

    /// <summary>Whether a mail's subject begins with its code.</summary>
    public bool CodeInSubject { get; init; } = true;

    /// <summary>Where people get help; null: nowhere.</summary>
    public Contact? Support { get; init; }

    /// <summary>The page that says who runs the service; null: there is none.</summary>
    public Uri? Imprint { get; init; }

    /// <summary>The page that says what becomes of people's data; null: there is none.</summary>
    public Uri? Privacy { get; init; }
}

/// <summary>Where people turn to.</summary>
/// <param name="Text">As a person reads it: an e-mail address, or a page.</param>
/// <param name="Link">Where a link leads: <c>mailto:</c> or <c>https:</c>.</param>
public sealed record Contact(string Text, string Link);
