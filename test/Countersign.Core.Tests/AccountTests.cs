using Xunit;

namespace Countersign.Core.Tests;

/// <summary>What an account is and must do, and from when everybody must.</summary>
public sealed class AccountTests
{
    private static readonly DateTimeOffset Now = Rules.Monday;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void An_address_is_verified_and_an_account_shut_from_the_day_that_says_so()
    {
        var ada = Rules.Account() with { EmailVerifiedAt = Now, DisabledAt = null };
        Assert.Equal((true, false), (ada.IsEmailVerified, ada.IsDisabled));

        var shut = ada with { EmailVerifiedAt = null, DisabledAt = Now };
        Assert.Equal((false, true), (shut.IsEmailVerified, shut.IsDisabled));
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(1, false, true)]
    [InlineData(0, true, true)]
    [InlineData(2, true, true)]
    public void Who_has_a_method_or_came_with_one_signs_in_by_it_and_everybody_else_must_add_one_once_it_is_required(
        int methods, bool isLegacy, bool needsIt)
    {
        var account = Rules.Account() with { IsLegacy = isLegacy };

        Assert.Equal(needsIt, account.NeedsSecondFactor(methods));
        Assert.Equal(!needsIt, account.MustTurnOnSecondFactor(methods, new(Now, Holds: true)));
        Assert.False(account.MustTurnOnSecondFactor(methods, new(Now, Holds: false)));
    }

    [Fact]
    public void An_order_holds_from_its_second_on_and_is_ahead_until_then()
    {
        var policy = new Policy();

        Assert.Equal(new(null, Holds: false), Requirement.Of(policy, null, Now));
        Assert.Equal(new(Now, Holds: true), Requirement.Of(policy, Now, Now));
        Assert.Equal(new(Now, Holds: false), Requirement.Of(policy, Now, Now - Second));
        Assert.Null(Requirement.Of(policy, null, Now).Ahead);
        Assert.Null(Requirement.Of(policy, Now, Now).Ahead);
        Assert.Equal(Now, Requirement.Of(policy, Now, Now - Second).Ahead);
    }

    [Fact]
    public void Where_the_setting_requires_it_no_order_is_waited_for()
    {
        var required = Requirement.Of(new Policy { RequiresSecondFactor = true }, Now.AddDays(14), Now);

        Assert.Equal((true, null), (required.Holds, required.Ahead));
    }

    [Fact]
    public void Unless_an_operator_says_otherwise_text_messages_are_sent_and_a_mailed_link_turns_2FA_off()
    {
        var policy = new Policy();

        Assert.Equal((true, true, false), (policy.SmsAllowed, policy.DisableByLink, policy.RequiresSecondFactor));
    }

    [Fact]
    public void Only_a_proof_that_was_accepted_lets_anything_happen() => Assert.All(
        Enum.GetValues<Outcome>(),
        outcome => Assert.Equal(outcome == Outcome.Accepted, new Verdict(outcome).IsAccepted));
}
