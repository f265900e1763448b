using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>
/// Past one machine of PostgreSQL a statement must say on which one its rows lie (docs/sharding.md): by the account, by the number of a
/// row, or by a token. One that does not, asks them all; each of those stands here with its reason, and nobody adds one unseen.
/// </summary>
public sealed partial class KeyedStatementTests
{
    /// <summary>Tables without accounts in them, and where they would lie.</summary>
    private static readonly Dictionary<string, string> Global = new(StringComparer.Ordinal)
    {
        ["limits"] = "by their bucket",
        ["password_waits"] = "by their bucket",
        ["turned_away"] = "by their bucket",
        ["anonymous_asks"] = "by their address",
        ["nodes"] = "on one machine",
        ["key_canaries"] = "everywhere",
        ["database_age"] = "on one machine",
        ["requirement_orders"] = "everywhere",
        ["phone_ranges"] = "everywhere",
        ["backups"] = "on one machine",
        ["clock_jumps"] = "on one machine",
        ["clock_seen"] = "on one machine",
        ["trend_sums"] = "on each, added up",
        ["trend_mark"] = "on each",
        ["audit_head"] = "on each: a chain of its own",
        ["audit_shortened"] = "on each",
        ["told_acts"] = "on each",
        ["applications"] = "everywhere",
        ["signing_keys"] = "everywhere",
        ["hooks"] = "everywhere",
        ["hook_secrets"] = "everywhere",
        ["app_secrets"] = "everywhere",
        ["hook_mark"] = "on each",
    };

    /// <summary>Tables whose rows lie where the row is that they belong to.</summary>
    private static readonly string[] Children = ["browser_tokens", "pending_codes"];

