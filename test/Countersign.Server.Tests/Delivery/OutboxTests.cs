using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery;

public sealed class OutboxTests : IAsyncLifetime
{
    private DeliveryWorld world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => world = await DeliveryWorld.Start();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_code_leaves_at_once_and_its_text_is_wiped()
    {
        await world.Main.StartWorker();
        var id = await world.SmsCode("493021");

        Assert.Equal(DeliveryResult.Sent, await world.Main.Outbox.FirstAttempt(id, Ct));

        Assert.Equal("493021", (await world.Inbox.Next(DeliveryWorld.LinusNumber, Ct)).Code);
        var row = await world.Stored(id);
        Assert.Equal(("sent", null), (row.State, row.SealedBody));
    }

    [Fact]
    public async Task Nothing_is_sent_when_the_transaction_is_undone()
    {
        await world.Main.StartWorker();
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Main.Db.Write(async Task<bool> (tx) =>
        {
            var notice = DeliveryWorld.Texts.Notice(NoticeKind.MethodAdded, new(world.Clock.GetUtcNow()));
            await world.Main.Outbox.Enqueue(
                tx, new(world.Ada, null, Channel.Email, "eve@example.org", notice, world.Clock.GetUtcNow().AddDays(1)));
            throw new InvalidOperationException("The verb changed its mind.");
        }, Ct));

