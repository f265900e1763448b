using Countersign.Server.Secrets;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Stories;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>
/// Strangers who come for one name from everywhere, more of them than the hash gate has room for, and the owner of that name. The place of
/// the name is held, so that the strangers' line stands still for as long as a test wants.
/// </summary>
public sealed class KnownPlaceRaces
{
    private const int Queue = 4;
    private const string Wrong = "wrong-wrong-wrong";
    private const string Home = "203.0.113.201";

    private static readonly (string Name, string Value)[] Narrow =
        [("TRUSTED_PROXIES", "127.0.0.1"), ("HASH_QUEUE", $"{Queue}"), ("HASH_WAIT", "30s"), ("HASH_PARALLEL", "2")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Wrong)]
    [InlineData(TestPerson.Password)]
    public async Task Strangers_who_fill_the_line_of_a_name_keep_its_owner_out_of_no_known_place(string password)
    {
        await using var server = await Start();
        var grace = server.People.Grace;
        var remembered = await PasswordStories.Remembered(server, grace);
        (await Knock(server, Home, grace.Email, TestPerson.Password)).Ok();
        using var line = await Fill(server, grace.Email, password);

        (await Knock(server, Home, grace.Email, TestPerson.Password)).Ok();
        (await Knock(server, Home, grace.Email, Wrong)).IsRefused(403, "auth_error");
        await PasswordStories.SignsIn(server.Browser(), grace, TestPerson.Password, Home, "/sign-in/code");
        await PasswordStories.SignsIn(remembered, grace, TestPerson.Password, "198.51.100.9", "/account");
        Assert.Equal(503, (await Knock(server, "198.51.100.10", grace.Email, TestPerson.Password)).Status);
        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => Hold(server, grace.Email, "198.51.100.11"));
    }

    [Fact]
    public async Task Strangers_who_fill_the_line_of_a_name_keep_out_no_program_with_its_password_either()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        (await Program(server, ada, Home)).Ok();
        using var line = await Fill(server, ada.Email, Wrong);

        (await Program(server, ada, Home)).Ok();
        Assert.Equal(503, (await Program(server, ada, "198.51.100.10")).Status);
    }

    [Fact]
    public async Task Whoever_is_signed_in_confirms_the_password_whatever_else_is_hashed_for_the_account()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        var session = await server.SignedIn(ada);
        session.Headers["X-Forwarded-For"] = Home;
        var id = await server.Number($"SELECT id FROM accounts WHERE username = {ada.Name}");
        using var held = await server.Verb<HashTurnstile>().Enter(new(HashLane.Others, $"{id}", "192.0.2.1"), Ct);
        var line = Enumerable.Range(2, Queue).Select(
            n => server.Verb<HashTurnstile>().Enter(new(HashLane.Others, $"{id}", $"192.0.2.{n}"), Ct)).ToList();

        (await session.Put("/users/password/", new { old_password = Wrong, new_password = "correct-horse-battery-staple" }))
            .IsRefused(403, "auth_error");

        held.Dispose();
        foreach (var one in line) (await one).Dispose();
    }

    [Fact]
    public async Task A_hash_that_is_renewed_in_a_known_place_does_not_wait_in_the_line_of_strangers()
    {
        await using var server = await Start();
        var ada = server.People.Ada;
        (await Knock(server, Home, ada.Email, TestPerson.Password)).Ok();
        var old = await OlderHash(server, ada);
        using var line = await Fill(server, ada.Email, Wrong);

        (await Knock(server, Home, ada.Email, TestPerson.Password)).Ok();

        Assert.Equal(0, await server.Number($"SELECT count(*) FROM accounts WHERE password_hash = {old}"));
    }

    [Fact]
    public async Task Strangers_in_line_for_one_name_are_in_nobody_elses_way()
    {
        await using var server = await Start();
        using var line = await Fill(server, server.People.Grace.Email, Wrong);

        foreach (var person in (TestPerson[])[server.People.Ada, server.People.Linus, server.People.Barbara])
            (await Knock(server, "198.51.100.20", person.Email, TestPerson.Password)).Ok();
    }

    [Fact]
    public async Task A_name_that_is_nobodys_has_such_a_line_too()
    {
        await using var server = await Start();
        using var line = await Fill(server, "nobody-at-all", Wrong);

        Assert.Equal(503, (await Knock(server, Home, "nobody-at-all", Wrong)).Status);
        (await Knock(server, Home, "nobody-else", Wrong)).IsRefused(403, "auth_error");
    }

    [Fact]
    public async Task Neighbours_who_fill_every_line_of_their_address_keep_out_no_browser_that_is_remembered_there()
    {
        await using var server = await Start();
        var grace = server.People.Grace;
        var remembered = await PasswordStories.Remembered(server, grace);
        using var held = await Hold(server, grace.Email, "192.0.2.1");
        var neighbours = Enumerable.Range(0, 12).Select(_ => Knock(server, Home, grace.Email, Wrong)).ToList();

        // Two stand before the hash, undecided, and four behind them; the rest are refused.
        await Refused(neighbours, 12 - 2 - Queue);
        await PasswordStories.SignsIn(remembered, grace, TestPerson.Password, Home, "/account");

        held.Dispose();
        await Task.WhenAll(neighbours);
    }

    private static Task<TestServer> Start()
    {
        Assert.SkipWhen(TestDatabases.Nodes > 1, "Each node has a gate of its own, and only one of them is held.");
        return TestServer.Start(Narrow);
    }

    private static Task<VastAnswer> Knock(TestServer server, string address, string name, string password)
    {
        var caller = server.Stranger();
        caller.Headers["X-Forwarded-For"] = address;
        return caller.Post("/users/login/", new { email = name, password });
    }

    private static Task<VastAnswer> Program(TestServer server, TestPerson person, string address)
    {
        var program = VssCaller.With(server.Http, person.Email, TestPerson.Password);
        program.Headers["X-Forwarded-For"] = address;
        return program.Post("/auth/request-token");
    }

    private static Task<HashTurn> Hold(TestServer server, string name, string address) =>
        server.Verb<HashTurnstile>().Enter(new(HashLane.SignIns, PasswordTry.Spell(name), address), Ct);

    // Forty strangers from forty networks; once this ends their line is full, and stands still until it is disposed of.
    private static async Task<Line> Fill(TestServer server, string name, string password)
    {
        var held = await Hold(server, name, "192.0.2.1");
        var crowd = Enumerable.Range(0, 40).Select(n => Knock(server, $"10.{n}.0.7", name, password)).ToList();
        await Refused(crowd, 40 - Queue);
        return new(held, crowd);
    }

    // As many as there is no room for are refused, and all of them at once.
    private static async Task Refused(IEnumerable<Task<VastAnswer>> crowd, int count)
    {
        await foreach (var one in Task.WhenEach(crowd).Take(count))
            Assert.Equal(503, (await one).Status);
    }

    private static async Task<string> OlderHash(TestServer server, TestPerson person)
    {
        var turnstile = server.Verb<HashTurnstile>();
        var older = new PasswordHash(server.Verb<KeyRing>(), turnstile, new(MemoryKiB: 16, Passes: 1));
        var old = await older.Hash(TestPerson.Password, new(HashLane.Others, "older", "192.0.2.1"), Ct);
        Assert.True(await server.Db.Write(
            async tx => await AccountStore.TrySetPassword(tx, (await AccountStore.FindByName(tx, person.Name))!, old), Ct));
        return old;
    }

    /// <summary>A line that moves on when it is disposed of.</summary>
    private sealed class Line(HashTurn held, List<Task<VastAnswer>> crowd) : IDisposable
    {
        public void Dispose()
        {
            held.Dispose();
            Task.WaitAll([.. crowd], Ct);
        }
    }
}