    /// <summary>What asks every machine: the file, what the statement says, and why it may.</summary>
    private static readonly (string File, string Says, string Why)[] Everywhere =
    [
        ("AccountStore", "INSERT INTO accounts", "a new account: where it lies is decided by its names"),
        ("KeptPersonStore", "application_id = {app}", "an application and what it calls somebody: a table of such names, distributed by them"),
        ("AccountStore", "WHERE email_canonical = {name}", "sign-in by a name: a table of names, distributed by them"),
        ("DeletionStore", "FROM deletions d", "what is due, carried out on each machine"),
        ("PasskeyStore", "SELECT count(*) FROM passkeys", "what doctor counts, on each machine"),
        ("OldChallenges", "DELETE FROM challenges WHERE expires_at", "tidied up, on each machine"),
        ("DeletionStore", "UPDATE deletions SET asked_at", "what a clock that was ahead has written, on each machine"),
        ("EnrollmentStore", "DELETE FROM totp_setups", "tidied up, on each machine"),
        ("EnrollmentStore", "DELETE FROM add_grants", "tidied up, on each machine"),
        ("SteadyClock", "lived + {by}", "once after each time without servers, on each machine"),
        ("SignUpStore", "FROM account_marks m", "tidied up, on each machine"),
        ("SignUpStore", "DELETE FROM sign_ups WHERE {IsOld", "tidied up, on each machine"),
        ("AccountStore", "is_admin = 1", "the last admin: an operator's act; a table of admins"),
        ("MethodStore", "phone_number = {phone} AND account_id <>", "who else has the number: a table of numbers, distributed by them"),
        ("PasskeyStore", "WHERE credential_id = {credentialId}", "sign-in by a passkey alone: a table of their names, distributed by them"),
        ("PasskeyStore", "count(*)", "doctor"),
        ("GuardStore", "locked_until > {instant}", "after the clock was set back, each machine mends its locks"),
        ("GuardStore", "failures <> ''", "after the clock was set back, each machine mends its budgets"),
        ("OutboxStore", "gathers = {bucket}", "the bucket names the account"),
        ("OutboxStore", "message_id = {id.Value}", "whoever waits for a first attempt; the message can carry the way"),
        ("OutboxStore", "state = {OutboxState.Waiting} AND channel = {channel}", "the workers: each machine has some of its own"),
        ("ReportStore", "message_id = {id.Value}", "a gateway tells what became of a message; its address can carry the way"),
        ("BounceStore", "message_id = {id.Value}", "a mail server tells what became of a mail: a few a day"),
        ("RouteStore", "message_id = {message.Id.Value}", "a worker writes down where the message that it has goes"),
        ("SecondRouteStore", "outbox.next_route_at <= {tx.Now}", "the workers: each machine has some of its own"),
        ("SecondRouteStore", "next_route_at IS NOT NULL", "the workers: each machine has some of its own"),
        ("Backlog", "GROUP BY channel", "measured, on each machine"),
        ("OutboxStore", "DELETE FROM outbox WHERE created_at < {before}", "tidied up, on each machine"),
        ("StoreHealth", "max(created_at)", "doctor"),
        ("ShellActs", "credential LIKE {Anybody}", "what operators did in a shell, told in the background"),
        ("HookStore", "max(entry)", "a webhook is added: an operator's act"),
        ("HookEventStore", "max(entry)", "the first webhook is added: an operator's act"),
        ("HookEventStore", "DELETE FROM hook_events", "tidied up, on each machine"),
        ("MessageNewsStore", "FROM hook_news ORDER BY id", "told to webhooks in the background, on each machine"),
        ("HookDeliveryStore", "WHERE d.hook_id = {hook}", "the workers: each machine has some of its own"),
        ("HookDeliveryStore", "attempts = 0", "an operator switches a webhook on again"),
        ("HookRecordStore", "", "an operator's page and commands, and measures"),
        ("AppGrantStore", "DELETE FROM app_grants", "tidied up, on each machine"),
        ("AppTokenStore", "WHERE reference =", "by what an application presents; it can carry the way"),
        ("AppTokenStore", "DELETE FROM app_tokens WHERE expires_at", "tidied up, on each machine"),
        ("RequirementStore", "INSERT INTO requirement_orders", "an operator's act, a few times in a life"),
        ("RequirementNewsStore", "FROM requirement_news", "news for everybody, step by step in the background"),
        ("NewcomerStore", "FROM accounts", "an operator's page, and news for everybody"),
        ("AccountIndex", "FROM accounts", "an operator looks for people"),
        ("MessageRecordStore", "FROM outbox", "an operator's page"),
        ("PastTextStore", "FROM outbox o", "an operator tries other limits, step by step"),
        ("TrendStore", "FROM audit_log", "sums of the activity, on each machine"),
        ("KeyUseStore", "", "the operator's `key` commands, and the start"),
        ("SealedStore", "id > {after}", "`key rotate`, step by step"),
        ("RestoreStore", "", "`after-restore`: everybody is signed out"),
        ("AuditAdoption", "", "a file of an older version"),
        ("AuditChain", "min(entry)", "the chain, when its end was taken away"),
        ("AuditCheck", "entry <= ", "the chain is checked, one on each machine"),
        ("AuditKeeper", "entry ", "the chain is pruned, one on each machine"),
        ("AuditShortening", "entry ", "the same"),
        ("AuditLog", "WHERE {any}", "places, each with its account, on the machine that numbers them"),
        ("AuditLog", "entry ", "the chain is read, one on each machine"),
        ("LateEntries", "entry IS NULL", "what waits for its number, by an index of that alone, on each machine"),
    ];

    // What speaks to one database as such: its catalogue, its locks, a whole table that moves.
    [GeneratedRegex("^(Copy|Sqlite|Postgres)")]
    private static partial Regex OfOneDatabase { get; }

