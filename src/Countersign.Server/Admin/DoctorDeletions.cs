using System.Globalization;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Whether the deletions that owners asked for come to their end, and whether somebody hears of them before.</summary>
public static class DoctorDeletions
{
    private const string Name = "deletions";

    // A mail that is put off for a while is no news; nor is a sweep that has much to do.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(2);

    /// <summary>Counts.</summary>
    public static async Task<Finding> Look(Sql sql)
    {
        var count = await DeletionStore.Count(sql, sql.Now - Patience);
        var faults = ((long Count, string What)[])
        [
            (count.Untold, "whose notice has not left: it waits until it has. Look at the mail above"),
            (count.Unreachable, "without a confirmed address, so that nobody could be told. `account show` says when they go"),
            (count.Overdue, "overdue. The log of the server says what breaks, or it does not run"),
        ];
        var said = faults.Where(fault => fault.Count > 0)
            .Select(fault => string.Create(CultureInfo.InvariantCulture, $"{fault.Count} {fault.What}")).ToList();
        return said.Count > 0
            ? Finding.Warn(Name, string.Join("; ", said))
            : Finding.Ok(Name, count.Waiting == 0
                ? "none waits"
                : string.Create(CultureInfo.InvariantCulture, $"{count.Waiting} wait, and their owners know"));
    }
}
