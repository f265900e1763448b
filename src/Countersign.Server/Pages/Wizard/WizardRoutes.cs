using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Enrollment;
using Countersign.Server.Pages.Applications;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Wizard;

/// <summary>The steps that every wizard page counts.</summary>
public enum WizardStep
{
    Prove,
    Choose,
    SetUp,
    Codes,
}

/// <summary>What the first page shows: who one is must be proven before a method is added.</summary>
/// <param name="IsFirst">The account has no method yet, so the code goes to its address.</param>
public sealed record ProveView(
    SecuritySettings Settings, IReadOnlyList<Way> Ways, Way? Chosen, DateTimeOffset? Sent, DeliveryState? Delivery, bool IsFirst,
    Method? Replaced);

/// <summary>What the page for choosing shows.</summary>
/// <param name="Deletion">What waits for this account.</param>
public sealed record ChooseView(bool OffersSms, bool IsFirst, Method? Replaced, Deletion? Deletion);

/// <summary>What the last page shows.</summary>
public sealed record DoneView(int Methods);

/// <summary>Beginning, proving, choosing and the end of adding a method. Every page knows where the person was.</summary>
public static class WizardRoutes
{
    /// <summary>
    /// Begins, or goes on if the same was begun before. A first method can be authorized by mail only, so the code is sent at
    /// once, unless the last one still lives.
    /// </summary>
    public static async Task<IResult> Start(
        PageCall call, WizardCookie cookie, ShowSecurity show, StepSender sender, ProofWays proofWays, SetUpTotp setUp,
        CancellationToken ct)
    {
        var replaces = PageCall.NumberOf(call.Field("replaces"));
        var state = cookie.Read(call) is var begun && begun.Replaces == replaces ? begun : new(replaces);
        cookie.Save(call, state);
        var settings = await show.Run(call.Caller, ct);

        // Whoever puts a new phone in the place of a lost one wants the same kind; the page leads to the others.
        if (settings is { MayAddMethod: true, FrozenUntil: null, Factors.Account.IsLegacy: false } && Replaced(state, settings) is { } old)
            return old.Kind switch
            {
                MethodKind.Totp => await AppRoutes.MakeFrom(call, cookie, state, setUp, ct),
                MethodKind.Sms => call.GoTo(PagePaths.AddPhone),
                MethodKind.Passkey => call.GoTo(PagePaths.AddPasskey),
                MethodKind.Email => call.GoTo(PagePaths.AddChoose),
            };

        return !settings.IsOn && !settings.MayAddMethod && settings.FrozenUntil is null
            && proofWays.Of(call, settings, ChallengePurpose.Authorize) is [{ Channel: Channel.Email, LockedUntil: null } mail]
            && proofWays.SentAt(call, mail) is null
                ? call.GoTo(ProofWays.At(PagePaths.AddProve, mail), await sender.Send(call, mail, ChallengePurpose.Authorize, ct))
                : call.GoTo(PagePaths.Add);
    }

    /// <summary>Leads to the step where the person was.</summary>
    public static async Task<IResult> Resume(PageCall call, WizardCookie cookie, ShowSecurity show, Policy policy, CancellationToken ct)
    {
        var settings = await show.Run(call.Caller, ct);
        if (!settings.Factors.Account.IsEmailVerified && !settings.IsOn) return call.GoTo(PagePaths.VerifyEmail, call.Said);
        if (settings.FrozenUntil is not null && !call.Caller.MustTurnOnSecondFactor)
            return call.GoTo(PagePaths.Security, Said.ChangesFrozen);
        if (settings.Factors.Account.IsLegacy) return call.GoTo(PagePaths.Codes, Said.CodesFirst);
        if (Replaced(cookie.Read(call), settings) is null && settings.Factors.Methods.Count >= policy.MethodsPerAccount)
            return call.GoTo(PagePaths.Security, Said.TooManyMethods);
        if (!settings.MayAddMethod) return call.GoTo(PagePaths.AddProve, call.Said);

        var path = cookie.Read(call) switch
        {
            { SetupKey: not null } => PagePaths.AddApp,
            { Phone: not null } => PagePaths.AddPhoneCode,
            _ => PagePaths.AddChoose, // nothing chosen yet
        };
        return call.GoTo(path, call.Said);
    }

