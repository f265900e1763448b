using Countersign.Core;
using Countersign.Server.Challenges;
using Countersign.Server.Enrollment;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Wizard;

/// <summary>
/// Turns the code a person typed into leave to add a method: an app's and a recovery code at once, a sent one with its handle.
/// </summary>
public sealed class AddProof(AskToAdd ask, ProveToAdd prove)
{
    /// <summary>Null when there is leave now.</summary>
    public Task<Refused?> Run(PageCall call, Way way, CancellationToken ct) => way.Kind switch
    {
        ProofKind.BackupCode => BySpareCode(call, ct),
        ProofKind.Passkey => ByPasskey(call, ct),
        ProofKind.Totp => ByApp(call, way, ct),
        ProofKind.Sms or ProofKind.Email => BySentCode(call, ct),
    };

    private async Task<Refused?> BySpareCode(PageCall call, CancellationToken ct) =>
        BackupCode.TryParse(call.Field("code"), out var code)
            ? (await ask.Run(call.Caller, new(ProofKind.BackupCode, null, code), ct)).Refused
            : new(Refusal.Proof, new(Outcome.NotACode, ProofKind.BackupCode));

    private async Task<Refused?> ByPasskey(PageCall call, CancellationToken ct) => PasskeyFields.AnswerIn(call) is { } answer
        ? (await ask.Run(call.Caller, new(ProofKind.Passkey, null, null) { Passkey = answer }, ct)).Refused
        : new(Refusal.Proof, new(Outcome.NotACode, ProofKind.Passkey));

    private async Task<Refused?> ByApp(PageCall call, Way way, CancellationToken ct)
    {
        var asked = await ask.Run(call.Caller, new(ProofKind.Totp, way.Method!.Id, null), ct);
        return asked.Given?.Secret is { } handle ? (await prove.Run(call.Caller, handle, CodeOf(call), ct)).Refused : asked.Refused;
    }

    private async Task<Refused?> BySentCode(PageCall call, CancellationToken ct) => SentStep.Read(call) is { } sent
        ? (await prove.Run(call.Caller, sent.Handle, CodeOf(call), ct)).Refused
        : new(Refusal.Proof, new(Outcome.NoCodeSent));

    private static Code? CodeOf(PageCall call) => Code.TryParse(call.Field("code"), out var code) ? code : null;
}
