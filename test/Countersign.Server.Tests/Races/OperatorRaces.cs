using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;
using Countersign.Server.Tests.Operate;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Races;

/// <summary>Admins who press at the same instant: a code buys one act, an account is acted on once, and one admin remains.</summary>
public sealed class OperatorRaces
{
    [Theory]
    [InlineData("reset")]
    [InlineData("disable")]
    public async Task One_code_buys_one_act_however_many_accounts_it_is_tried_on(string act)
    {
        await using var server = await TestServer.Start();
        var (ada, victims) = (await server.Admin(), await Crowded(server));
        var browser = await server.Browser(ada);
        var forms = new List<PageAnswer>();
        foreach (var victim in victims) forms.Add(await browser.Open($"/operate/accounts/{victim}/{act}"));
        var code = ada.Phone.NextCode();

        var answers = await AtOnce(
            n => browser.Copy().Submit(forms[n], $"/operate/accounts/{victims[n]}/{act}", ("reason", "a race"), ("code", code)));

        var told = string.Join(", ", answers.GroupBy(answer => answer.Status).Select(group => $"{group.Count()} x {group.Key}"));
        Assert.True(
            answers.Count(answer => answer.Status == 303) == 1 && answers.Count(answer => answer.Status == 422) == Crowd.Size - 1, told);
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE event IN ('admin_reset', 'admin_disabled')"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'admin_acted'"));
        await server.BothChainsHold();
    }

    [Theory]
    [InlineData("reset", "admin_reset")]
    [InlineData("disable", "admin_disabled")]
    public async Task Two_admins_with_a_code_each_act_on_an_account_once(string act, string audited)
    {
        await using var server = await TestServer.Start();
        var (ada, barbara) = (await server.Admin(), await server.AlsoAdmin(server.People.Barbara));
        var path = $"/operate/accounts/{await server.IdOf(server.People.Grace)}/{act}";
        var seats = new List<(PageVisitor Browser, PageAnswer Form, string Code)>();
        foreach (var admin in (TestPerson[])[ada, barbara])
        {
            var browser = await server.Browser(admin);
            seats.Add((browser, await browser.Open(path), ""));
        }

        var codes = (string[])[ada.Phone.NextCode(), barbara.Phone.NextCode()];
        var answers = await AtOnce(
            n => seats[n % 2].Browser.Copy().Submit(seats[n % 2].Form, path, ("reason", "a race"), ("code", codes[n % 2])));

        Assert.All(answers, answer => Assert.Contains(answer.Status, (int[])[303, 422]));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE event = {audited} AND outcome = 'success'"));
        Assert.Equal(1, await server.Number($"SELECT count(*) FROM audit_log WHERE event = 'admin_acted'"));
    }

    [Fact]
    public async Task Of_two_admins_who_shut_each_other_out_one_stays()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var server = await TestServer.Start();
            TestPerson[] admins = [await server.Admin(), await server.AlsoAdmin(server.People.Barbara)];
            var seats = new List<(PageVisitor Browser, PageAnswer Form, string Path)>();
            foreach (var (admin, other) in ((TestPerson, TestPerson)[])[(admins[0], admins[1]), (admins[1], admins[0])])
            {
                var (browser, path) = (await server.Browser(admin), $"/operate/accounts/{await server.IdOf(other)}/disable");
                seats.Add((browser, await browser.Open(path), path));
            }

            var codes = admins.Select(admin => admin.Phone.NextCode()).ToList();
            await AtOnce(2, n => seats[n].Browser.Submit(seats[n].Form, seats[n].Path, ("reason", "a race"), ("code", codes[n])));

            Assert.Equal(1, await server.Number($"SELECT count(*) FROM accounts WHERE is_admin = 1 AND disabled_at IS NULL"));
        }
    }

    private static Task<PageAnswer[]> AtOnce(Func<int, Task<PageAnswer>> press) => AtOnce(Crowd.Size, press);

    private static async Task<PageAnswer[]> AtOnce(int presses, Func<int, Task<PageAnswer>> press)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = Enumerable.Range(0, presses).Select(async n =>
        {
            await start.Task;
            return await press(n);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(all);
    }

    // As many accounts with a second factor as there are callers.
    private static async Task<IReadOnlyList<long>> Crowded(TestServer server)
    {
        var accounts = new List<long>();
        await server.Change(async tx =>
        {
            for (var n = 0; n < Crowd.Size; n++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"victim{n:D2}");
                Assert.True(EmailAddress.TryParse($"{name}@example.org", out var email));
                accounts.Add((await AccountStore.TryAdd(tx,
                    new(email, name, EmailVerifiedAt: server.Clock.GetUtcNow(), IsLegacy: true)))!.Value.Value);
            }
        });
        return accounts;
    }
}
