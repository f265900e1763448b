using Countersign.Server.Hooks;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Hooks;

/// <summary>The signature is the one of the specification, and what the manual lists is what there is.</summary>
public sealed class HookManualTests
{
    private static readonly string Manual = File.ReadAllText(Path.Combine(Repository.Root, "docs", "webhooks.md"));

    // The example that the libraries of the specification are tested with.
    [Fact]
    public void The_example_of_the_specification_has_our_signature()
    {
        var secret = HookSecret.Of(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

        Assert.Equal("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", secret.Reveal());
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            HookSignature.Of(
                [secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"));
        Assert.DoesNotContain("MfKQ", $"{secret}", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_type_that_the_manual_names_is_one_and_what_is_asked_for_has_one_order()
    {
        foreach (var type in (string[])["message.sent", "message.delivered", "message.failed", "message.bounced", "hook.test"])
        {
            Assert.Contains($"`{type}`", Manual, StringComparison.Ordinal);
            Assert.Contains(type, HookEvents.All);
        }

        Assert.Contains("security.second_factor_disabled", HookEvents.All);
        Assert.DoesNotContain("security.authn_token_used", HookEvents.All);
        Assert.Equal(("message,security", null), HookEvents.Read(" Security, message,security "));
        Assert.Equal(("message,security", null), HookEvents.Read(""));
        Assert.Equal((null, "hook.test"), HookEvents.Read("hook.test"));
    }
}
