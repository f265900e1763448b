using System.Text.Json;
using System.Text.RegularExpressions;
using Countersign.Server.Operators;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.Server.Tests.Races;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Stories;

/// <summary>A person's own data: everything that is kept, and nothing that opens anything.</summary>
public sealed partial class ExportStories
{
    // Numbers of rows and of changes; they say nothing about anybody.
    private static readonly string[] Bookkeeping =
    [
        "id", "account_id", "version", "credential_version", "pending_id", "seq",
        // How long servers had run by then.
        "lived", "mail_wait_lived", "asked_lived", "told_lived", "ordinal", "was_void", "since_factor", "is_for_good",
    ];

    /// <summary>What stands in the file, by table.</summary>
    private static readonly Dictionary<string, string> Exported = new(StringComparer.Ordinal)
    {
        ["accounts"] =
            "email email_verified_at username full_name phone_number is_legacy is_admin disabled_at created_at language mail_counts_from mail_wait_since",
        ["methods"] = "kind label phone_number is_primary fail_count locked_until created_at last_used_at",
        ["passkeys"] =
            "method_id sign_count transports is_user_verified is_backup_eligible is_backed_up site opens_alone created_at",
        ["guards"] = "kind fail_count locked_until",
        ["budgets"] = "failures",
        ["challenges"] =
            "purpose channel method_id destination opened_by opened_from created_at expires_at last_sent_at send_count fail_count ended_at",
        ["backup_codes"] = "created_at used_at",
        ["api_keys"] = "name suffix permissions created_at last_used_at made_by_operator",
        ["sessions"] =
            "kind second_factor_at second_factor_by ip_address user_agent created_at last_seen_at expires_at ended_at api_key_id",
        ["outbox"] = "channel kind destination state attempts created_at done_at reported reported_at",
        ["audit_log"] = "event outcome factor method_id credential api_key_id api_route args ip_address created_at",
        ["pending_methods"] = "kind phone_number fail_count expires_at",
        ["remembered_browsers"] = "ip_address user_agent created_at last_used_at expires_at ended_at second_factor_by",
        ["account_marks"] = "mark at",
        ["sign_ups"] = "username language created_at",
        ["deletions"] = "asked_at due_at ip_address user_agent told_at",
    };

    /// <summary>What does not, and why.</summary>
    private static readonly Dictionary<string, string> LeftOut = new(StringComparer.Ordinal)
    {
        ["a key, a code or a password, sealed or hashed, or what finds it"] =
            "password_hash sealed_key sealed_code sealed_body token_hash token_key code_hash code_key key_hash hash_key " +
            "selector selector_key credential_id public_key",
        ["the same again in another spelling"] = "email_canonical username_canonical full_name_canonical",
        ["what was counted, for the next lock"] = "consecutive_failures lock_count",
        ["which codes of an app are spent"] = "last_step told_steps confirmed_step",
        ["how the outbox does its work"] =
            "message_id challenge_id next_attempt_at claimed_until last_error gathers is_our_fault outbox.expires_at gateway acknowledged " +
            "reference handed_at next_route_at reports",
        ["how the chain holds"] = "entry ip_salt ip_digest hash",
        ["what an operator's programs are told of what stands here already"] =
            "hook_news.channel hook_news.kind hook_news.news hook_news.why hook_news.created_at hook_events.event_id hook_events.type " +
            "hook_events.body hook_events.created_at hook_deliveries.hook_id hook_deliveries.hook_event_id hook_deliveries.state " +
            "hook_deliveries.attempts hook_deliveries.status hook_deliveries.answer hook_deliveries.created_at hook_deliveries.done_at",
        ["how an application was let in: that it was, and that somebody allowed it, stands in the activity"] =
            "application_id session_id scopes grant_id kind state reference payload root_key expires_at redeemed_at revoked_at given_at " +
            "app_grants.created_at app_tokens.created_at demand_version",
        ["whose person it is that has no pages here: what is kept of them, their application asks for"] = "outside_id",
        ["what links to a row that is there"] = "concerns is_restored told_by",
    };

