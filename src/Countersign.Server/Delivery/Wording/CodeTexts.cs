using Countersign.Core;

namespace Countersign.Server.Delivery.Wording;

/// <summary>What a sent code is for, in words.</summary>
/// <param name="Short">As a text message says it, after the name of the service.</param>
/// <param name="Warning">What to do if one did not ask for it, in a mail.</param>
internal sealed record CodePurpose(string Headline, string Subject, string Short, string Long, string Warning);

/// <summary>What is said around a code; a language is a class that says all of it.</summary>
internal abstract class CodeTexts(string issuer, Uri baseUrl)
{
    protected string Issuer => issuer;

    protected Uri BaseUrl => baseUrl;

    public abstract CodePurpose ToLogIn { get; }

    public abstract CodePurpose ToChangeSettings { get; }

    public abstract CodePurpose ToLogInOrChange { get; }

    /// <summary>What to do about a text message that one did not ask for.</summary>
    protected abstract string NotYou { get; }

    /// <summary>The sentences of a text message, in one part with its last line if they can be.</summary>
    public string Sentences(Code code, TimeSpan life, CodePurpose purpose)
    {
        var digits = code.Reveal();
        var whole = $"{Whole(digits, life, purpose)} {NotYou}";
        return SmsParts.Of(whole + LastLine(code)) == 1 ? whole : $"{Terse(digits, life, purpose)} {NotYou}";
    }

    /// <summary>
    /// The end of a text message, which lets phones fill in the code on our own pages and nowhere else (WICG "Origin-bound one-time
    /// codes").
    /// </summary>
    public string LastLine(Code code) => $"\n@{baseUrl.IdnHost} #{code.Reveal()}";

    /// <summary>What a call reads out, slowly and twice: a pause follows each line.</summary>
    public string ForCall(Code code, CodePurpose purpose) =>
        string.Concat(Greeting(purpose), CallLines.Slowly(code), OnceMore, CallLines.Slowly(code), Farewell);

    /// <summary>What comes before the digits in a call.</summary>
    protected abstract string Greeting(CodePurpose purpose);

    /// <summary>What stands between both times.</summary>
    protected abstract string OnceMore { get; }

    /// <summary>How a call ends.</summary>
    protected abstract string Farewell { get; }

    /// <summary>What a mail says under its code.</summary>
    public abstract string Paragraph(TimeSpan life, CodePurpose purpose);

    /// <summary>A length of time as people say it.</summary>
    public abstract string Spoken(TimeSpan life);

    /// <summary>The sentences of a text message.</summary>
    protected abstract string Whole(string digits, TimeSpan life, CodePurpose purpose);

    /// <summary>The same where names are long.</summary>
    protected abstract string Terse(string digits, TimeSpan life, CodePurpose purpose);
}
