using System.Globalization;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Enrollment;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Wizard;

/// <summary>What the page of an authenticator app shows.</summary>
/// <param name="Key">The setup key in base 32.</param>
/// <param name="Uri">The same as an app reads it.</param>
public sealed record AppView(
    string Key, string Uri, string Issuer, string Account, string Label, bool IsFirst, Method? Replaced, Refused? Refused = null);

/// <summary>Setting up an authenticator app.</summary>
public static class AppRoutes
{
    /// <summary>Makes a setup key.</summary>
    public static Task<IResult> Make(PageCall call, WizardCookie cookie, SetUpTotp setUp, CancellationToken ct) =>
        MakeFrom(call, cookie, cookie.Read(call), setUp, ct);

    /// <summary>The same for somebody who has come so far with this request.</summary>
    internal static async Task<IResult> MakeFrom(
        PageCall call, WizardCookie cookie, WizardState state, SetUpTotp setUp, CancellationToken ct)
    {
        var answer = await setUp.Run(call.Caller, ct);
        if (answer.Given is not { } key) return call.GoTo(PagePaths.AddChoose, Said.TooOften);

        cookie.Save(call, state with { SetupKey = key.Base32, Phone = null, Handle = null });
        return call.GoTo(PagePaths.AddApp);
    }

    public static async Task<IResult> Show(
        PageCall call, WizardCookie cookie, ShowSecurity show, IssuerName issuer, CancellationToken ct) =>
        ViewOf(call, cookie.Read(call), await show.Run(call.Caller, ct), issuer) is { } view ? call.Show<AppPage>(view) : call.GoTo(
            PagePaths.Add);

    public static async Task<IResult> Confirm(
        PageCall call, WizardCookie cookie, ConfirmTotp confirm, ShowSecurity show, IssuerName issuer, CancellationToken ct)
    {
        var state = cookie.Read(call);
        if (state.SetupKey is null || !Base32.TryDecode(state.SetupKey, out var key)) return call.GoTo(PagePaths.Add, Said.BeginAgain);

        Code? code = Code.TryParse(call.Field("code"), out var six) ? six : null;
        var label = Labels.Of(call) ?? Labels.For(call.Texts.Wizard.ChooseApp, (await show.Run(call.Caller, ct)).Factors.Methods);
        var answer = await confirm.Run(call.Caller, key, code, new(label, state.Replaced, RenewsCodes: true), ct);
        if (answer.Given is { } added) return WizardRoutes.Finish(call, added, state);
        if (answer.Refused!.Why is (Refusal.WrongFirstCode or Refusal.NotACode)
            && ViewOf(call, state, await show.Run(call.Caller, ct), issuer) is { } view)
            return call.Show<AppPage>(
                view with { Refused = answer.Refused }, StatusCodes.Status422UnprocessableEntity, at: PagePaths.AddApp);

        return WizardRoutes.Stop(call, cookie, state, answer.Refused.Why);
    }

    private static AppView? ViewOf(PageCall call, WizardState state, SecuritySettings settings, IssuerName issuer)
    {
        if (!settings.MayAddMethod || state.SetupKey is not { } text || !Base32.TryDecode(text, out var key)) return null;

        var email = settings.Factors.Account.Email.Text;
        var replaced = WizardRoutes.Replaced(state, settings);
        return new(text, OtpAuthUri.For(issuer.Text, email, key), issuer.Text, email, Labels.Of(call)
            ?? replaced?.Label ?? "", !settings.IsOn, replaced);
    }
}

/// <summary>Names of methods: those that people give, and those of methods that get none.</summary>
public static class Labels
{
    /// <summary>The most characters of a name.</summary>
    public const int Longest = 30;

    /// <summary>The name in the form, cut to what a name may be; null when there is none.</summary>
    public static string? Of(PageCall call) => ShownName.Cut(call.Field("label"), Longest);

    /// <summary>
    /// What kind of method it is, counted where that is the name of another one: nobody is asked for a code of one of two.
    /// </summary>
    public static string For(string kind, IReadOnlyList<Method> methods) => Enumerable.Range(1, methods.Count + 1)
        .Select(number => number == 1 ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind} {number}"))
        .First(name => methods.All(method => method.Label != name));
}
