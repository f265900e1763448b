using Xunit;

namespace Countersign.Core.Tests;

public sealed class SendReplayTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly Region Germany = Region.Of("DE");
    private static readonly SendLimits Limits = new() { SmsCountries = [Germany] };

    [Fact]
    public void What_the_limits_allow_goes_and_is_paid_where_a_gateway_took_it()
    {
        var replay = new SendReplay(Limits, Midnight);

        Assert.Null(replay.Add(Text(0)));
        Assert.Null(replay.Add(Text(1) with { IsPaid = false }));

        var sums = Assert.Single(replay.Sums);
        Assert.Equal(("49", 2, 1, 2, 1), (sums.CallingCode, sums.Asked, sums.PaidThen, sums.Went, sums.Paid));
        Assert.Empty(sums.Refused);
    }

    [Fact]
    public void A_window_opens_with_its_first_message_and_what_is_refused_takes_no_place()
    {
        var replay = new SendReplay(Limits with { SmsPerPrefix = new(2, TimeSpan.FromHours(1)) }, Midnight);

        Assert.Null(replay.Add(Text(10, "+4915100000001")));
        Assert.Null(replay.Add(Text(20, "+4915100000002")));
        Assert.Equal(SendCap.Prefix, replay.Add(Text(69, "+4915100000003")));
        Assert.Null(replay.Add(Text(70, "+4915100000003")));
        Assert.Null(replay.Add(Text(71, "+4915100000004")));
        Assert.Equal(SendCap.Prefix, replay.Add(Text(72, "+4915100000005")));

        var sums = Assert.Single(replay.Sums);
        Assert.Equal((6, 4, 4), (sums.Asked, sums.Went, sums.Paid));
        Assert.Equal(2, sums.Refused[SendCap.Prefix]);
    }

    [Fact]
    public void Codes_to_accounts_codes_to_new_numbers_and_news_pay_each_by_themselves()
    {
        var replay = new SendReplay(Limits with { SmsInAll = new(1, TimeSpan.FromDays(1)) }, Midnight);

        Assert.Null(replay.Add(Text(0)));
        Assert.Null(replay.Add(Text(1) with { Use = SmsUse.NewNumber }));
        Assert.Null(replay.Add(Text(2) with { Use = null }));
        Assert.Equal(SendCap.InAll, replay.Add(Text(3)));
        Assert.Equal(SendCap.InAll, replay.Add(Text(4) with { Use = null }));
    }

    [Fact]
    public void A_number_that_answers_does_not_pay_for_its_neighbours_and_a_new_one_does()
    {
        var replay = new SendReplay(Limits with { SmsPerPrefix = new(1, TimeSpan.FromHours(1)) }, Midnight);
        replay.Add(Text(0, "+4915100000001"));

        Assert.Null(replay.Add(Text(1, "+4915100000002") with { Answers = true }));
        Assert.Equal(SendCap.Prefix, replay.Add(Text(2, "+4915100000003")));
        Assert.Null(replay.Add(Text(3, "+4915100000004") with { Answers = true, Use = SmsUse.NewNumber }));
        Assert.Equal(SendCap.Prefix, replay.Add(Text(4, "+4915100000005") with { Answers = true, Use = SmsUse.NewNumber }));
    }

    [Fact]
    public void The_first_limit_that_is_full_is_named()
    {
        var one = new Rate(1, TimeSpan.FromDays(1));
        Assert.Equal(SendCap.Account, Second(Limits with { SmsPerAccountLong = one, SmsPerCountry = one }));
        Assert.Equal(SendCap.Number, Second(Limits with { SmsPerNumberLong = one, SmsPerCountry = one }));
        Assert.Equal(SendCap.Country, Second(Limits with { SmsPerCountry = one, SmsInAll = one }));
        Assert.Equal(SendCap.ClosedCountry, Second(Limits with { SmsCountries = [Region.Of("AT")] }));
        Assert.Null(Second(Limits));
    }

    [Fact]
    public void News_pays_for_no_account_and_no_number()
    {
        var one = new Rate(1, TimeSpan.FromDays(1));
        var replay = new SendReplay(Limits with { SmsPerAccountLong = one, SmsPerNumberLong = one, SmsPerNumberShort = one }, Midnight);

        Assert.Null(replay.Add(Text(0) with { Use = null }));
        Assert.Null(replay.Add(Text(1) with { Use = null }));
    }

    [Fact]
    public void What_came_before_fills_windows_and_is_not_summed_up()
    {
        var replay = new SendReplay(Limits with { SmsPerCountry = new(2, TimeSpan.FromDays(1)) }, Midnight);
        replay.Add(Text(-60));

        Assert.Null(replay.Add(Text(0)));
        Assert.Equal(SendCap.Country, replay.Add(Text(1)));

        var sums = Assert.Single(replay.Sums);
        Assert.Equal((2, 1, 1), (sums.Asked, sums.Went, sums.Refused[SendCap.Country]));
    }

    private static SendCap? Second(SendLimits limits)
    {
        var replay = new SendReplay(limits, Midnight);
        replay.Add(Text(0));
        return replay.Add(Text(1));
    }

    private static PastText Text(int minute, string number = "+4915112345678") => new(
        Midnight.AddMinutes(minute), PhoneNumber.FromE164(number), "49", Germany, Account: 7, SmsUse.Enrolled, Answers: false, IsPaid: true);
}
