using Countersign.Cli.Files;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>Leave to add a method: ask for it, then prove who asks.</summary>
internal static class Authorizing
{
    /// <summary>Asks; the answer waits for a code.</summary>
    public static async Task<Pending> Begin(Invocation call, string method, long? methodId, CancellationToken ct)
    {
        var answer = await call.Client.AskToAdd(
            new AskToAddRequest { TfaMethod = methodId is null ? method : null, TfaMethodId = methodId }, ct);
        if (method != TfaMethodWords.Totp) call.Screen.Note("A code is on its way to you.");
        return Waiting(call, method, answer.Secret);
    }

    public static Pending Waiting(Invocation call, string method, string? secret) => new()
    {
        Step = PendingStep.Authorize,
        Method = method,
        Secret = secret,
        ExpiresAt = call.Clock.GetUtcNow() + Pending.ChallengeLife,
    };

    public static Task<ProveToAddAnswer> Finish(Invocation call, Pending pending, string? code, CancellationToken ct) =>
        Codes.Use(call, pending, code, typed => call.Client.ProveToAdd(new ProveToAddRequest(typed, pending.Secret), ct));
}
