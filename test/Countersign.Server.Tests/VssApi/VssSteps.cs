using System.Net;
using System.Text.RegularExpressions;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>What the stories of this door say again and again.</summary>
internal static partial class VssSteps
{
    /// <summary>A server whose people are all ordinary ones: an admin's first factor waits for the mailbox at this door.</summary>
    public static async Task<TestServer> Start(params (string Name, string Value)[] settings)
    {
        var server = await TestServer.Start(settings);
        await server.Change(tx => tx.Execute($"UPDATE accounts SET is_admin = 0"));
        return server;
    }

    /// <summary>Somebody who comes with their user name and right password.</summary>
    public static VssCaller By(this TestServer server, TestPerson person) => VssCaller.With(server.Http, person.Name, TestPerson.Password);

    /// <summary>Somebody who comes with a token.</summary>
    public static VssCaller By(this TestServer server, string token) => VssCaller.With(server.Http, token);

    /// <summary>The code in the next message that has one.</summary>
    public static async Task<string> NextOtp(this TestServer server, string to) => (await server.NextCode(to)).Code;

    /// <summary>The token in the next mail that has one.</summary>
    public static async Task<string> NextDisableToken(this TestServer server, string to) =>
        DisableToken().Match((await server.Next(to, mail => DisableToken().IsMatch(mail.Text))).Text).Value;

    /// <summary>The next text message about this.</summary>
    public static Task<CaughtMessage> NextText(this TestServer server, TestPerson person, string about) =>
        server.Next(person.Number!, message => message.Text.Contains(about, StringComparison.Ordinal));

    /// <summary>Turns on 2FA by an authenticator app.</summary>
    public static async Task<(Phone Phone, IReadOnlyList<string> Codes)> TurnOnApp(this TestServer server, TestPerson person)
    {
        var begun = (await server.By(person).Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok();
        var phone = Phone.Scan(begun.Text("uri")!, server.Clock);
        (await server.By(person).Post("/tf/verify", new { otp = phone.NextCode() })).Ok();
        return (phone, begun.Texts("recovery_codes"));
    }

    /// <summary>Turns on 2FA by e-mail.</summary>
    public static async Task<IReadOnlyList<string>> TurnOnEmail(this TestServer server, TestPerson person)
    {
        var begun = (await server.By(person).Post("/tf/enable", new { method = "EMAIL" })).Ok();
        (await server.By(person).Post("/tf/request-token")).Ok();
        (await server.By(person).Post("/tf/verify", new { otp = await server.NextOtp(person.Email) })).Ok();
        return begun.Texts("recovery_codes");
    }

    /// <summary>A token for this one-time password.</summary>
    public static async Task<string> Token(this TestServer server, TestPerson person, string? otp = null) =>
        (await server.By(person).Post("/auth/request-token", new { otp })).Ok().Text("token")!;

    /// <summary>The answer refuses with this status and these words in its message.</summary>
    public static VastAnswer Refuses(this VastAnswer answer, HttpStatusCode status, string words)
    {
        Assert.Equal((int)status, answer.Status);
        Assert.StartsWith($"{answer.Error}: ", answer.Text("message"), StringComparison.Ordinal);
        Assert.Contains(words, answer.Text("message"), StringComparison.Ordinal);
        return answer;
    }

    /// <summary>The answer asks for a one-time password, in the words that old clients look for.</summary>
    public static void AsksForOtp(this VastAnswer answer) => answer.Refuses(HttpStatusCode.BadRequest, "InvalidParameterValue: otp");

    [GeneratedRegex("(?<=tf/disable/)lnk_[A-Za-z0-9_-]{49}")]
    private static partial Regex DisableToken();
}
