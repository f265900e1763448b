using System.Data.Common;
using Dapper;

namespace Countersign.Server.Storage;

/// <summary>An open connection to ask. Stores take it as their first argument; a <see cref="Tx"/> may also change things.</summary>
/// <param name="now">When it began; see <see cref="Now"/>.</param>
public class Sql(DbConnection connection, DbTransaction? transaction, DateTimeOffset now)
{
    static Sql() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>
    /// The time at which this began, to the second as it is stored. Whatever is read, judged and written here goes by it: a caller
    /// who waited for the writer is judged by the end of the wait, not by its beginning.
    /// </summary>
    public DateTimeOffset Now => now;

    /// <summary>The rows of a query, read whole.</summary>
    public async Task<IReadOnlyList<T>> Query<T>(Statement statement) =>
        (await connection.QueryAsync<T>(Command(statement))).AsList();

    /// <summary>The one row of a query, or null; more than one is a broken rule and throws.</summary>
    public Task<T?> FindOne<T>(Statement statement)
        where T : class =>
        connection.QuerySingleOrDefaultAsync<T>(Command(statement));

    /// <summary>The single value of a query that always has one (a count, a sum).</summary>
    public async Task<long> Number(Statement statement) =>
        Convert.ToInt64(await connection.ExecuteScalarAsync(Command(statement)), System.Globalization.CultureInfo.InvariantCulture);

    private protected CommandDefinition Command(Statement statement) =>
        new(statement.Text, statement.Parameters, transaction);

    private protected DbConnection Connection => connection;

    private protected DbTransaction? Transaction => transaction;
}

/// <summary>A transaction under way: everything done through it happens together, or not at all.</summary>
public sealed class Tx(DbConnection connection, DbTransaction? transaction, DateTimeOffset now) : Sql(connection, transaction, now)
{
    private Action? afterCommit;

    /// <summary>Whether all of this is undone in the end.</summary>
    internal bool IsUndone { get; private set; }

    /// <summary>
    /// Whatever is done in this transaction is undone when it ends, while its answer is told: what was tried, and how it would have
    /// ended, is known then, and nothing has happened.
    /// </summary>
    public void Undo() => IsUndone = true;

    /// <summary>Runs a change; the number of rows it hit is the answer.</summary>
    public Task<int> Execute(Statement statement) => Connection.ExecuteAsync(Command(statement));

    /// <summary>Runs a whole script of our own (a migration).</summary>
    internal Task Script(string sql) => Connection.ExecuteAsync(new CommandDefinition(sql, transaction: Transaction));

    /// <summary>Runs an <c>INSERT … RETURNING id</c>.</summary>
    public Task<long> Insert(Statement statement) => Number(statement);

    /// <summary>
    /// What is to happen once all of this is on disk, and never if it is undone: to wake somebody. It runs on the writer,
    /// so it takes no time and never throws. A process that dies in between does not do it, so nothing may depend on it but speed.
    /// </summary>
    public void AfterCommit(Action effect) => afterCommit += effect;

    /// <summary>The commit is on disk.</summary>
    internal void Committed() => afterCommit?.Invoke();
}
