using System.Globalization;
using Countersign.Core;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Whether the deletions that owners asked for come to their end, and whether somebody hears of them before.</summary>
public static class DoctorDeletions
{
    private const string Name = "deletions";

    // A mail that is put off for a while is no news; nor is a sweep that has much to do.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    // So many are named; the same fault is behind all of them, most likely.
    private const int Named = 5;

    /// <summary>Counts, and names those that something keeps from being carried out.</summary>
    public static async Task<Finding> Look(Sql sql)
    {
        var count = await DeletionStore.Count(sql);
        var stuck = await DeletionStore.Overdue(sql, sql.Now - Patience);
        var faults = ((long Count, string What)[])
        [
            (count.Untold, "whose notice has not left: it waits until it has. Look at the mail above"),
            (count.Unreachable, "without a confirmed address, so that nobody could be told. `account show` says when they go"),
            (stuck.Count, "due and not carried out: " + Advice(stuck, await SteadyClock.HoldsUntil(sql))),
        ];
        var said = faults.Where(fault => fault.Count > 0)
            .Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Count} {fault.What}")).ToList();
        return said.Count > 0
            ? Finding.Warn(Name, string.Join("; ", said))
            : Finding.Ok(Name, count.Waiting == 0
                ? "none waits"
                : string.Create(CultureInfo.InvariantCulture, $"{count.Waiting} wait, and their owners know"));
    }

    // The others go on meanwhile: each is carried out by itself.
    private static string Advice(IReadOnlyList<AccountId> stuck, DateTimeOffset? held)
    {
        if (stuck.Count == 0) return "";

        var numbers = stuck.Take(Named).Select(id => id.Value.ToString(CultureInfo.InvariantCulture));
        var more = stuck.Count > Named ? " and others" : "";
        var first = stuck[0].Value.ToString(CultureInfo.InvariantCulture);
        var why = held is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"They wait until the clock has gone by steadily, with a server running: {until:u}")
            : $"The log of the server says what broke (deletion_broke). Mend that, or run `account delete {first}`";
        return $"account {string.Join(", ", numbers)}{more}. {why}";
    }
}
