using System.Globalization;

namespace Countersign.Server.Delivery.Wording.English;

/// <summary>English: what is said around a code.</summary>
internal sealed class EnglishCodeTexts(string issuer, Uri baseUrl) : CodeTexts(issuer, baseUrl)
{
    public override CodePurpose ToLogIn => new(
        "Your code to sign in",
        $"Your {Issuer} code to sign in",
        "to sign in",
        $"your code to sign in at {Issuer}",
        $"If this was not you, somebody knows your password. Change it now at {BaseUrl}");

    public override CodePurpose ToChangeSettings => new(
        "Your code to change security settings",
        $"Your {Issuer} code to change security settings",
        "to change security settings",
        $"your code to change security settings at {Issuer}",
        $"If this was not you, somebody else is using your account. Change your password now at {BaseUrl}");

    public override CodePurpose ToLogInOrChange => new(
        "Your code to sign in, or to change security settings",
        $"Your {Issuer} code to sign in, or to change security settings",
        "to sign in or change settings",
        $"your code to sign in at {Issuer}, or to change security settings",
        $"If this was not you, somebody has a key of your account. Change your password now at {BaseUrl}");

    protected override string Greeting(CodePurpose purpose) => $"Hello. This is {Issuer}. Your code {purpose.Short} is:";

    protected override string OnceMore => "Once more, your code is:";

    protected override string Farewell => "Tell it to nobody. If you did not ask for it, change your password. Goodbye.";

    protected override string NotYou => "Not you? Change your password.";

    public override string Paragraph(TimeSpan life, CodePurpose purpose) =>
        $"This is {purpose.Long}. It works for {Spoken(life)}, and once. Nobody from {Issuer} will ever ask you for it.";

    public override string Spoken(TimeSpan life) => life switch
    {
        { TotalMinutes: 1 } => "1 minute",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{life.TotalMinutes:0} minutes"),
        { TotalHours: 1 } => "1 hour",
        _ => string.Create(CultureInfo.InvariantCulture, $"{life.TotalHours:0.#} hours"),
    };

    protected override string Whole(string digits, TimeSpan life, CodePurpose purpose) =>
        $"{digits} is your {Issuer} code {purpose.Short}. It works for {Spoken(life)}.";

    protected override string Terse(string digits, TimeSpan life, CodePurpose purpose) =>
        $"{digits}: {Issuer} code {purpose.Short}, for {Spoken(life)}.";
}
