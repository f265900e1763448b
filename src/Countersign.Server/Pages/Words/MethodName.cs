using System.Collections.Frozen;
using System.Globalization;
using Countersign.Core;

namespace Countersign.Server.Pages;

/// <summary>What a method is called in a sentence.</summary>
/// <param name="Text">The name that its person gave it; or what it is, in the language of the page, where nobody named it.</param>
/// <param name="IsGiven">Whether its person chose the name; it is quoted then, and nothing else is.</param>
public sealed record MethodName(MethodKind Kind, string Text, bool IsGiven)
{
    // A person may well call a passkey "Phone": what is ours is the name of the method's own kind, in any language.
    private static readonly FrozenSet<(MethodKind Kind, string Name)> Defaults = Languages.All
        .Select(language => Texts.In(CultureInfo.GetCultureInfo(language.Code()), DateTimeOffset.UnixEpoch))
        .SelectMany(texts => Enum.GetValues<MethodKind>().Select(kind => (kind, DefaultOf(texts, kind))))
        .ToFrozenSet();

    /// <summary>The name of one on the pages of a language: a name that we gave in another one is said in this.</summary>
    public static MethodName Of(Texts texts, Method method)
    {
        var digits = method.Label.AsSpan().TrimEnd("0123456789").Length;
        var (name, number) = (method.Label[..digits].TrimEnd(' '), method.Label[digits..]);
        return Defaults.Contains((method.Kind, name))
            ? new(method.Kind, $"{DefaultOf(texts, method.Kind)} {number}".TrimEnd(' '), IsGiven: false)
            : new(method.Kind, method.Label, IsGiven: true);
    }

    /// <summary>The name, quoted or not as the language does.</summary>
    /// <param name="quoted">How a name that was given stands in the sentence.</param>
    /// <param name="bare">How that which it is stands there.</param>
    public string Say(Func<string, string> quoted, Func<string, string> bare) => IsGiven ? quoted(Text) : bare(Text);

    private static string DefaultOf(Texts texts, MethodKind kind) => kind switch
    {
        MethodKind.Totp => texts.Wizard.ChooseApp,
        MethodKind.Sms => texts.Entry.Phone,
        MethodKind.Passkey => texts.Wizard.ChoosePasskey,
        MethodKind.Email => "E-mail",
    };
}
