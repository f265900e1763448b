using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Verification;

namespace Countersign.Server.Pages.Prompt;

/// <summary>How the prompt names a way.</summary>
public static class WayTexts
{
    /// <summary>In the list of ways.</summary>
    public static string NameOf(this Texts t, Way way, FactorState factors) => way.Kind switch
    {
        ProofKind.Totp => t.Prompt.WayApp(MethodName.Of(t, way.Method!)),
        ProofKind.Sms => t.Prompt.WayText(way.Method is { } phone ? MethodName.Of(t, phone) : null, LastFour(way, factors)),
        ProofKind.Email => t.Prompt.WayMail(factors.Account.Email.Masked),
        ProofKind.Passkey => t.Prompt.WayPasskey,
        ProofKind.BackupCode => t.Prompt.WayRecovery(factors.BackupCodesLeft),
    };

    /// <summary>What to enter.</summary>
    /// <param name="sent">How the code that went this way is getting on; null: none did, or nobody knows.</param>
    public static string LeadOf(this Texts t, Way way, FactorState factors, DeliveryState? sent = null) => way.Kind switch
    {
        ProofKind.Totp => t.Prompt.CodeFromApp(MethodName.Of(t, way.Method!)),
        ProofKind.Sms when sent is { IsCall: true } => t.Prompt.CodeFromCall(LastFour(way, factors)),
        ProofKind.Sms => t.Prompt.CodeFromText(LastFour(way, factors)),
        ProofKind.Email => t.Prompt.CodeFromMail(factors.Account.Email.Masked),
        ProofKind.Passkey => t.Prompt.PasskeyLead,
        ProofKind.BackupCode => t.Prompt.CodeFromList,
    };

    /// <summary>The button that sends a code this way.</summary>
    public static string SendOf(this Texts t, Way way, FactorState factors) =>
        way.Kind is ProofKind.Sms ? t.Prompt.SendText(LastFour(way, factors)) : t.Prompt.SendMail(factors.Account.Email.Masked);

    private static string LastFour(Way way, FactorState factors) => (way.Method?.Phone ?? factors.Account.Phone)!.LastFour;
}
