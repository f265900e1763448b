using System.Collections.Immutable;
using Countersign.Core;
using Countersign.Phones;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Delivery;
using Countersign.Server.Enrollment;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Wizard;

/// <summary>What the page for a number shows: the countries we send to, what was typed, and what is wrong with it.</summary>
public sealed record PhoneView(
    IReadOnlyList<PhoneCountry> Countries, string Country, string Number, bool IsFirst, Method? Replaced, Refused? Refused = null);

/// <summary>What the page for the code shows.</summary>
public sealed record PhoneCodeView(
    PhoneNumber Phone, DateTimeOffset SentAt, string Label, bool IsFirst, Method? Replaced, Refused? Refused = null)
{
    /// <summary>How the code is getting on; null: nobody knows.</summary>
    public DeliveryState? Delivery { get; init; }
}

/// <summary>Setting up a phone for text messages.</summary>
public static class PhoneRoutes
{
    public static async Task<IResult> Show(
        PageCall call, WizardCookie cookie, ShowSecurity show, ServerSettings settings, CancellationToken ct)
    {
        var security = await show.Run(call.Caller, ct);
        return security.MayAddMethod
            ? call.Show<PhonePage>(ViewOf(settings, security, cookie.Read(call), settings.DefaultRegion.Code, ""))
            : call.GoTo(PagePaths.Add);
    }

    public static async Task<IResult> Send(
        PageCall call, WizardCookie cookie, ShowSecurity show, SendCode send, NumberReader numbers, ServerSettings settings,
        CancellationToken ct)
    {
        var (country, typed) = (call.Field("country"), call.Field("number"));
        var region = PhoneCountries.TryParse(country, out var known) ? known : settings.DefaultRegion;
        var parse = await numbers.Read(typed, region, call.Caller.Account.Id, ct);
        var answer = parse.Number is { } phone
            ? await send.Run(call.Caller, new(Channel.Sms, phone), ChallengePurpose.Enroll, ct)
            : Refused.OfNumber(parse);
        if (answer.Given is { } sent)
        {
            cookie.Save(call, cookie.Read(call).WaitingFor(sent, parse.Number!, call.Now));
            return call.GoTo(PagePaths.AddPhoneCode);
        }

        var view = ViewOf(settings, await show.Run(call.Caller, ct), cookie.Read(call), region.Code, typed);
        return call.Show<PhonePage>(view with { Refused = answer.Refused }, StatusCodes.Status422UnprocessableEntity);
    }

    public static async Task<IResult> ShowCode(
        PageCall call, WizardCookie cookie, ShowSecurity show, ShowDelivery delivery, CancellationToken ct)
    {
        var state = cookie.Read(call);
        if (CodeViewOf(call, state, await show.Run(call.Caller, ct)) is not { } view) return call.GoTo(PagePaths.Add);

        var sent = Token.TryParse(state.Handle, out var handle) ? await delivery.OfCode(handle, ct) : null;
        return call.Show<PhoneCodePage>(view with { Delivery = sent });
    }

    public static async Task<IResult> Again(PageCall call, WizardCookie cookie, ResendCode resend, CancellationToken ct)
    {
        var state = cookie.Read(call);
        if (!Token.TryParse(state.Handle, out var handle)) return call.GoTo(PagePaths.Add, Said.BeginAgain);

        var answer = await resend.Run(call.Caller, new(Channel.Sms, Secret: handle), call.Source, ct);
        if (answer.Given is not null) cookie.Save(call, state with { SentAt = call.Now.ToUnixTimeSeconds() });
        return call.GoTo(PagePaths.AddPhoneCode, answer.Refused is { } refused ? Prompt.ProofSaid.Of(refused) : Said.CodeSent);
    }

    /// <summary>Back to another number.</summary>
    public static IResult Change(PageCall call, WizardCookie cookie)
    {
        cookie.Save(call, new(cookie.Read(call).Replaces));
        return call.GoTo(PagePaths.AddPhone);
    }

    public static async Task<IResult> Confirm(
        PageCall call, WizardCookie cookie, ConfirmSms confirm, ShowSecurity show, CancellationToken ct)
    {
        var state = cookie.Read(call);
        if (!Token.TryParse(state.Handle, out var handle)) return call.GoTo(PagePaths.Add, Said.BeginAgain);

        Code? code = Code.TryParse(call.Field("code"), out var six) ? six : null;
        var label = Labels.Of(call) ?? Labels.For(call.Texts.Entry.Phone, (await show.Run(call.Caller, ct)).Factors.Methods);
        var answer = await confirm.Run(call.Caller, handle, null, code, new(label, state.Replaced, RenewsCodes: true), ct);
        if (answer.Given is { } added) return WizardRoutes.Finish(call, added, state);
        if (answer.Refused!.Why is (Refusal.WrongFirstCode or Refusal.NotACode)
            && CodeViewOf(call, state, await show.Run(call.Caller, ct)) is { } view)
            return call.Show<PhoneCodePage>(view with { Refused = answer.Refused }, StatusCodes.Status422UnprocessableEntity);

        return WizardRoutes.Stop(call, cookie, state, answer.Refused.Why);
    }

    private static PhoneView ViewOf(ServerSettings settings, SecuritySettings security, WizardState state, string country, string typed) =>
        new(Offered(settings.SendLimits.SmsCountries), country, typed, !security.IsOn, WizardRoutes.Replaced(state, security));

    private static PhoneCodeView? CodeViewOf(PageCall call, WizardState state, SecuritySettings security)
    {
        if (!security.MayAddMethod || state is not { Phone: { } phone, Handle: not null }) return null;

        var replaced = WizardRoutes.Replaced(state, security);
        return new(PhoneNumber.FromE164(phone), DateTimeOffset.FromUnixTimeSeconds(state.SentAt), Labels.Of(call)
            ?? replaced?.Label ?? "", !security.IsOn, replaced);
    }

    private static IReadOnlyList<PhoneCountry> Offered(ImmutableHashSet<Region> regions) =>
        [.. PhoneCountries.WithMobileNumbers.Where(country => regions.Contains(country.Region))];
}
