using Countersign.Server.Storage;

namespace Countersign.Server.Operators;

/// <summary>Shows an admin a range of numbers that the numbering plans here do not know.</summary>
public sealed class ShowRange(Ground ground)
{
    /// <returns>Null when there is no such range.</returns>
    public Task<UnknownRange?> Run(long id, CancellationToken ct) => ground.Db.Read(sql => PhoneRangeStore.Find(sql, id), ct);
}
