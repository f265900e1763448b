using System.Data;
using Countersign.Core;
using Npgsql;

namespace Countersign.Server.Storage;

/// <summary>
/// The database as PostgreSQL, shared by any number of equal nodes. A change that reads an account holds its row until it is over
/// (<see cref="Sql.Hold"/>); conditional writes decide the rest. What another transaction crossed is decided again.
/// </summary>
public sealed class PostgresDb : Db
{
    private readonly NpgsqlDataSource source;
    private readonly PostgresEar ear;
    private readonly NpgsqlDataSource apart;
    private readonly DatabaseClock clock;
    private readonly Afterwards closing = new();
    private readonly AccountTurns turns = new();

    /// <summary>Connects when it is first asked.</summary>
    public PostgresDb(PostgresAddress address, TimeProvider clock)
    {
        this.clock = new(clock);
        ear = new(address);
        apart = address.ForWhatIsAlone();
        var builder = address.ForRequests();
        builder.UsePhysicalConnectionInitializer(
            _ => throw new NotSupportedException("Every connection is opened without blocking a thread."), Greet);
        source = builder.Build();
    }

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <summary>The time by the database's clock, so that nodes whose own clocks differ agree on what is over.</summary>
    public override DateTimeOffset Now() => clock.Now();

    /// <summary>PostgreSQL checks its own files; what answers is whole, as far as it knows.</summary>
    public override Task<IReadOnlyList<string>> Faults(CancellationToken ct) => Read<IReadOnlyList<string>>(async sql =>
    {
        await sql.Number($"SELECT 1");
        return [];
    }, ct);

    /// <inheritdoc/>
    public override Task Listen(Action<string?> heard, CancellationToken ct) => ear.Listen(heard, ct);

    /// <summary>
    /// The lock belongs to a connection of its own: whoever dies in the middle of it holds nobody up. One that could not be given up ends
    /// with its connection.
    /// </summary>
    public override async Task Alone(string what, Func<Task> act, CancellationToken ct)
    {
        try
        {
            await using var session = new PostgresSession(await apart.OpenConnectionAsync(ct));
            if (!await session.TryAlone(what)) return;

            try
            {
                await act();
            }
            finally
            {
                await LeaveAlone(session, what);
            }
        }
        catch (Exception broken) when (broken is NpgsqlException or ObjectDisposedException)
        {
            throw new StoreUnavailableException(broken);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await closing.WhenDone();
        await apart.DisposeAsync();
        await source.DisposeAsync();
    }

    /// <inheritdoc/>
    internal override Task WhenClosed() => closing.WhenDone();

    private protected override async Task<T> ReadOnce<T>(Func<Sql, Task<T>> question, CancellationToken ct)
    {
        try
        {
            await using var session = await Connect(ct);
            await using var snapshot = await session.Begin(IsolationLevel.RepeatableRead);
            return await question(new(session, Now()));
        }
        catch (Exception broken) when (broken is NpgsqlException or ObjectDisposedException)
        {
            throw new StoreUnavailableException(broken);
        }
    }

    private protected override async Task<T> AskOnce<T>(Func<Sql, Task<T>> question, CancellationToken ct)
    {
        try
        {
            await using var session = await Connect(ct);
            return await question(new(session, Now(), most: 1));
        }
        catch (Exception broken) when (broken is NpgsqlException or ObjectDisposedException)
        {
            throw new StoreUnavailableException(broken);
        }
    }

    /// <inheritdoc/>
    public override void AskTheTimeAnew() => clock.Want();

    // An answer leaves only after a commit that is known to have happened. When the connection breaks while it commits, nobody knows:
    // that is said as a failure, and whoever tries again finds spent what was spent.
    private protected override async Task<T> WriteOnce<T>(Func<Tx, Task<T>> transaction, CancellationToken ct)
    {
        try
        {
            await using var session = await Connect(ct);
            await using var whole = await session.Begin(IsolationLevel.ReadCommitted);
            var tx = new Tx(session, Now(), Now);
            var answer = await transaction(tx);
            if (tx.IsUndone) return answer;

            await session.Commit(whole);
            tx.Committed();
            tx.Tell();
            if (tx.Closing is { } close) closing.Want(() => WriteOnce(
                async last =>
                {
                    await close(last);
                    return true;
                }, CancellationToken.None));
            return answer;
        }
        catch (PostgresException crossed) when (crossed.SqlState is PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation
            or PostgresSession.HitNothing)
        {
            throw new OvertakenException();
        }
        catch (Exception broken) when (broken is NpgsqlException or ObjectDisposedException)
        {
            throw new StoreUnavailableException(broken);
        }
    }

    private protected override async Task<IDisposable?> Turn(AccountId account, CancellationToken ct) => await turns.Take(account, ct);

    private async Task LeaveAlone(PostgresSession session, string what)
    {
        try
        {
            await session.LeaveAlone(what);
        }
        catch (NpgsqlException)
        {
            apart.Clear();
            throw;
        }
    }

    private async Task<PostgresSession> Connect(CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        if (clock.IsDue) await Greet(connection);
        return new(connection);
    }

    // A standby answers with yesterday's locks, so nobody is let in by what it says.
    private async Task Greet(NpgsqlConnection connection)
    {
        await using var question =
            new NpgsqlCommand("SELECT pg_is_in_recovery(), extract(epoch FROM clock_timestamp())::double precision", connection);
        var asked = DatabaseClock.Mark();
        await using var answer = await question.ExecuteReaderAsync();
        await answer.ReadAsync();
        if (answer.GetBoolean(0)) throw new NpgsqlException("This PostgreSQL is a standby; only the primary knows what was spent.");

        clock.Set(asked, answer.GetDouble(1));
    }
}