        await world.Main.Outbox.FirstAttempt(await world.MailNotice(), Ct);
        Assert.Equal([DeliveryWorld.AdasAddress], world.Inbox.All.Select(message => message.To));
    }

    [Fact]
    public async Task A_code_without_its_challenge_is_not_taken() =>
        await Assert.ThrowsAsync<ArgumentException>(() => world.Enqueue(
            Channel.Sms, DeliveryWorld.LinusNumber, DeliveryWorld.Texts.CodeToLogIn(
                Channel.Sms, DeliveryWorld.CodeOf("493021"), DeliveryWorld.CodeLife), null));

    [Fact]
    public async Task A_refusal_for_good_is_told_and_not_repeated()
    {
        world.Inbox.Sms.Feel(GatewayMood.Refuse);
        await world.Main.StartWorker();
        var id = await world.SmsCode();

        Assert.Equal(DeliveryResult.Refused, await world.Main.Outbox.FirstAttempt(id, Ct));

        var row = await world.Stored(id);
        Assert.Equal(("refused", null), (row.State, row.SealedBody));
        Assert.Equal("the gateway refused it (HTTP 400)", row.LastError);
    }

    [Fact]
    public async Task A_failure_for_now_is_retried_under_the_same_id_until_it_is_taken()
    {
        world.Inbox.Sms.Feel(GatewayMood.Fail, GatewayMood.PutOff, GatewayMood.TakeAndFail);
        await world.Main.StartWorker();
        var id = await world.SmsCode();

        Assert.Equal(DeliveryResult.Waiting, await world.Main.Outbox.FirstAttempt(id, Ct));
        Assert.Equal(DeliveryResult.Waiting, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));
        Assert.Equal(DeliveryResult.Waiting, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(3)));
        Assert.Equal(DeliveryResult.Sent, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(6)));

        Assert.Equal(4, world.Inbox.Sms.Requests.Count);
        Assert.All(world.Inbox.Sms.Requests, request => Assert.Contains(id.Value, request.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_transaction_held_just_when_it_came_due_is_taken_a_moment_later()
    {
        Assert.SkipUnless(world.Main.Db.IsShared, "Of a file there is one writer: nothing is held while the worker looks.");
        world.Inbox.Sms.Feel(GatewayMood.Fail);
        await world.Main.StartWorker();
        var id = await world.SmsCode();
        Assert.Equal(DeliveryResult.Waiting, await world.Main.Outbox.FirstAttempt(id, Ct));

        var over = world.Main.Signal.Expect(id);
        await world.Main.Db.Write(async tx =>
        {
            await tx.Execute($"UPDATE outbox SET last_error = last_error WHERE message_id = {id.Value}");
            world.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(TimeSpan.FromMilliseconds(500), Ct);
        }, Ct);

        Assert.Equal(DeliveryResult.Sent, await over.WaitAsync(TimeSpan.FromMinutes(1), Ct));
    }

    [Fact]
    public async Task What_was_put_off_while_the_clock_was_ahead_is_tried_once_it_is_right()
    {
        var right = world.Clock.GetUtcNow();
        world.Clock.AdjustTime(right.AddDays(20));
        world.Inbox.Smtp.Feel(MailMood.PutOffRecipient);
        await world.Main.StartWorker();
        var id = await world.MailNotice();
        Assert.Equal(DeliveryResult.Waiting, await world.Main.Outbox.FirstAttempt(id, Ct));

        var over = world.Main.Signal.Expect(id);
        world.Clock.AdjustTime(right);
        world.Main.Signal.Wake();

        Assert.Equal(DeliveryResult.Sent, await over.WaitAsync(TimeSpan.FromMinutes(1), Ct));
    }

    [Fact]
    public async Task What_a_worker_had_taken_that_died_while_the_clock_was_ahead_is_taken_by_another()
    {
        var right = world.Clock.GetUtcNow();
        world.Clock.AdjustTime(right.AddDays(20));
        await world.MailNotice();
        Assert.Single(await world.Main.Book.Take(Channel.Email, 10));
        Assert.Empty(await world.Main.Book.Take(Channel.Email, 10));

        world.Clock.AdjustTime(right);

        Assert.Single(await world.Main.Book.Take(Channel.Email, 10));
    }

    [Fact]
    public async Task After_the_code_has_expired_nothing_is_sent_and_the_text_is_wiped()
    {
        world.Inbox.Sms.Feel(GatewayMood.Fail);
        await world.Main.StartWorker();
        var id = await world.SmsCode();
        await world.Main.Outbox.FirstAttempt(id, Ct);
        await world.Main.StopWorker();

        world.Clock.Advance(DeliveryWorld.CodeLife);
        Assert.Empty(await world.Main.Book.Take(Channel.Sms, 10));

        var row = await world.Stored(id);
        Assert.Equal(("expired", null), (row.State, row.SealedBody));
        Assert.Single(world.Inbox.Sms.Requests);
    }

    [Fact]
    public async Task A_code_whose_challenge_has_ended_is_not_sent()
    {
        var challenge = await world.Challenge();
        var id = await world.SmsCode(challenge: challenge);
        await world.Main.Db.Write(
            tx => tx.Execute($"UPDATE challenges SET ended_at = {world.Clock.GetUtcNow()} WHERE id = {challenge}"), Ct);

        Assert.Empty(await world.Main.Book.Take(Channel.Sms, 10));

        var row = await world.Stored(id);
        Assert.Equal(("dropped", null), (row.State, row.SealedBody));
    }

    [Fact]
    public async Task A_code_whose_challenge_was_removed_with_its_method_is_not_sent()
    {
        var challenge = await world.Challenge();
        var id = await world.SmsCode(challenge: challenge);
        await world.Main.Db.Write(tx => tx.Execute($"DELETE FROM challenges WHERE id = {challenge}"), Ct);

        Assert.Empty(await world.Main.Book.Take(Channel.Sms, 10));

        Assert.Equal("dropped", (await world.Stored(id)).State);
    }

    [Fact]
    public async Task Whoever_waits_for_a_message_that_will_not_be_sent_is_told_at_once()
    {
        var challenge = await world.Challenge();
        var id = await world.SmsCode(challenge: challenge);
        var waiting = world.Main.Outbox.FirstAttempt(id, Ct);
        await world.Main.Db.Write(
            tx => tx.Execute($"UPDATE challenges SET ended_at = {world.Clock.GetUtcNow()} WHERE id = {challenge}"), Ct);

        await world.Main.StartWorker();

        // The clock stands still: the five seconds of patience are never over.
        Assert.Equal(DeliveryResult.Waiting, await waiting.WaitAsync(TimeSpan.FromMinutes(1), Ct));
        Assert.Equal("dropped", (await world.Stored(id)).State);
        Assert.Empty(world.Inbox.All);
    }

    [Fact]
    public async Task A_notice_that_nobody_waits_for_leaves_with_its_commit()
    {
        await world.Main.StartWorker();
        await world.Main.Outbox.FirstAttempt(await world.MailCode(), Ct);
        await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);

        await world.MailNotice();

        // The clock stands still: the worker does not look by itself.
        await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct);
    }

    [Fact]
    public async Task A_notice_outlives_a_clock_that_was_ahead()
    {
        var notice = await world.MailNotice();
        var right = world.Clock.GetUtcNow();
        world.Clock.AdjustTime(right.AddDays(4));
        await world.Main.StartWorker();
        await world.Main.Outbox.FirstAttempt(await world.MailCode(), Ct);
        await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct);
        Assert.Equal("waiting", (await world.Stored(notice)).State);

        world.Clock.AdjustTime(right.AddMinutes(1));
        await world.MailNotice();
        for (var sent = 0; sent < 2; sent++) await world.Inbox.Next(DeliveryWorld.AdasAddress, Ct).WaitAsync(TimeSpan.FromMinutes(1), Ct);
    }

    [Fact]
    public async Task A_text_message_of_unknown_fate_is_offered_once_more_and_then_left()
    {
        world.Inbox.Sms.Feel(GatewayMood.TakeAndBreak, GatewayMood.TakeAndBreak);
        await world.Main.StartWorker();
        var id = await world.SmsCode();

        Assert.Equal(DeliveryResult.Waiting, await world.Main.Outbox.FirstAttempt(id, Ct));
        Assert.Equal(DeliveryResult.Waiting, await world.Main.AttemptAfter(id, TimeSpan.FromSeconds(2)));

        Assert.Equal("unknown", (await world.Stored(id)).State);
        Assert.All(world.Inbox.All, message => Assert.Equal(id.Value, message.Id));
    }

    [Fact]
    public async Task A_request_does_not_wait_longer_than_five_seconds_for_a_slow_gateway()
    {
        world.Inbox.Sms.Feel(GatewayMood.TakeAndHang);
        await world.Main.StartWorker();
        var id = await world.SmsCode();

        var waiting = world.Main.Outbox.FirstAttempt(id, Ct);
        await world.Inbox.Next(DeliveryWorld.LinusNumber, Ct);
        world.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(DeliveryResult.Waiting, await waiting);
        await world.Inbox.Sms.DisposeAsync();
    }

    [Fact]
    public async Task A_result_that_came_before_anybody_asked_is_still_known()
    {
        var id = await world.SmsCode();
        await world.Main.AttemptAtStart(id, world.Sms());

        Assert.Equal(DeliveryResult.Sent, await world.Main.Outbox.FirstAttempt(id, Ct));
    }

    [Fact]
    public async Task Slow_mail_does_not_delay_text_messages()
    {
        world.Inbox.Smtp.Feel([.. Enumerable.Repeat(MailMood.HangAtGreeting, 20)]);
        await world.Main.StartWorker();
        for (var mails = 0; mails < 20; mails++) await world.MailNotice();

        Assert.Equal(DeliveryResult.Sent, await world.Main.Outbox.FirstAttempt(await world.SmsCode(), Ct));
        await world.Inbox.Smtp.DisposeAsync();
    }

    [Fact]
    public async Task Records_of_finished_messages_go_after_a_week_and_waiting_ones_stay()
    {
        await world.Main.StartWorker();
        await world.Main.Outbox.FirstAttempt(await world.SmsCode(), Ct);
        await world.Main.StopWorker();
        var waiting = await world.SmsCode();

        world.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await world.Main.Db.Write(world.Main.Outbox.Sweep, Ct));
        world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await world.Main.Db.Write(world.Main.Outbox.Sweep, Ct));
        Assert.Equal("waiting", (await world.Stored(waiting)).State);
    }
}
