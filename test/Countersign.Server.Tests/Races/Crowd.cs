using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>Many callers at one instant, and what they left behind in the database.</summary>
internal static class Crowd
{
    public const int Size = 64;

    /// <summary>Room for every caller of a crowd at the turnstile of slow hashes: each is judged, none is put off.</summary>
    public static readonly (string Name, string Value)[] WithRoom = [("HASH_QUEUE", "1000"), ("HASH_WAIT", "30s")];

    /// <summary>All of them call at once.</summary>
    public static Task<IReadOnlyList<VastAnswer>> AtOnce(Func<int, Task<VastAnswer>> call) => AtOnce(Size, call);

    /// <summary>So many call at once.</summary>
    public static async Task<IReadOnlyList<VastAnswer>> AtOnce(int callers, Func<int, Task<VastAnswer>> call)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, callers).Select(async n =>
        {
            await start.Task;
            return await call(n);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(all);
    }

    /// <summary>How many got this status.</summary>
    public static int Count(this IEnumerable<VastAnswer> answers, int status, string? error = null) =>
        answers.Count(answer => answer.Status == status && (error is null || answer.Error == error));

    /// <summary>Exactly one was let in; the others were all told the same, or put off where the machine is slow.</summary>
    public static VastAnswer OneOf(IReadOnlyList<VastAnswer> answers, int status, string error)
    {
        var told = string.Join('\n', answers.Select(answer => $"{answer.Status} {answer.Error}").GroupBy(line => line).Select(
            group => $"{group.Count()} x {group.Key}"));
        Assert.True(answers.Count(200) == 1 && answers.Count(status, error) + answers.Count(503) == answers.Count - 1, told);
        return answers.Single(answer => answer.Status == 200);
    }

    /// <summary>A number out of the database.</summary>
    public static Task<long> Number(this TestServer server, Statement question) =>
        server.Db.Read(sql => sql.Number(question), TestContext.Current.CancellationToken);

    /// <summary>Every session this person ever had.</summary>
    public static Task<long> SessionsOf(this TestServer server, TestPerson person) =>
        server.Number($"SELECT count(*) FROM sessions JOIN accounts ON accounts.id = account_id WHERE username = {person.Name}");

    /// <summary>How many rows of the audit log say this of a person.</summary>
    public static Task<long> AuditedOf(this TestServer server, TestPerson person, string auditEvent, string outcome) => server.Number($"""
        SELECT count(*) FROM audit_log JOIN accounts ON accounts.id = account_id
        WHERE username = {person.Name} AND event = {auditEvent} AND outcome = {outcome}
        """);

    /// <summary>Gives a person more authenticator apps, each with a key of its own.</summary>
    public static async Task<IReadOnlyList<(long Id, string Key)>> PlantApps(this TestServer server, TestPerson person, int count)
    {
        var box = server.Services.GetRequiredService<SecretBox>();
        return await server.Db.Write(async tx =>
        {
            var account = (await AccountStore.FindByName(tx, person.Name))!.Id;
            var planted = new List<(long, string)>();
            for (var n = 0; n < count; n++)
            {
                var key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(20);
                var app = new Method(default,
                    account, MethodKind.Totp, "", null, null, IsPrimary: false, -1, Guard.Clear, server.Clock.GetUtcNow(), null, 1);
                var id = await MethodStore.Add(tx, app);
                await MethodStore.SetKey(tx, id, box.Seal(key, MethodKeys.PlaceOf(account, id)));
                planted.Add((id.Value, Base32.Encode(key)));
            }

            return planted;
        }, TestContext.Current.CancellationToken);
    }
}
