using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Delivery;

/// <summary>Puts sent codes into words and into the outbox.</summary>
public sealed class CodeMail(Outbox outbox, MessageTexts texts, ServerSettings settings)
{
    /// <summary>Writes the message of a code; it lives no longer than its challenge.</summary>
    public Task<MessageId> Enqueue(Tx tx, Account account, Challenge challenge, CodeTarget to, Code code)
    {
        var life = challenge.ExpiresAt - tx.Now;
        var words = texts.In(account.Language);
        var message = challenge.Purpose switch
        {
            ChallengePurpose.LogIn => words.CodeToLogIn(to.Channel, code, life),
            ChallengePurpose.Change when challenge.OpenedBy is { IsApiKey: true } or { IsApplication: true } =>
                words.CodeToLogInOrChange(to.Channel, code, life),
            ChallengePurpose.Change or ChallengePurpose.Authorize or ChallengePurpose.Enroll =>
                words.CodeToChangeSettings(to.Channel, code, life),
            ChallengePurpose.Disable or ChallengePurpose.ConfirmFactor or ChallengePurpose.NotMe =>
                throw new ArgumentException("2FA is turned off, and a change objected to, by a link, not by a code.", nameof(challenge)),
            ChallengePurpose.VerifyEmail or ChallengePurpose.ResetPassword =>
                throw new ArgumentException("An address is verified by a mail with a link.", nameof(challenge)),
        };
        return outbox.Enqueue(
            tx, new(account.Id, challenge.Id, to.Channel, to.Destination, ForCalls(message, challenge, to), challenge.ExpiresAt));
    }

    // Whoever names a number that is not on their account has nobody called there: such calls are what fraud is paid by.
    private static Message ForCalls(Message message, Challenge challenge, CodeTarget to) =>
        challenge.Purpose is ChallengePurpose.Enroll ? message with { Spoken = null } : message with { AsCall = to.AsCall };

    /// <inheritdoc cref="Outbox.FirstAttempt"/>
    public Task<DeliveryResult> FirstAttempt(MessageId id, CancellationToken ct) => outbox.FirstAttempt(id, ct);

    /// <summary>The kind of gateway that a message was offered to last; null: it was none, or nobody knows.</summary>
    public async Task<string?> GatewayOf(MessageId id, CancellationToken ct) =>
        await outbox.GatewayOf(id, ct) is { } number ? settings.Sms.Gateways.GetValueOrDefault(number)?.Kind : null;
}