    [GeneratedRegex(
        """"
        \$"""(?<words>.*?)"""|\$"(?<words>(?:[^"\\]|\\.)*)"
        """",
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Text { get; }

    [GeneratedRegex(@"^(SELECT|INSERT|UPDATE|DELETE|WITH|TRUNCATE)\b")]
    private static partial Regex Beginning { get; }

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE) (\w+)")]
    private static partial Regex TableName { get; }

    [GeneratedRegex(@"\baccount_id = \{|INSERT INTO \w+ \([^)]*\baccount_id\b|\baccounts (a )?(SET .*)?WHERE (a\.)?id = \{")]
    private static partial Regex ByAccount { get; }

    [GeneratedRegex(@"\b(id|browser_id|pending_id) = \{|INSERT INTO (browser_tokens|pending_codes) \(")]
    private static partial Regex ByRow { get; }

    [GeneratedRegex(@"\btoken_hash (IN|=) \{")]
    private static partial Regex ByToken { get; }

    // Expiry is decided where a thing is used, so each machine tidies up when it likes.
    [GeneratedRegex(@"^(DELETE FROM|UPDATE) \w+ (SET sealed_code = NULL )?WHERE (expires_at|created_at) <= \{tx\.Now")]
    private static partial Regex Tidied { get; }

    [GeneratedRegex(@"CREATE TABLE (\w+) \((.*?)\n\);", RegexOptions.Singleline)]
    private static partial Regex TableMade { get; }

    [Fact]
    public void Every_table_lies_with_its_accounts_or_is_on_the_list_of_those_that_do_not()
    {
        var strange = Tables().Where(table => table.Key != "accounts" && !table.Value.Contains("account_id", StringComparison.Ordinal))
            .Select(table => table.Key).Except(Children);

        Assert.Equal(Global.Keys.Order(StringComparer.Ordinal), strange.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_statement_says_where_its_rows_lie_or_is_on_the_list_with_a_reason()
    {
        var tables = Tables().Keys.Except(Global.Keys).ToHashSet(StringComparer.Ordinal);
        var statements = Statements().ToList();
        Assert.True(statements.Count > 200, "Most statements are not found any more.");

        var everywhere = statements.Where(each => !IsKeyed(each.Words, tables)).ToList();

        Assert.All(everywhere, each => Assert.Contains(Everywhere, known => IsIt(known, each)));
        Assert.All(Everywhere, known => Assert.Contains(everywhere, each => IsIt(known, each)));
    }

    [Theory]
    [InlineData("SELECT id FROM sessions WHERE account_id = {account}", true)]
    [InlineData("SELECT id FROM sessions WHERE user_agent = {agent}", false)]
    [InlineData("SELECT s.id FROM sessions s JOIN accounts a ON s.account_id = a.id WHERE a.email = {address}", false)]
    [InlineData("UPDATE sessions SET ended_at = {tx.Now}", false)]
    [InlineData("UPDATE sessions SET ended_at = {tx.Now} WHERE id = {id}", true)]
    [InlineData("DELETE FROM sessions WHERE expires_at <= {tx.Now}", true)]
    [InlineData("DELETE FROM sessions WHERE expires_at <= {then}", false)]
    [InlineData("INSERT INTO sessions (kind) VALUES ({kind})", false)]
    [InlineData("UPDATE limits SET hits = 0", true)]
    public void What_does_not_say_it_is_seen(string words, bool says) =>
        Assert.Equal(says, IsKeyed(words, new(["sessions", "accounts"], StringComparer.Ordinal)));

    private static bool IsKeyed(string words, HashSet<string> tables) =>
        !TableName.Matches(words).Any(named => tables.Contains(named.Groups[1].Value))
        || ByAccount.IsMatch(words) || ByRow.IsMatch(words) || ByToken.IsMatch(words) || Tidied.IsMatch(words);

    private static bool IsIt((string File, string Says, string Why) known, (string File, string Words) statement) =>
        known.File == statement.File && statement.Words.Contains(known.Says, StringComparison.Ordinal);

    private static IEnumerable<(string File, string Words)> Statements() =>
        from file in SourceFile.Of("Countersign.Server")
        let name = Path.GetFileNameWithoutExtension(file.Path)
        where !OfOneDatabase.IsMatch(name)
        from text in Text.Matches(file.Code)
        let words = string.Join(' ', text.Groups["words"].Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        where Beginning.IsMatch(words)
        select (name, words);

    private static Dictionary<string, string> Tables()
    {
        var folder = Path.Combine(Repository.Root, "src", "Countersign.Server", "Storage", "Migrations");
        return Directory.EnumerateFiles(folder, "*.sql").SelectMany(file => TableMade.Matches(File.ReadAllText(file)))
            .ToDictionary(made => made.Groups[1].Value, made => made.Groups[2].Value, StringComparer.Ordinal);
    }
}
