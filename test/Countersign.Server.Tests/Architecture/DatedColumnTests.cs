using System.Text.RegularExpressions;
using Countersign.Server.Storage;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>
/// An instant that a clock has written which was ahead lies far in the future once the clock is right again. Whether something is open, due
/// or proven is asked of <see cref="Believed"/>, which knows how long it can last; what is compared with now alone stands here, with the
/// reason why such an instant does no harm.
/// </summary>
public sealed partial class DatedColumnTests
{
    private const string OnlyShown = "only shown or counted: nothing opens or waits by it";
    private const string OnlyDeletes = "what is deleted for good later than it might be does no harm";
    private const string JudgedAfter = "the row is judged by its own rule once it is read";
    private const string LastsLonger = "it lasts longer than it should, and opens nothing";

    private static readonly Dictionary<(string File, string Comparison), string> Harmless = new()
    {
        [("AppGrantStore", "expires_at >")] = "of its session, which is judged by its own rule; what is given lasts for minutes",
        [("Backlog", "next_attempt_at <=")] = OnlyShown,
        [("BrowserStore", "expires_at >")] = JudgedAfter,
        [("ChallengeStore", "expires_at >")] = JudgedAfter,
        [("DeletionStore", "due_at <=")] = "BringBack looks at it first",
        [("HookDeliveryStore", "claimed_until <=")] = "what an operator wants tried now is taken by Claim, which asks Believed",
        [("HookSecretStore", "ends_at <=")] = OnlyDeletes,
        [("HookSecretStore", "ends_at >")] = LastsLonger,
        [("HookStore", "taken_at <>")] = OnlyShown,
        [("KeyUseStore", "expires_at >")] = OnlyShown,
        [("LimitStore", "window_ends <=")] = OnlyDeletes,
        [("LimitStore", "window_ends >")] = JudgedAfter,
        [("MessageNewsStore", "created_at <=")] = OnlyDeletes,
        [("MessageRecordStore", "next_attempt_at <=")] = OnlyShown,
        [("NewcomerStore", "expires_at >")] = OnlyShown,
        [("OldChallenges", "expires_at <=")] = OnlyDeletes,
        [("OpenChallenges", "window_ends >")] = "a place where a factor was proven stays known for longer",
        [("OutboxStore", "expires_at <=")] = OnlyDeletes,
        [("OutboxStore", "expires_at >")] = "a code that lasts too long is dropped with its challenge",
        [("OutboxStore", "next_attempt_at <=")] = "stands beside Believed, for what gathers",
        [("OutboxStore", "next_attempt_at >")] = "what gathers is written anew until it is taken",
        [("PastPasswordStore", "expires_at <=")] = OnlyDeletes,
        [("PastPasswordStore", "expires_at >")] = "one that is kept too long is refused for longer",
        [("PendingMethodStore", "expires_at <=")] = OnlyDeletes,
        [("ProgramGrantStore", "expires_at <=")] = OnlyDeletes,
        [("SecondRouteStore", "claimed_until <=")] = "a code that another gateway does not get can be asked for again",
        [("SecondRouteStore", "claimed_until >")] = "a code that another gateway does not get can be asked for again",
        [("SecondRouteStore", "expires_at >")] = "a code that lasts too long is dropped with its challenge",
        [("SecondRouteStore", "next_route_at <=")] = "a code that another gateway does not get can be asked for again",
        [("SessionStore", "expires_at >")] = JudgedAfter,
        [("SessionStore", "last_seen_at <>")] = "a use brings it back to now",
        [("SigningKeyStore", "ends_at <=")] = OnlyDeletes,
        [("SigningKeyStore", "ends_at >")] = LastsLonger,
        [("SignUpStore", "expires_at >")] = LastsLonger,
        [("SpentQuestionStore", "expires_at <=")] = OnlyDeletes,
        [("WantedMessages", "expires_at <=")] = "a code that lasts too long is dropped with its challenge",
    };

    [Fact]
    public void What_is_compared_with_now_alone_does_no_harm_when_it_lies_far_in_the_future()
    {
        var found = (
            from file in SourceFile.Of("Countersign.Server")
            from Match match in Compared().Matches(file.Code)
            select (Path.GetFileNameWithoutExtension(file.Path), $"{match.Groups[1].Value} {match.Groups[2].Value}")).ToHashSet();

        Assert.Equal(Harmless.Keys.Order(), found.Order());
    }

    [GeneratedRegex(@"(\w+) (>|>=|<|<=|<>) \{(?:sql|tx)\.Now\}")]
    private static partial Regex Compared();
}
