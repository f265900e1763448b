using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Settings;
using Countersign.Server.Settings.Gateways;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Challenges;

/// <summary>
/// Shows people how the messages to them are getting on: nobody waits in vain for what was never taken, or reads nothing of a carrier that
/// is slow.
/// </summary>
public sealed class ShowDelivery(Ground ground, TokenHash tokens, ServerSettings settings)
{
    private const int Most = 50;

    /// <summary>The code that was sent last, to whoever holds the handle of its challenge; null: there is none.</summary>
    public Task<DeliveryState?> OfCode(Token handle, CancellationToken ct) => ground.Db.Read(async sql =>
        await ChallengeStore.FindLive(sql, tokens.UnderAll(handle)) is { Challenge: var challenge }
            ? Shown(await DeliveryStore.OfCode(sql, challenge), challenge, sql.Now)
            : null, ct);

    private DeliveryState? Shown(DeliveryState? state, Challenge challenge, DateTimeOffset now) => state is null ? null : state with
    {
        IsCall = Calls(state.Gateway),
        IsCallNext = Calls(Next(state, challenge)),
        MayCall = state is { IsUnderWay: false, Told: not Told.Delivered } && CallInstead.IsFor(challenge, settings)
            && ChallengeRules.MayResend(challenge, now, ground.Policy) is ResendOutcome.Allowed,
    };

    private bool Calls(int? gateway) => gateway is { } number && settings.Sms.Gateways.GetValueOrDefault(number)?.Calls is true;

    // Whoever names a new number is not called there.
    private int? Next(DeliveryState state, Challenge challenge)
    {
        if (state.Channel is not Channel.Sms || challenge.Destination is not { } number) return null;
        if (state.Course is { IsUnderWay: true, Asked: { } asked }) return asked;

        var speech = challenge.Purpose is ChallengePurpose.Enroll ? SmsSpeech.Never
            : Calls(state.Gateway) ? SmsSpeech.Always : SmsSpeech.Perhaps;
        return RouteRules.Next(state.Course, settings.Sms.Ways(number, state.Message.Value, speech)) is [var next, ..] ? next : null;
    }

    /// <summary>The last messages to the caller, newest first.</summary>
    public Task<IReadOnlyList<OwnMessage>> List(Caller caller, CancellationToken ct) =>
        ground.Db.Read(sql => DeliveryStore.List(sql, caller.Account.Id, Most), ct);

    /// <summary>One message to the caller; null: there is none with this name.</summary>
    public Task<OwnMessage?> Find(Caller caller, MessageId id, CancellationToken ct) =>
        ground.Db.Read(sql => DeliveryStore.Find(sql, caller.Account.Id, id), ct);
}
