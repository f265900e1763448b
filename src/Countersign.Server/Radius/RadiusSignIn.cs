using Countersign.Core;
using Countersign.Server.Challenges;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.SignIn;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Radius;

/// <summary>What an Access-Request says.</summary>
/// <param name="State">What it brings back from a challenge; null: it begins.</param>
public sealed record RadiusAsk(AtApp At, string Name, string Typed, string? State)
{
    /// <summary>Where it is, and nothing of what was typed.</summary>
    public override string ToString() => At.App.Name;
}

/// <summary>What it is answered.</summary>
/// <param name="State">What the client is to bring back, for a challenge.</param>
/// <param name="Name">Of an accept: who it is. Whatever spelling was typed, the client goes on with this one (RFC 2865 §5.1).</param>
public sealed record RadiusReply(RadiusCode Code, string? Message = null, Token? State = null, string? Name = null)
{
    /// <summary>Nothing is answered.</summary>
    public const RadiusCode None = 0;
}

/// <summary>
/// Turns a name and what was typed for a password into the verbs of a sign-in, and what those say into the words of the protocol: a right
/// password alone is answered with a challenge, and the code comes back as another password.
/// </summary>
public sealed class RadiusSignIn(
    BeginAtApp begin, FinishAtApp finish, SendOtp send, FalseCredentials falses, ServerSettings settings)
{
    private readonly RadiusTurns turns = new();

    private RadiusWords Usual => RadiusWords.In(settings.Language);

    /// <summary>The answer; null: none, since the application is not there any more.</summary>
    public async Task<RadiusReply?> Run(RadiusAsk ask, CancellationToken ct)
    {
        // What nobody can see in a name nobody's gateway should have to tell apart.
        if (!string.Equals(Typed.Visible(ask.Name), ask.Name, StringComparison.Ordinal)) return Reject(Usual.Denied);
        if (!turns.TryTake(ask.At.App.Id, ask.Name)) return new(RadiusReply.None);

        try
        {
            return await (ask.State is { } state ? Finish(ask, state, ct) : Begin(ask, ct));
        }
        finally
        {
            turns.GiveBack(ask.At.App.Id, ask.Name);
        }
    }

    private async Task<RadiusReply?> Begin(RadiusAsk ask, CancellationToken ct)
    {
        var (password, code) = OneField.Read(ask.Typed);
        var answer = await begin.Run(ask.At, ask.Name, password, waits: code is null, ct);
        return answer switch
        {
            { Refused.Why: Refusal.NotFound } => null,
            { Refused.Why: Refusal.MustTurnOnSecondFactor } => Reject(Usual.TurnOn(settings.BaseUrl)),
            { Given: null } => Reject(Usual.Denied),
            { Given: { IsIn: true } begun } => Accept(begun.Caller.Account),
            { Given: { State: { } state } begun } => await Challenge(begun, state, ct),
            { Given: { } begun } => Judge(await finish.Run(ask.At, begun.Caller, OfferedOtp.Read(code)!, ct)),
        };
    }

    private async Task<RadiusReply> Challenge(BegunAtApp begun, Token state, CancellationToken ct)
    {
        var words = WordsOf(begun.Caller.Account.Language);
        if (begun.Primary is { Kind: MethodKind.Totp }) return new(RadiusCode.AccessChallenge, words.CodeFromApp, state);

        var sent = await send.Run(begun.Caller, ct);
        if (sent.Refused is { Why: Refusal.SentTooOften }) return new(RadiusCode.AccessChallenge, words.SentTooOften, state);

        return sent.Given is not null || sent.Refused is { Why: Refusal.SentTooRecently }
            ? new(RadiusCode.AccessChallenge, begun.Primary is { Kind: MethodKind.Email } ? words.CodeFromMail : words.CodeFromPhone, state)
            : begun.HasRecoveryCodes ? new(RadiusCode.AccessChallenge, words.CodeFromList, state)
            : Reject(words.CannotSend(settings.BaseUrl));
    }

    private async Task<RadiusReply?> Finish(RadiusAsk ask, string given, CancellationToken ct)
    {
        if (!falses.TryRead(given, ask.At.Source, out var state)) return Reject(Usual.Over);

        var otp = OfferedOtp.Read(ask.Typed) ?? new OfferedOtp(null, null);
        return Judge(await finish.Run(ask.At, ask.Name, state, otp, ct));
    }

    private RadiusReply? Judge(Answer<FinishedAtApp> answer)
    {
        if (answer.Given is not { } finished) return answer.Refused!.Why is Refusal.NotFound ? null : Reject(Usual.Over);
        if (finished.Verdict.IsAccepted) return Accept(finished.Account);

        var said = SaidOf(finished.Verdict, WordsOf(finished.Account.Language));
        return finished.Again is { } again ? new(RadiusCode.AccessChallenge, said, again) : Reject(said);
    }

    private static string SaidOf(Verdict verdict, RadiusWords words) => verdict switch
    {
        { LockedUntil: not null } => words.Locked,
        { Outcome: Outcome.UsedCode or Outcome.SpentCode or Outcome.PassedCode } => words.Used,
        { Outcome: Outcome.NoChallenge or Outcome.NoCodeSent or Outcome.Expired } => words.NotSent,
        _ => words.TryAgain, // an open list on purpose: whatever else is wrong, there is nothing but another code to try
    };

    private RadiusWords WordsOf(Language? language) => RadiusWords.In(language ?? settings.Language);

    private static RadiusReply Accept(Account account) => new(RadiusCode.AccessAccept, Name: account.Username);

    private static RadiusReply Reject(string said) => new(RadiusCode.AccessReject, said);
}