    /// <summary>Tables of things that live for minutes and hold nothing but numbers and hashes.</summary>
    private static readonly string[] Passing = ["totp_setups", "add_grants", "program_grants", "requirement_news", "spent_questions"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_column_about_an_account_stands_in_the_file_or_has_a_reason_not_to()
    {
        var withReason = LeftOut.Values.SelectMany(Words).Concat(Bookkeeping).ToHashSet(StringComparer.Ordinal);

        var strange = from table in Columns()
                      where table.Key is "accounts" || table.Value.Contains("account_id")
                      where !Passing.Contains(table.Key)
                      let known = Exported.TryGetValue(table.Key, out var words) ? Words(words) : []
                      from column in table.Value
                      where !known.Contains(column) && !withReason.Contains(column) && !withReason.Contains($"{table.Key}.{column}")
                      select $"{table.Key}.{column}";

        Assert.Empty(strange);
        Assert.All(Exported, row => Assert.Empty(Words(row.Value).Except(Columns()[row.Key])));
    }

    [Fact]
    public async Task No_secret_of_any_column_is_in_it()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);
        (await session.Post("/tfa/sms/")).Ok();
        (await session.Post("/auth/apikeys/", new { name = "laptop" })).Ok();
        (await server.Stranger().Password(barbara)).Ok();
        await server.Browser(barbara);
        var id = await server.IdOf(barbara);

        var text = await Export(server, session, barbara);

