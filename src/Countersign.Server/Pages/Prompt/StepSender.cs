using Countersign.Core;
using Countersign.Server.Challenges;
using Countersign.Server.Verification;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Prompt;

/// <summary>Sends the codes that signed-in people confirm a change with: the same one again while it lives, else a new one.</summary>
public sealed class StepSender(SendCode send, ResendCode resend, AskToAdd askToAdd)
{
    /// <summary>For one change.</summary>
    public Task<Said> ForChange(PageCall call, Way way, CancellationToken ct) =>
        Send(call, way, () => send.Run(call.Caller, new(way.Channel!.Value, Method: way.Method?.Id), ChallengePurpose.Change, ct), ct);

    /// <summary>For leave to add a method.</summary>
    public Task<Said> ForAdding(PageCall call, Way way, CancellationToken ct) => Send(call, way, async () =>
    {
        var asked = await askToAdd.Run(call.Caller, new(way.Kind, way.Method?.Id, null), ct);
        return asked.Given is { Secret: { } secret, Sent: { } target } ? new CodeSent(secret, target) : asked.Refused
            ?? new Refused(Refusal.NothingToChange);
    }, ct);

    private async Task<Said> Send(PageCall call, Way way, Func<Task<Answer<CodeSent>>> anew, CancellationToken ct)
    {
        var last = SentStep.Read(call);
        var again = last?.Way == way.Key
            ? await resend.Run(call.Caller, new(way.Channel!.Value, Method: way.Method?.Id, Secret: last.Handle), call.Source, ct)
            : Refusal.ChallengeNotFound;
        var answer = again.Refused is { Why: Refusal.ChallengeNotFound or Refusal.ChallengeExpired } ? await anew() : again;
        if (answer.Given is not { } sent) return ProofSaid.Of(answer.Refused!);

        new SentStep(sent.Secret, way.Key, call.Now).Save(call);
        return Said.CodeSent;
    }
}