    public static async Task<IResult> ShowProve(
        PageCall call, WizardCookie cookie, ShowSecurity show, ProofWays proofWays, CancellationToken ct)
    {
        var settings = await show.Run(call.Caller, ct);
        if (settings.MayAddMethod) return call.GoTo(PagePaths.Add);

        var ways = proofWays.Of(call, settings, ChallengePurpose.Authorize);
        var chosen = Ways.Pick(ways, ProofWays.ChosenAt(call));
        return call.Show<ProvePage>(new ProveView(
            settings, ways, chosen, proofWays.SentAt(call, chosen), await proofWays.DeliveryOf(call, chosen, ct), !settings.IsOn,
            Replaced(cookie.Read(call), settings)));
    }

    public static Task<IResult> SendProof(PageCall call, ProofWays proofWays, CancellationToken ct) =>
        proofWays.Send(call, PagePaths.AddProve, ChallengePurpose.Authorize, ct);

    public static async Task<IResult> Prove(PageCall call, ProofWays proofWays, AddProof proof, CancellationToken ct)
    {
        if (await proofWays.Named(call, ChallengePurpose.Authorize, ct) is not { } way)
            return call.GoTo(PagePaths.AddProve, Said.BeginAgain);

        return await proof.Run(call, way, ct) is { } refused
            ? call.GoTo(ProofWays.At(PagePaths.AddProve, way), ProofSaid.Of(refused))
            : call.GoTo(PagePaths.Add);
    }

    public static async Task<IResult> ShowChoose(PageCall call, WizardCookie cookie, ShowSecurity show, Policy policy, CancellationToken ct)
    {
        var settings = await show.Run(call.Caller, ct);
        return settings.MayAddMethod
            ? call.Show<ChoosePage>(new ChooseView(
                policy.SmsAllowed, !settings.IsOn, Replaced(cookie.Read(call), settings), settings.Deletion))
            : call.GoTo(PagePaths.Add);
    }

    public static async Task<IResult> ShowDone(PageCall call, ShowSecurity show, CancellationToken ct) =>
        call.Show<DonePage>(new DoneView((await show.Run(call.Caller, ct)).Factors.Methods.Count));

    /// <summary>Ends the wizard: first come the recovery codes of a first method, then the end.</summary>
    internal static IResult Finish(PageCall call, MethodAdded added, WizardState state)
    {
        call.Renew(added.NewKey);
        foreach (var cookie in (PageCookie[])[PageCookie.Wizard, PageCookie.Step]) call.Cookies.Take(call.Http.Response, cookie);
        return added.BackupCodes is { } codes
            ? Security.CodeRoutes.Reveal(call, codes, state.Replaces is null ? PagePaths.AddDone : PagePaths.Security)
            : added.Kind is MethodKind.Passkey && WantedApp.PathOf(call) is not null
            ? call.GoTo(PagePaths.AuthorizeOn)
            : call.GoTo(PagePaths.Security, state.Replaces is null ? Said.MethodAdded : Said.MethodReplaced);
    }

    /// <summary>
    /// What to do when the first code was not the trouble. A form that came twice finds its method there: it was added, and
    /// nobody is told otherwise.
    /// </summary>
    internal static IResult Stop(PageCall call, WizardCookie cookie, WizardState state, Refusal why)
    {
        cookie.Save(call, new(state.Replaces));
        return why is Refusal.DuplicateMethod ? call.GoTo(PagePaths.Security, Said.MethodAdded) : call.GoTo(PagePaths.Add, Said.BeginAgain);
    }

    internal static Method? Replaced(WizardState state, SecuritySettings settings) =>
        settings.Factors.Methods.FirstOrDefault(method => method.Id == state.Replaced);
}