        var secrets = await SecretsOf(server, id);
        Assert.True(secrets.Count > 10, $"{secrets.Count}");
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        foreach (var known in barbara.BackupCodes.Append(barbara.ApiKey).Append(session.Bearer!).Append(TestPerson.Password))
            Assert.DoesNotContain(known, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task It_holds_what_the_person_would_look_for()
    {
        await using var server = await TestServer.Start();
        var barbara = server.People.Barbara;
        var session = await server.LoggedIn(barbara);

        var root = JsonElement.Parse(await Export(server, session, barbara));

        Assert.Equal(("countersign-account-export", 1), (root.GetProperty("format").GetString(), root.GetProperty("version").GetInt32()));
        var account = root.GetProperty("account");
        Assert.Equal((barbara.Email, "barbara"), (account.GetProperty("email").GetString(), account.GetProperty("username").GetString()));
        Assert.Contains(root.GetProperty("methods").EnumerateArray(), m => m.GetProperty("phone_number").GetString() == barbara.Number);
        Assert.Equal(barbara.BackupCodes.Count, root.GetProperty("recovery_codes").GetProperty("left").GetInt32());
        Assert.NotEmpty(root.GetProperty("api_keys").EnumerateArray());
        Assert.NotEmpty(root.GetProperty("sessions").EnumerateArray());
        Assert.Equal("account_exported", root.GetProperty("activity")[0].GetProperty("event").GetString());
        Assert.Contains(
            root.GetProperty("messages").EnumerateArray(), message => message.GetProperty("kind").GetString() is "notice");
    }

    [Fact]
    public async Task It_is_written_down_and_told_once_and_nothing_of_either_without_a_proof()
    {
        await using var server = await TestServer.Start();
        var (ada, grace) = (server.People.Ada, server.People.Grace);
        var session = await server.LoggedIn(grace);

        (await session.Post("/users/current/export/", new { })).IsRefused(400, "missing_params");
        (await session.Post("/users/current/export/", new { password = TestPerson.Password })).IsRefused(400, "missing_params");
        (await session.Post("/users/current/export/", new { code = grace.Phone.WrongCode(), tfa_method = "totp" }))
            .IsRefused(400, "2fa_verification_failed");
        (await server.As(ada).Post("/users/current/export/", new { password = "wrong-wrong-wrong" })).IsRefused(403, "auth_error");
        Assert.Equal(0, await server.AuditedOf(grace, "account_exported", "success"));

        await Export(server, session, grace);

        Assert.Equal(1, await server.AuditedOf(grace, "account_exported", "success"));
        await server.NextNotice(grace, "A copy of your account's data was made");
        await server.As(ada).Post("/users/current/export/", new { password = TestPerson.Password });
        Assert.Equal(1, await server.AuditedOf(ada, "account_exported", "success"));
    }

    [Fact]
    public async Task It_holds_nothing_about_the_operators_who_helped_nor_about_whom_an_admin_has_helped()
    {
        await using var server = await TestServer.Start();
        var (admin, grace) = (await server.Admin(), server.People.Grace);
        var (adminId, graceId) = (await server.IdOf(admin), await server.IdOf(grace));
        var browser = await server.Browser(admin);
        await browser.Act(graceId, "unlock", admin, "she sounded like herself");
        Assert.NotNull((await server.Verb<UnlockAccount>().Run(
            new ShellOperator("olga", "account unlock"), new(new(graceId)), Reason.Find("rang from Lisbon")!, Ct)).Given);

        var hers = JsonElement.Parse(await Export(server, await server.LoggedIn(grace), grace));
        var theirs = JsonElement.Parse(await Export(server, await server.LoggedIn(admin), admin));

        var acts = hers.GetProperty("activity").EnumerateArray().Where(entry => EventOf(entry) == "admin_unlocked").ToList();
        Assert.Equal(2, acts.Count);
        Assert.All(acts, act => Assert.Equal(
            (JsonValueKind.Null, "{}"), (act.GetProperty("ip_address").ValueKind, act.GetProperty("args").GetRawText())));
        Assert.Equal(["shell", "admin"], acts.Select(act => act.GetProperty("by").GetString()));
        foreach (var strange in (string[])["olga", "she sounded", "Lisbon", $"admin:{adminId}"])
            Assert.DoesNotContain(strange, hers.GetRawText(), StringComparison.Ordinal);
        var own = theirs.GetProperty("activity").EnumerateArray().Single(entry => EventOf(entry) == "admin_acted");
        Assert.Equal("{}", own.GetProperty("args").GetRawText());
        Assert.Equal("127.0.0.1", own.GetProperty("ip_address").GetString());
        Assert.DoesNotContain("she sounded", theirs.GetRawText(), StringComparison.Ordinal);

        static string? EventOf(JsonElement entry) => entry.GetProperty("event").GetString();
    }

    [Fact]
    public async Task It_is_given_a_few_times_a_day_and_a_mistake_costs_none_of_them()
    {
        await using var server = await TestServer.Start();
        var ada = server.People.Ada;
        (await server.As(ada).Post("/users/current/export/", new { password = "wrong-wrong-wrong" })).IsRefused(403, "auth_error");

        for (var n = 0; n < 5; n++) (await server.As(ada).Post("/users/current/export/", new { password = TestPerson.Password })).Ok();

        (await server.As(ada).Post("/users/current/export/", new { password = TestPerson.Password })).IsRefused(429, "rate_limited");
        Assert.Equal(5, await server.AuditedOf(ada, "account_exported", "success"));
        server.Clock.Advance(TimeSpan.FromDays(1));
        (await server.As(ada).Post("/users/current/export/", new { password = TestPerson.Password })).Ok();
    }

    private static async Task<string> Export(TestServer server, VastCaller session, TestPerson person)
    {
        var answer = (await session.Post("/users/current/export/", new { tfa_method = "totp", code = person.Phone.NextCode() })).Ok();
        Assert.True(answer.Headers.CacheControl?.NoStore);
        return answer.Raw;
    }

    // Every binary value and every hash of the account's rows, in each way that a file could hold it.
    private static async Task<List<string>> SecretsOf(TestServer server, long id)
    {
        var found = new List<string>();
        foreach (var (table, columns) in Columns().Where(table => table.Key is "accounts" || table.Value.Contains("account_id")))
        {
            var (from, by) = (SqlPart.Of(table), SqlPart.Of(table is "accounts" ? "id" : "account_id"));
            foreach (var column in columns.Where(IsSecret))
            {
                var what = SqlPart.Of(column);
                if (column is "password_hash" || (table, column) is ("backup_codes", "code_hash"))
                {
                    found.AddRange(await server.Db.Read(
                        sql => sql.Query<string>($"SELECT {what} FROM {from} WHERE {by} = {id} AND {what} IS NOT NULL"), Ct));
                    continue;
                }

                var values = await server.Db.Read(
                    sql => sql.Query<Blob>($"SELECT {what} AS value FROM {from} WHERE {by} = {id} AND {what} IS NOT NULL"), Ct);
                found.AddRange(values.SelectMany(
                    blob => (string[])[Convert.ToHexString(blob.Value), Convert.ToBase64String(blob.Value)]));
            }
        }

        return found;
    }

    // The names of root keys are short words and no secret; a selector is a small number.
    private static bool IsSecret(string column) => Words(LeftOut.Values.First()).Contains(column)
        && column is not ("token_key" or "code_key" or "hash_key" or "selector_key" or "selector");

    private static string[] Words(string text) => text.Split(' ');

    private static Dictionary<string, List<string>> Columns()
    {
        var folder = Path.Combine(Repository.Root, "src", "Countersign.Server", "Storage", "Migrations");
        var texts = Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        var tables = texts.SelectMany(text => TableMade().Matches(text)).ToDictionary(
            made => made.Groups[1].Value,
            made => Column().Matches(made.Groups[2].Value).Select(column => column.Groups[1].Value).ToList(), StringComparer.Ordinal);
        foreach (var added in texts.SelectMany(text => ColumnAdded().Matches(text)))
            if (tables.TryGetValue(added.Groups[1].Value, out var columns)) columns.Add(added.Groups[2].Value);
        return tables;
    }

    [GeneratedRegex(@"CREATE TABLE (\w+) \((.*?)\n\);", RegexOptions.Singleline)]
    private static partial Regex TableMade();

    [GeneratedRegex(@"^    ([a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Column();

    [GeneratedRegex(@"ALTER TABLE (\w+) ADD COLUMN (\w+)")]
    private static partial Regex ColumnAdded();

    private sealed record Blob(byte[] Value);
}
