using Xunit;

namespace Countersign.Core.Tests;

/// <summary>What the mailbox proves, from when on, and when a mailed link turns 2FA off.</summary>
public sealed class MailRulesTests
{
    private static readonly DateTimeOffset Now = Rules.Monday;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Policy Policy = new();

    [Fact]
    public void Mail_waits_until_the_second_that_is_written_on_the_account_and_counts_from_then_on()
    {
        var ada = Rules.Account();
        Assert.Null(ada.MailWaitsUntil(Now));
        Assert.Null((ada with { MailCountsFrom = Now }).MailWaitsUntil(Now));
        Assert.Equal(Now + Second, (ada with { MailCountsFrom = Now + Second }).MailWaitsUntil(Now));
    }

    [Fact]
    public void A_mailed_code_waits_with_the_mailbox_except_for_the_first_method_when_nothing_else_exists()
    {
        var waiting = Rules.Account() with { MailCountsFrom = Now + Second };

        Assert.Equal(
            new(Outcome.EmailWaits, ProofKind.Email, LockedUntil: Now + Second),
            MailRules.Refuse(waiting, ChallengePurpose.LogIn, isFirstMethod: false, Now, Policy));
        Assert.Null(MailRules.Refuse(waiting, ChallengePurpose.Authorize, isFirstMethod: true, Now, Policy));
        Assert.Null(MailRules.Refuse(waiting, ChallengePurpose.LogIn, isFirstMethod: false, Now + Second, Policy));
        Assert.Null(MailRules.Refuse(Rules.Account(), ChallengePurpose.LogIn, isFirstMethod: false, Now, Policy));
    }

    [Fact]
    public void Where_the_operator_takes_no_mailed_codes_that_is_said_first()
    {
        var off = Policy with { EmailCodes = EmailCodes.Off };

        Assert.Equal(
            new(Outcome.EmailNotAccepted, ProofKind.Email),
            MailRules.Refuse(
                Rules.Account() with { MailCountsFrom = Now + Second }, ChallengePurpose.LogIn, isFirstMethod: false, Now, off));
    }

    [Fact]
    public void A_password_set_by_mail_makes_mail_wait_and_never_shortens_a_wait_that_runs()
    {
        var ada = Rules.Account();
        var whole = Now + Policy.MailWait;

        Assert.Equal(whole, MailRules.CountsFrom(ada, Now, Policy));
        Assert.Equal(whole, MailRules.CountsFrom(ada with { MailCountsFrom = whole - Second }, Now, Policy));
        Assert.Equal(whole + Second, MailRules.CountsFrom(ada with { MailCountsFrom = whole + Second }, Now, Policy));
        Assert.Equal(
            LockoutRules.NeverByItself,
            MailRules.CountsFrom(ada with { MailCountsFrom = LockoutRules.NeverByItself }, Now, Policy));
    }

    [Fact]
    public void A_factor_that_the_password_alone_has_set_up_stands_from_the_second_on_in_which_nobody_can_object_any_more()
    {
        Assert.Equal(Now + Policy.ObjectionLife, MailRules.MayBeStrangersUntil(Now, null, Policy));
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(6, 22)]
    [InlineData(7, 7)]
    [InlineData(30, 7)]
    public void Whoever_answers_it_by_a_password_by_mail_in_time_has_three_waits_and_a_week(int answered, int days)
    {
        Assert.Equal(Now + TimeSpan.FromDays(days), MailRules.MayBeStrangersUntil(Now, Now + TimeSpan.FromDays(answered), Policy));
    }

    [Theory]
    [InlineData(0, 7)]
    [InlineData(3, 7)]
    [InlineData(7, 7)]
    [InlineData(8, 8)]
    public void The_time_to_object_is_the_wait_of_the_mailbox_and_a_week_at_the_least(int days, int life) =>
        Assert.Equal(TimeSpan.FromDays(life), (Policy with { MailWait = TimeSpan.FromDays(days) }).ObjectionLife);

    [Fact]
    public void A_link_is_about_the_same_methods_in_whatever_order_they_are_read()
    {
        var (app, phone) = (Rules.Method(2, MethodKind.Totp), Rules.Method(10, MethodKind.Sms));

        Assert.Equal("methods:2,10", Concern.OfMethods([app, phone]).Word);
        Assert.Equal("methods:2,10", Concern.OfMethods([phone, app]).Word);
    }

    [Fact]
    public void Only_the_wait_of_somebody_who_objected_does_not_end_by_itself()
    {
        Assert.True(MailRules.EndsByItself(LockoutRules.NeverByItself - Second));
        Assert.False(MailRules.EndsByItself(LockoutRules.NeverByItself));
    }

    [Fact]
    public void A_mailed_link_turns_2FA_off_where_it_is_on_not_required_and_the_address_is_proven()
    {
        var (ada, nobody) = (Rules.Account() with { EmailVerifiedAt = Now }, new Requirement(null, Holds: false));

        Assert.Null(DisableRules.Refuse(ada, 1, Policy, nobody));
        Assert.Equal(Refusal.DisableByLinkOff, DisableRules.Refuse(ada, 1, Policy with { DisableByLink = false }, nobody));
        Assert.Equal(Refusal.NoSuchMethod, DisableRules.Refuse(ada, 0, Policy, nobody));
        Assert.Equal(Refusal.SecondFactorRequired, DisableRules.Refuse(ada, 1, Policy, new(Now, Holds: true)));
        Assert.Equal(Refusal.EmailNotVerified, DisableRules.Refuse(ada with { EmailVerifiedAt = null }, 1, Policy, nobody));
    }

    [Fact]
    public void Such_a_link_works_for_as_long_as_any_link_at_the_end_of_its_wait() =>
        Assert.Equal(Rules.Challenge().ExpiresAt - Policy.LinkLife, DisableRules.WorksFrom(Rules.Challenge(), Policy));

    [Fact]
    public void Only_the_text_message_that_adds_a_number_goes_to_a_new_one() => Assert.All(
        Enum.GetValues<ChallengePurpose>(),
        purpose => Assert.Equal(
            purpose == ChallengePurpose.Enroll ? SmsUse.NewNumber : SmsUse.Enrolled, ChallengeRules.SmsUseOf(purpose)));
}
