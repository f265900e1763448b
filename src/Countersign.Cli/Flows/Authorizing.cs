using Countersign.Cli.Files;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>Leave to add a method: ask for it, then prove who asks.</summary>
internal static class Authorizing
{
    /// <summary>Asks; the answer waits for a code.</summary>
    public static async Task<Pending> Begin(Desk desk, string method, long? methodId, CancellationToken ct)
    {
        var answer = await desk.Client.AskToAdd(
            new AskToAddRequest { TfaMethod = methodId is null ? method : null, TfaMethodId = methodId }, ct);
        if (method != TfaMethodWords.Totp) desk.Screen.Note("A code is on its way to you.");
        return Waiting(desk, method, answer.Secret);
    }

    public static Pending Waiting(Desk desk, string method, string? secret) => new()
    {
        Step = PendingStep.Authorize,
        Method = method,
        Secret = secret,
        ExpiresAt = desk.Clock.GetUtcNow() + Pending.ChallengeLife,
    };

    public static Task<ProveToAddAnswer> Finish(Desk desk, Pending pending, string? code, CancellationToken ct) =>
        Codes.Use(desk, pending, code, typed => desk.Client.ProveToAdd(new ProveToAddRequest(typed, pending.Secret), ct));
}
