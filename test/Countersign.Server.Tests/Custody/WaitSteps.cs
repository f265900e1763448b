using System.Text.RegularExpressions;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Custody;

/// <summary>How a test sees what an account waits for, and uses its links.</summary>
internal static partial class WaitSteps
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task<DateTimeOffset?> FrozenUntil(TestServer server, TestPerson person)
    {
        var id = new AccountId(await server.IdOf(person));
        return await server.Db.Read(sql => FrozenChanges.Until(sql, id), Ct);
    }

    internal static async Task<DateTimeOffset?> MailWaitsUntil(TestServer server, TestPerson person) =>
        (await server.Verb<Callers>().Identify(person.ApiKey, SessionKind.Bearer, PageVerbSteps.Here, Ct))
            .Caller!.Account.MailWaitsUntil(server.Clock.GetUtcNow());

    internal static async Task<Token> LinkOf(TestServer server, TestPerson person)
    {
        var notice = server.Inbox.All.LastOrDefault(Has) ?? await server.Next(person.Email, Has);
        Assert.True(Token.TryParse(LinkToken().Match(notice.Text).Value, out var link));
        return link;

        bool Has(CaughtMessage message) => message.To == person.Email && LinkToken().IsMatch(message.Text);
    }

    [GeneratedRegex(@"(?<=/not-me\?token=)[\w-]+")]
    internal static partial Regex LinkToken();
}
