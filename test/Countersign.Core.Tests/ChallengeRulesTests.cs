using Xunit;

namespace Countersign.Core.Tests;

public sealed class ChallengeRulesTests
{
    private static readonly Policy Policy = new();
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_challenge_fits_its_own_account_purpose_credential_and_version_and_nothing_else()
    {
        Credential?[] credentials = [null, Credential.Of(new ApiKeyId(1)), Credential.Of(new ApiKeyId(2)), Credential.Of(new SessionId(1))];
        var places =
            (from account in new[] { 1L, 2L }
             from purpose in Enum.GetValues<ChallengePurpose>()
             from credential in credentials
             from version in new[] { 1L, 2L }
             select (account, purpose, credential, version)).ToList();
        var accounts = places.Select(place => (place.account, place.version)).Distinct()
            .ToDictionary(each => each, each => Rules.Account(each.account, each.version));

        foreach (var made in places)
        {
            var challenge = Rules.Challenge() with
            {
                Account = new(made.account),
                Purpose = made.purpose,
                OpenedBy = made.credential,
                CredentialVersion = made.version,
            };
            foreach (var tried in places)
            {
                var fits = ChallengeRules.Fits(challenge, accounts[(tried.account, tried.version)], tried.purpose, tried.credential);
                Assert.True(fits == (made == tried), $"A challenge of {made} offered as {tried}");
            }
        }
    }

    public static TheoryData<int, int, ResendOutcome> Resends => new()
    {
        // seconds since it was sent (once, as the challenge was made), messages so far
        { 0, 1, ResendOutcome.TooSoon },
        { 29, 1, ResendOutcome.TooSoon },
        { 30, 1, ResendOutcome.Allowed },
        { 30, 4, ResendOutcome.Allowed },
        { 30, 5, ResendOutcome.TooMany },
        { 29, 5, ResendOutcome.TooSoon },
        { 599, 1, ResendOutcome.Allowed },
        { 600, 1, ResendOutcome.Expired },
        { 601, 5, ResendOutcome.Expired },
        { -86_400, 1, ResendOutcome.TooSoon },
    };

    [Theory]
    [MemberData(nameof(Resends))]
    public void A_message_goes_out_again_neither_too_soon_nor_too_often_nor_too_late(int seconds, int sent, ResendOutcome expected) =>
        Assert.Equal(
            expected, ChallengeRules.MayResend(Rules.Challenge() with { SendCount = sent }, Rules.Monday + seconds * Second, Policy));

    [Fact]
    public void A_challenge_for_which_nothing_was_sent_may_send_at_once() =>
        Assert.Equal(ResendOutcome.Allowed, ChallengeRules.MayResend(
            Rules.Challenge() with { LastSentAt = null, SendCount = 0 }, Rules.Monday, Policy));

    [Fact]
    public void A_challenge_is_over_at_its_tenth_minute()
    {
        Assert.False(Rules.Challenge().IsExpired(Rules.Monday + TimeSpan.FromMinutes(10) - Second));
        Assert.True(Rules.Challenge().IsExpired(Rules.Monday + TimeSpan.FromMinutes(10)));
    }

    [Theory]
    [InlineData(ProofKind.Email, Channel.Email)]
    [InlineData(ProofKind.Sms, Channel.Sms)]
    [InlineData(ProofKind.Totp, null)]
    [InlineData(ProofKind.BackupCode, null)]
    [InlineData(null, null)]
    public void Only_codes_that_are_sent_travel(ProofKind? kind, Channel? channel) => Assert.Equal(channel, ChallengeRules.ChannelOf(kind));

    public static TheoryData<EmailCodes, ChallengePurpose, bool> EmailTaken => new()
    {
        { EmailCodes.All, ChallengePurpose.LogIn, true },
        { EmailCodes.All, ChallengePurpose.Change, true },
        { EmailCodes.All, ChallengePurpose.Authorize, true },
        { EmailCodes.LogIn, ChallengePurpose.LogIn, true },
        { EmailCodes.LogIn, ChallengePurpose.Change, false },
        { EmailCodes.LogIn, ChallengePurpose.Authorize, false },
        { EmailCodes.LogIn, ChallengePurpose.VerifyEmail, true },
        { EmailCodes.Off, ChallengePurpose.LogIn, false },
        { EmailCodes.Off, ChallengePurpose.Change, false },
        { EmailCodes.Off, ChallengePurpose.Authorize, false },
        { EmailCodes.Off, ChallengePurpose.VerifyEmail, true },
    };

    [Theory]
    [MemberData(nameof(EmailTaken))]
    public void The_operator_says_where_codes_by_mail_count(EmailCodes codes, ChallengePurpose purpose, bool isTaken)
    {
        var policy = Policy with { EmailCodes = codes };

        Assert.Equal(isTaken, ChallengeRules.AcceptsEmail(purpose, isFirstMethod: false, policy));
        Assert.True(ChallengeRules.AcceptsEmail(purpose, isFirstMethod: true, policy));
    }
}
