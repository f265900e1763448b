using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Delivery;

/// <summary>Where a code is to go, as the caller put it: a channel and, for SMS, perhaps a number or a method.</summary>
public sealed record SendAsk(Channel Channel, PhoneNumber? Phone = null, MethodId? Method = null, Token? Secret = null);

/// <summary>Where a code goes and what it will be good for.</summary>
/// <param name="Method">The method it is sent to; null for an address that is only a channel, a new number, and a legacy account's
/// number.</param>
public sealed record CodeTarget(Channel Channel, ChallengePurpose Purpose, MethodId? Method, string Destination, PhoneNumber? Phone)
{
    /// <summary>Whether it is to be read out by phone.</summary>
    public bool AsCall { get; init; }

    /// <summary>A code to the account's address. Where the address is a method of its own, that method counts the guesses.</summary>
    public static Answer<CodeTarget> ForEmail(
        Account account, IReadOnlyList<Method> methods, ChallengePurpose purpose, Policy policy, DateTimeOffset now)
    {
        var isFirst = !account.NeedsSecondFactor(methods.Count);
        if (!account.IsEmailVerified) return Refusal.EmailNotVerified;
        if (!ChallengeRules.AcceptsEmail(purpose, isFirst, policy)) return Refusal.EmailNotAccepted;
        if (!isFirst && Refused.WhileMailWaits(account, now) is { } waits) return waits;

        var method = methods.FirstOrDefault(method => method.Kind is MethodKind.Email)?.Id;
        return new CodeTarget(Channel.Email, purpose, method, account.Email.Canonical, null);
    }

    /// <summary>
    /// A code to a phone: the named number or method; else the account's only or primary SMS method; else the number on
    /// file. A number that is no method yet can only be enrolled, and only by a signed-in caller whose address is proven and who has
    /// leave to add a method: each message to a number that anybody can name costs money, and may annoy whoever has that number.
    /// </summary>
    /// <param name="hasGrant">Whether the caller has leave to add a method.</param>
    public static Answer<CodeTarget> ForSms(
        Account account, IReadOnlyList<Method> methods, SendAsk ask, ChallengePurpose purpose, Policy policy, bool hasGrant)
    {
        if (!policy.SmsAllowed) return Refusal.SmsNotOffered;
        if (Choose(methods, ask) is { } method) return ForMethod(method, ask, purpose);
        if (ask.Method is not null) return Refusal.NoSuchMethod;
        if ((ask.Phone ?? account.Phone) is not { } phone) return Refusal.NoPhoneNumber;
        if (account.IsLegacy && phone == account.Phone) return new CodeTarget(Channel.Sms, purpose, null, phone.E164, phone);

        if (purpose is ChallengePurpose.LogIn) return Refusal.PhoneNumberMismatch;

        return MayText(account, hasGrant) is { } no ? no : new CodeTarget(Channel.Sms, ChallengePurpose.Enroll, null, phone.E164, phone);
    }

    /// <summary>Why a number that is not on the account gets no text message; null: it does.</summary>
    public static Refusal? MayText(Account account, bool hasGrant) =>
        (account.IsEmailVerified || account.Application is not null, hasGrant) switch
        {
            (false, _) => Refusal.EmailNotVerified,
            (true, false) => Refusal.NotAuthorizedToAdd,
            (true, true) => null,
        };

    private static Answer<CodeTarget> ForMethod(Method method, SendAsk ask, ChallengePurpose purpose)
    {
        if (purpose is ChallengePurpose.Enroll) return Refusal.DuplicateMethod;

        return ask.Phone is null || ask.Phone == method.Phone
            ? new CodeTarget(Channel.Sms, purpose, method.Id, method.Phone!.E164, method.Phone)
            : Refusal.PhoneNumberMismatch;
    }

    private static Method? Choose(IReadOnlyList<Method> methods, SendAsk ask)
    {
        var phones = methods.Where(method => method.Kind is MethodKind.Sms).ToList();
        return ask switch
        {
            { Method: { } named } => phones.Find(method => method.Id == named),
            { Phone: { } number } => phones.Find(method => method.Phone == number),
            _ => phones is [var only] ? only : phones.Find(method => method.IsPrimary) ?? phones.FirstOrDefault(),
        };
    }
}
