using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class OutboxTests : IAsyncLifetime
{
    private DeliveryWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_code_leaves_at_once_and_its_text_is_wiped()
    {
        await _world.Main.StartWorker();
        var id = await _world.SmsCode("493021");

        Assert.Equal(DeliveryResult.Sent, await _world.Main.Outbox.FirstAttempt(id, Ct));

        Assert.Equal("493021", (await _world.Inbox.Next(DeliveryWorld.LinusNumber, Ct)).Code);
        var row = await _world.Stored(id);
        Assert.Equal(("sent", null), (row.State, row.SealedBody));
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_transaction_is_undone()
    {
        await _world.Main.StartWorker();
        await Assert.ThrowsAsync<InvalidOperationException>(() => _world.Main.Db.Write(async Task<bool> (tx) =>
        {
            var notice = DeliveryWorld.Texts.Notice(NoticeKind.MethodAdded, new(_world.Clock.GetUtcNow()));
            await _world.Main.Outbox.Enqueue(
                tx, new(_world.Ada, null, Channel.Email, "eve@example.org", notice, _world.Clock.GetUtcNow().AddDays(1)), _world.Clock.GetUtcNow());
            throw new InvalidOperationException("The verb changed its mind.");
        }, Ct));

        await _world.Main.Outbox.FirstAttempt(await _world.MailNotice(), Ct);
        Assert.Equal([DeliveryWorld.AdasAddress], _world.Inbox.All.Select(message => message.To));
    }

    [Fact]
    public async Task A_code_without_its_challenge_is_not_taken() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _world.Enqueue(
            Channel.Sms, DeliveryWorld.LinusNumber, DeliveryWorld.Texts.CodeToLogIn(Channel.Sms, DeliveryWorld.CodeOf("493021"), DeliveryWorld.CodeLife), null));

    [Fact]
    public async Task A_refusal_for_good_is_told_and_not_repeated()
    {
        _world.Inbox.Sms.Feel(GatewayMood.Refuse);
        await _world.Main.StartWorker();
        var id = await _world.SmsCode();

        Assert.Equal(DeliveryResult.Refused, await _world.Main.Outbox.FirstAttempt(id, Ct));

        var row = await _world.Stored(id);
        Assert.Equal(("refused", null), (row.State, row.SealedBody));
        Assert.Equal("the gateway refused it (HTTP 400)", row.LastError);
    }

    [Fact]
    public async Task A_failure_for_now_is_retried_under_the_same_id_until_it_is_taken()
    {
        _world.Inbox.Sms.Feel(GatewayMood.Fail, GatewayMood.PutOff, GatewayMood.TakeAndFail);
        await _world.Main.StartWorker();
        var id = await _world.SmsCode();

        Assert.Equal(DeliveryResult.Waiting, await _world.Main.Outbox.FirstAttempt(id, Ct));
        Assert.Equal(DeliveryResult.Waiting, await _world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));
        Assert.Equal(DeliveryResult.Waiting, await _world.Main.AttemptAfter(id, TimeSpan.FromSeconds(3)));
        Assert.Equal(DeliveryResult.Sent, await _world.Main.AttemptAfter(id, TimeSpan.FromSeconds(6)));

        Assert.Equal(4, _world.Inbox.Sms.Requests.Count);
        Assert.All(_world.Inbox.Sms.Requests, request => Assert.Contains(id.Value, request.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_the_code_has_expired_nothing_is_sent_and_the_text_is_wiped()
    {
        _world.Inbox.Sms.Feel(GatewayMood.Fail);
        await _world.Main.StartWorker();
        var id = await _world.SmsCode();
        await _world.Main.Outbox.FirstAttempt(id, Ct);
        await _world.Main.StopWorker();

        _world.Clock.Advance(DeliveryWorld.CodeLife);
        Assert.Empty(await _world.Main.Book.Take(Channel.Sms, 10));

        var row = await _world.Stored(id);
        Assert.Equal(("expired", null), (row.State, row.SealedBody));
        Assert.Single(_world.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task A_code_whose_challenge_has_ended_is_not_sent()
    {
        var challenge = await _world.Challenge();
        var id = await _world.SmsCode(challenge: challenge);
        await _world.Main.Db.Write(tx => tx.Execute($"UPDATE challenges SET ended_at = {_world.Clock.GetUtcNow()} WHERE id = {challenge}"), Ct);

        Assert.Empty(await _world.Main.Book.Take(Channel.Sms, 10));

        var row = await _world.Stored(id);
        Assert.Equal(("dropped", null), (row.State, row.SealedBody));
    }

    [Fact]
    public async Task A_code_whose_challenge_was_removed_with_its_method_is_not_sent()
    {
        var challenge = await _world.Challenge();
        var id = await _world.SmsCode(challenge: challenge);
        await _world.Main.Db.Write(tx => tx.Execute($"DELETE FROM challenges WHERE id = {challenge}"), Ct);

        Assert.Empty(await _world.Main.Book.Take(Channel.Sms, 10));

        Assert.Equal("dropped", (await _world.Stored(id)).State);
    }

    [Fact]
    public async Task Whoever_waits_for_a_message_that_will_not_be_sent_is_told_at_once()
    {
        var challenge = await _world.Challenge();
        var id = await _world.SmsCode(challenge: challenge);
        var waiting = _world.Main.Outbox.FirstAttempt(id, Ct);
        await _world.Main.Db.Write(tx => tx.Execute($"UPDATE challenges SET ended_at = {_world.Clock.GetUtcNow()} WHERE id = {challenge}"), Ct);

        await _world.Main.StartWorker();

        // The clock stands still: the five seconds of patience are never over.
        Assert.Equal(DeliveryResult.Waiting, await waiting.WaitAsync(TimeSpan.FromMinutes(1), Ct));
        Assert.Equal("dropped", (await _world.Stored(id)).State);
        Assert.Empty(_world.Inbox.All);
    }

    [Fact]
    public async Task A_notice_that_nobody_waits_for_leaves_with_its_commit()
    {
        await _world.Main.StartWorker();
        await _world.Main.Outbox.FirstAttempt(await _world.MailCode(), Ct);
        await _world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);

        await _world.MailNotice();

        // The clock stands still: the worker does not look by itself.
        await _world.Inbox.Next(DeliveryWorld.AdasAddress, Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct);
    }

    [Fact]
    public async Task A_text_message_of_unknown_fate_is_offered_once_more_and_then_left()
    {
        _world.Inbox.Sms.Feel(GatewayMood.TakeAndBreak, GatewayMood.TakeAndBreak);
        await _world.Main.StartWorker();
        var id = await _world.SmsCode();

        Assert.Equal(DeliveryResult.Waiting, await _world.Main.Outbox.FirstAttempt(id, Ct));
        Assert.Equal(DeliveryResult.Waiting, await _world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));

        Assert.Equal("unknown", (await _world.Stored(id)).State);
        Assert.All(_world.Inbox.All, message => Assert.Equal(id.Value, message.Id));
    }

    [Fact]
    public async Task A_request_does_not_wait_longer_than_five_seconds_for_a_slow_gateway()
    {
        _world.Inbox.Sms.Feel(GatewayMood.TakeAndHang);
        await _world.Main.StartWorker();
        var id = await _world.SmsCode();

        var waiting = _world.Main.Outbox.FirstAttempt(id, Ct);
        await _world.Inbox.Next(DeliveryWorld.LinusNumber, Ct);
        _world.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(DeliveryResult.Waiting, await waiting);
        await _world.Inbox.Sms.DisposeAsync();
    }

    [Fact]
    public async Task A_result_that_came_before_anybody_asked_is_still_known()
    {
        var id = await _world.SmsCode();
        await _world.Main.AttemptAtStart(id, _world.Sms());

        Assert.Equal(DeliveryResult.Sent, await _world.Main.Outbox.FirstAttempt(id, Ct));
    }

    [Fact]
    public async Task Slow_mail_does_not_delay_text_messages()
    {
        _world.Inbox.Smtp.Feel([.. Enumerable.Repeat(MailMood.HangAtGreeting, 20)]);
        await _world.Main.StartWorker();
        for (var mails = 0; mails < 20; mails++) await _world.MailNotice();

        Assert.Equal(DeliveryResult.Sent, await _world.Main.Outbox.FirstAttempt(await _world.SmsCode(), Ct));
        await _world.Inbox.Smtp.DisposeAsync();
    }

    [Fact]
    public async Task Records_of_finished_messages_go_after_a_week_and_waiting_ones_stay()
    {
        await _world.Main.StartWorker();
        await _world.Main.Outbox.FirstAttempt(await _world.SmsCode(), Ct);
        await _world.Main.StopWorker();
        var waiting = await _world.SmsCode();

        _world.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await _world.Main.Outbox.Sweep(Ct));
        _world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await _world.Main.Outbox.Sweep(Ct));
        Assert.Equal("waiting", (await _world.Stored(waiting)).State);
    }
}
