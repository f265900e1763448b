using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Cli.Tests;

/// <summary><c>--explain</c> is made to be pasted into a letter to somebody else.</summary>
public sealed class ExplainTests
{
    [Fact]
    public async Task Every_request_and_answer_is_shown_and_no_secret_in_them()
    {
        await using var server = await TestServer.Start(TestClock.Now());
        var world = new World(server);
        using var terminal = new Terminal { Url = server.Http.BaseAddress!, World = world, ApiKey = server.People.Ada.ApiKey };
        var secrets = new List<string> { terminal.ApiKey };
        var told = "";

        await Do("tfa auth-new", "{mail ada}");
        var key = await Do("tfa totp-setup --raw");
        await world.Happen($"type ada {Regex.Match(key, "\"secret\":\"([A-Z2-7]+)").Groups[1].Value}");
        var spare = Regex.Match(await Do("tfa activate {app ada} --raw"), "[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}").Value;
        await Do("tfa login --code {app ada}");
        await Do($"tfa login --backup-code {spare}");
        await Do("tfa send-email --raw");
        await world.Happen("read ada@example.org");
        await world.Happen("time 00:00:31");
        await Do("tfa login --method-type email", "{mail ada}");
        await Do("tfa auth-new --method-type totp", "{app ada}");
        await Do("tfa send-sms --phone-number +14165550142 --raw");
        await Do("tfa activate {sms +14165550142} --method-type sms");
        await Do("tfa regen-codes --yes --raw --code {app ada}");
        await Do("create api-key --name job --raw");
        await Do("show sessions");
        await Do("tfa logout");

        Assert.Contains($"> POST {terminal.Url}api/v0/tfa/\n> Authorization: Bearer •••\n> {{\"code\":\"•••\"}}\n< 200\n< {{",
            told, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));

        async Task<string> Do(string command, params string[] typed)
        {
            var ran = await terminal.Run($"{command} --explain", [.. typed.Select(line => new Terminal.Key(line, IsPiped: false))]);
            Assert.True(ran.ExitCode == 0, ran.Errors);
            told += ran.Errors;

            // What stdout shows on purpose, what was typed and sent, and the key files are all secrets.
            secrets.AddRange(
                Regex.Matches(ran.Output, @"""(?:secret|key|session_key)"":""([^""]+)""").Select(found => found.Groups[1].Value));
            secrets.AddRange(Regex.Matches(ran.Output, "[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}").Select(found => found.Value));
            secrets.AddRange(server.Inbox.All.Select(message => Regex.Match(message.Text, @"\A\d{6}")).Where(code => code.Success).Select(
                code => code.Value));
            if (File.Exists(terminal.PathOf("countersign/tfa_key")))
                secrets.Add(File.ReadLines(terminal.PathOf("countersign/tfa_key")).First());
            return ran.Output;
        }
    }
}
