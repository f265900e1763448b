using Countersign.Core;
using Countersign.Server.Verification;

namespace Countersign.Server.Pages.Prompt;

/// <summary>How the prompt names a way.</summary>
public static class WayTexts
{
    /// <summary>In the list of ways.</summary>
    public static string NameOf(this Texts t, Way way, FactorState factors) => way.Kind switch
    {
        ProofKind.Totp => t.WayApp(way.Method!.Label),
        ProofKind.Sms => t.WayText(way.Method?.Label ?? t.Phone, LastFour(way, factors)),
        ProofKind.Email => t.WayMail(factors.Account.Email.Masked),
        ProofKind.BackupCode => t.WayRecovery(factors.BackupCodesLeft),
    };

    /// <summary>What to enter.</summary>
    public static string LeadOf(this Texts t, Way way, FactorState factors) => way.Kind switch
    {
        ProofKind.Totp => t.CodeFromApp(way.Method!.Label),
        ProofKind.Sms => t.CodeFromText(LastFour(way, factors)),
        ProofKind.Email => t.CodeFromMail(factors.Account.Email.Masked),
        ProofKind.BackupCode => t.CodeFromList,
    };

    /// <summary>The button that sends a code this way.</summary>
    public static string SendOf(this Texts t, Way way, FactorState factors) =>
        way.Kind is ProofKind.Sms ? t.SendText(LastFour(way, factors)) : t.SendMail(factors.Account.Email.Masked);

    private static string LastFour(Way way, FactorState factors) => (way.Method?.Phone ?? factors.Account.Phone)!.LastFour;
}
