using Countersign.Core;
using Countersign.Server.Challenges;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Prompt;

/// <summary>Sends the codes that signed-in people confirm a change with: the same one again while it lives, else a new one.</summary>
public sealed class StepSender(SendCode send, ResendCode resend, CallInstead callInstead, AskToAdd askToAdd)
{
    /// <summary>Sends a code for one change, or for leave to add a method (<see cref="ChallengePurpose.Authorize"/>).</summary>
    public async Task<Said> Send(PageCall call, Way way, ChallengePurpose purpose, CancellationToken ct)
    {
        var last = SentStep.Read(call);
        var again = last?.Way == way.Key
            ? await resend.Run(call.Caller, new(way.Channel!.Value, Method: way.Method?.Id, Secret: last.Handle), call.Source, ct)
            : Refusal.ChallengeNotFound;
        var answer = again.Refused is { Why: Refusal.ChallengeNotFound or Refusal.ChallengeExpired }
            ? await Anew(call, way, purpose, ct)
            : again;
        if (answer.Given is not { } sent) return ProofSaid.Of(answer.Refused!);

        new SentStep(sent.Secret, way.Key, call.Now).Save(call);
        return Said.CodeSent;
    }

    /// <summary>Has the last code read out by phone.</summary>
    public async Task<Said> Speak(PageCall call, Way way, CancellationToken ct)
    {
        if (SentStep.Read(call) is not { } last || last.Way != way.Key) return Said.NotSent;
        var answer = await callInstead.Run(call.Caller, last.Handle, call.Source, ct);
        if (answer.Given is not null) (last with { At = call.Now }).Save(call);
        return ProofSaid.OfCall(answer);
    }

    private async Task<Answer<CodeSent>> Anew(PageCall call, Way way, ChallengePurpose purpose, CancellationToken ct)
    {
        if (purpose is not ChallengePurpose.Authorize)
            return await send.Run(call.Caller, new(way.Channel!.Value, Method: way.Method?.Id), purpose, ct);

        var asked = await askToAdd.Run(call.Caller, new(way.Kind, way.Method?.Id, null), ct);
        return asked.Given is { Secret: { } secret, Sent: { } target }
            ? new CodeSent(secret, target)
            : asked.Refused ?? new Refused(Refusal.NothingToChange);
    }
}
