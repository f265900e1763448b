using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Enrollment;
using Countersign.Server.Pages.Prompt;

namespace Countersign.Server.Pages.Wizard;

/// <summary>What the page of a new passkey shows.</summary>
public sealed record PasskeyView(SecuritySettings Settings, Method? Replaced)
{
    /// <summary>Whether the account has no method yet.</summary>
    public bool IsFirst => !Settings.IsOn;
}

/// <summary>Making a passkey.</summary>
public static class PasskeyRoutes
{
    public static async Task<IResult> Show(PageCall call, WizardCookie cookie, ShowSecurity show, Policy policy, CancellationToken ct)
    {
        var settings = await show.Run(call.Caller, ct);
        return settings.MayAddMethod && policy.PasskeySite is not null
            ? call.Show<PasskeyPage>(new PasskeyView(settings, WizardRoutes.Replaced(cookie.Read(call), settings)))
            : call.GoTo(PagePaths.Add);
    }

    public static async Task<IResult> Confirm(
        PageCall call, WizardCookie cookie, ConfirmPasskey confirm, ShowSecurity show, CancellationToken ct)
    {
        if (PasskeyFields.AnswerIn(call) is not { } answer) return call.GoTo(PagePaths.AddPasskey, Said.PasskeyMissing);

        var state = cookie.Read(call);
        var label = Labels.Of(call) ?? Labels.For(call.Texts.Wizard.ChoosePasskey, (await show.Run(call.Caller, ct)).Factors.Methods);
        var added = await confirm.Run(call.Caller, answer, new(label, state.Replaced, RenewsCodes: true), ct);
        if (added.Given is { } given) return WizardRoutes.Finish(call, given, state);

        return added.Refused!.Why switch
        {
            Refusal.WrongFirstCode => call.GoTo(PagePaths.AddPasskey, Said.PasskeyNotAdded),
            Refusal.ChallengeExpired or Refusal.ChallengeNotFound => call.GoTo(PagePaths.AddPasskey, Said.PasskeyOver),
            Refusal.DuplicateMethod => call.GoTo(PagePaths.AddPasskey, Said.PasskeyTaken),
            var why => WizardRoutes.Stop(call, cookie, state, why),
        };
    }
}
