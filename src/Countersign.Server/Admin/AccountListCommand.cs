using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Composition;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary><c>account list</c>.</summary>
public static class AccountListCommand
{
    private const int PageSize = 500;

    private static readonly Option<string> Search = new("--search")
    {
        Description =
        "Only accounts whose address, user name or full name contains this, and the one with this number.",
        HelpName =
        "PART",
        DefaultValueFactory = _ => ""
    };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answer with one JSON array." };

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell) =>
        OperatorCommand.OnInstallation(shell, new Command("list", "Lists accounts, oldest first.") { Search, AsJson }, Run);

    private static async Task<int> Run(CommandRun run, Installation at, CancellationToken ct)
    {
        var rows = await at.Db.Read(sql => ReadAll(sql, run.Get(Search)!), ct);
        if (run.Get(AsJson)) return run.SayJson(rows);

        foreach (var row in rows) run.Say(row.ToLine());
        run.Note(rows.Count == 1 ? "1 account." : string.Create(CultureInfo.InvariantCulture, $"{rows.Count} accounts."));
        return CommandRun.Done;
    }

    private static async Task<IReadOnlyList<ListRow>> ReadAll(Sql sql, string part)
    {
        var rows = new List<ListRow>();
        for (long after = 0; ;)
        {
            var page = await AccountIndex.ListEverybody(sql, part, after, PageSize);
            foreach (var account in page) rows.Add(ListRow.Of(account, await MethodStore.CountOf(sql, account.Id)));
            if (page.Count < PageSize) return rows;
            after = page[^1].Id.Value;
        }
    }

    private sealed record ListRow(
        long Id, string Email, bool EmailVerified, string Username, bool Admin, bool Disabled, bool Legacy, int Methods)
    {
        public static ListRow Of(Account account, int methods) => new(
            account.Id.Value, account.Email.Text, account.IsEmailVerified, account.Username, account.IsAdmin, account.IsDisabled,
            account.IsLegacy, methods);

        public string ToLine()
        {
            var facts = new[]
            {
                Admin ? "admin" : null, Disabled ? "disabled" : null, EmailVerified ? null : "address not confirmed",
                Legacy ? "2FA by the number on file" : Methods == 0 ? "no 2FA" : $"2FA ({Methods})",
            };
            return string.Create(CultureInfo.InvariantCulture,
                $"{Id,6}  {Username,-20}  {Email,-32}  {string.Join(", ", facts.Where(fact => fact is not null))}");
        }
    }
}
