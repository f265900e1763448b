using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Races;
using Countersign.Server.Vocabulary;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>What people do in the pages, done by the verbs behind them.</summary>
internal static class PageVerbSteps
{
    public static Source Here { get; } = new("192.0.2.1", "192.0.2.1", "Browser", "POST /test");

    public static T Verb<T>(this TestServer server)
        where T : notnull => server.Services.GetRequiredService<T>();

    /// <summary>The handle of a sign-in that waits for its second factor.</summary>
    public static async Task<Token> WaitingSignIn(this TestServer server, TestPerson person) =>
        (await server.Verb<CheckPassword>()
            .Run(person.Email, TestPerson.Password, SessionKind.Browser, null, Here,
                TestContext.Current.CancellationToken)).Given!.Pending!;

    /// <summary>The session key of a finished sign-in with the app.</summary>
    public static async Task<Token> SessionOf(this TestServer server, TestPerson person)
    {
        Assert.True(Code.TryParse(person.Phone.NextCode(), out var code));
        var proof = new Proof(ProofKind.Totp, null, (await server.WaitingSignIn(person)).Reveal(), code, null);
        return (await server.Verb<LogIn>().Run(proof, SessionKind.Browser, Here, TestContext.Current.CancellationToken)).Given!.NewKey!;
    }

    /// <summary>Who a browser's session key belongs to.</summary>
    public static async Task<Caller?> CallerOf(this TestServer server, Token session) =>
        (await server.Verb<Callers>().Identify(session.Reveal(), SessionKind.Browser, Here, TestContext.Current.CancellationToken)).Caller;

    /// <summary>Asks for a link to reset the password, and waits until it is looked up whose the address is.</summary>
    public static async Task AskForReset(this TestServer server, EmailAddress address)
    {
        await server.Verb<AskForReset>().Run(address, Here, TestContext.Current.CancellationToken);
        await server.AsksAnswered();
    }

    /// <summary>
    /// Waits until it is looked up whose the addresses are that somebody asked about; the server's sweep may look one up meanwhile.
    /// </summary>
    public static async Task AsksAnswered(this TestServer server)
    {
        await server.Verb<AnonymousAsks>().WhenDone();
        while (await server.Number($"SELECT count(*) FROM anonymous_asks") > 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    /// <summary>
    /// Waits until nobody is sending a message, nor about to: what is under way when the clock goes on counts as not sent.
    /// </summary>
    public static async Task AllSent(this TestServer server)
    {
        for (var tries = 0; await Count() > 0; tries++)
        {
            Assert.InRange(tries, 0, 600);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }

        Task<long> Count() => server.Number($"""
            SELECT count(*) FROM outbox WHERE state = 'waiting'
                AND (claimed_until IS NOT NULL OR (attempts = 0 AND next_attempt_at <= {server.Clock.GetUtcNow()}))
            """);
    }

    public static BackupCode SpareCode(this TestPerson person, int at)
    {
        Assert.True(BackupCode.TryParse(person.BackupCodes[at], out var code));
        return code;
    }
}
