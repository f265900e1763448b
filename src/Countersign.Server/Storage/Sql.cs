namespace Countersign.Server.Storage;

/// <summary>An open connection to ask. Stores take it as their first argument; a <see cref="Tx"/> may also change things.</summary>
public class Sql
{
    private readonly StoreConnection connection;
    private int statementsLeft;

    /// <param name="most">How many statements it may ask; they see the same moment only where it is a transaction.</param>
    internal Sql(StoreConnection connection, DateTimeOffset now, int most = int.MaxValue)
    {
        this.connection = connection;
        statementsLeft = most;
        Now = now;
    }

    /// <summary>
    /// The time at which this began, to the second as it is stored. Whatever is read, judged and written here goes by it: a caller
    /// who waited for the writer is judged by the end of the wait, not by its beginning.
    /// </summary>
    public DateTimeOffset Now { get; private protected set; }

    /// <summary>
    /// Ends a SELECT of an account: inside a change nobody else changes anything of that account before it is over, so changes of one
    /// account follow one another on every node, and those of different accounts never wait for each other.
    /// </summary>
    internal virtual SqlPart Hold => SqlPart.Nothing;

    /// <summary>An account has just been read by what holds it: whoever waited for that is judged by the end of the wait.</summary>
    internal virtual void Held(long account)
    {
    }

    /// <summary>The rows of a query, read whole.</summary>
    public Task<IReadOnlyList<T>> Query<T>(Statement statement) => Counted().Query<T>(statement);

    /// <summary>The one row of a query, or null; more than one is a broken rule and throws.</summary>
    public async Task<T?> FindOne<T>(Statement statement)
        where T : class => (await Counted().Query<T>(statement)).SingleOrDefault();

    /// <summary>The single value of a query that always has one (a count, a sum).</summary>
    public Task<long> Number(Statement statement) => Counted().Number(statement);

    /// <summary>
    /// Says what will be asked here, a statement each: where every answer takes a way of its own, all take it together. In a change the
    /// account comes first, by what holds it (<see cref="Hold"/>), and the rest is about it: nobody else changes that then. A change of
    /// ours in between is seen all the same: what it touches is asked again.
    /// </summary>
    public Task Foresee(params Func<Sql, Task>[] questions) => connection.Foresee(this, questions);

    /// <summary>Whether there is a table of this name.</summary>
    internal Task<bool> HasTable(string name) => connection.HasTable(name);

    /// <summary>The tables, columns, indexes and keys that there are.</summary>
    internal Task<IReadOnlyList<SchemaPart>> Schema() => connection.Schema();

    /// <summary>The same, asked elsewhere.</summary>
    internal virtual Sql At(StoreConnection other) => new(other, Now);

    private protected StoreConnection Connection => connection;

    private StoreConnection Counted() =>
        statementsLeft-- > 0 ? connection : throw new InvalidOperationException("This question may ask one statement only.");
}

/// <summary>A transaction under way: everything done through it happens together, or not at all.</summary>
public sealed class Tx : Sql
{
    private readonly Func<DateTimeOffset>? clock;
    private readonly HashSet<long> held = [];
    private Action? afterCommit;
    private Action? tellings;

    /// <param name="clock">Asked once more whenever an account is held, where that may take a wait.</param>
    internal Tx(StoreConnection connection, DateTimeOffset now, Func<DateTimeOffset>? clock = null)
        : base(connection, now)
    {
        this.clock = clock;
        (Hold, Free) = (SqlPart.Of(connection.Hold), SqlPart.Of(connection.Free));
    }

    /// <inheritdoc/>
    internal override SqlPart Hold { get; }

    /// <inheritdoc/>
    internal override Sql At(StoreConnection other) => new Tx(other, Now);

    /// <inheritdoc/>
    internal override void Held(long account)
    {
        if (held.Add(account)) AskTheTime();
    }

    /// <summary>Judged from here on by the time it is now: it waited for something.</summary>
    internal void AskTheTime() => Now = clock?.Invoke() ?? Now;

    /// <summary>Ends a SELECT of rows that any worker may take: what another one is taking at this moment is not in the answer.</summary>
    internal SqlPart Free { get; }

    /// <summary>Whether all of this is undone in the end.</summary>
    internal bool IsUndone { get; private set; }

    /// <summary>
    /// Whatever is done in this transaction is undone when it ends, while its answer is told: what was tried, and how it would have
    /// ended, is known then, and nothing has happened.
    /// </summary>
    public void Undo() => IsUndone = true;

    /// <summary>Runs a change; the number of rows it hit is the answer.</summary>
    public Task<int> Execute(Statement statement) => Connection.Execute(statement);

    /// <summary>Runs a change that nobody asks the number of rows of; it happens before the next question, or with the commit.</summary>
    public Task Later(Statement statement) => Connection.Later(statement, mustHit: false);

    /// <summary>
    /// The same for a change that must hit a row: if it hits none, somebody was faster, and all of this is undone and decided again
    /// (<see cref="OvertakenException"/>), at once or instead of the commit.
    /// </summary>
    public Task LaterOrAgain(Statement statement) => Connection.Later(statement, mustHit: true);

    /// <summary>Runs a whole script of our own (a migration), in the words of this database.</summary>
    internal Task Script(string sql) => Connection.Script(sql);

    /// <summary>
    /// Whoever changes what spans accounts (who may still administer, say) does it one after the other, on every node; a name for each
    /// such thing.
    /// </summary>
    public Task OneByOne(string what) => Connection.OneByOne(what);

    /// <summary>The same for what may take minutes: whoever is second waits as long.</summary>
    internal Task OneByOneForLong(string what) => Connection.OneByOneForLong(what);

    /// <summary>
    /// Calls to every node that listens (<see cref="Db.Listen"/>), once all of this is committed. Nothing may depend on it but speed.
    /// </summary>
    public Task Call(string what) => Connection.Call(what);

    /// <summary>Runs an <c>INSERT … RETURNING id</c>.</summary>
    public Task<long> Insert(Statement statement) => Number(statement);

    /// <summary>
    /// What is to happen once all of this is on disk, and never if it is undone: to wake somebody. It runs on the writer,
    /// so it takes no time and never throws. A process that dies in between does not do it, so nothing may depend on it but speed.
    /// </summary>
    public void AfterCommit(Action effect) => afterCommit += effect;

    /// <summary>
    /// What is to be told of all of this once it is on disk, and never if it is undone. It runs where its answer is waited for, before that
    /// is given: it may take a moment, which the writer has not.
    /// </summary>
    internal void TellAfterCommit(Action tell) => tellings += tell;

    /// <summary>
    /// What it adds to the audit log, to be written by what closes it (<see cref="ClosesBeforeCommit"/>).
    /// </summary>
    internal List<StoredAuditEntry> Entries { get; init; } = [];

    /// <summary>Whether what closes it belongs to the same commit.</summary>
    internal bool ClosesBeforeCommit => Connection.ClosesBeforeCommit;

    /// <summary>
    /// What closes this transaction, once for all that ask for it at the same time: in the commit of a file's writer, which several
    /// transactions share, and right after the commit where other nodes write too.
    /// </summary>
    internal Func<Tx, Task>? Closing { get; set; }

    /// <summary>The commit is on disk.</summary>
    internal void Committed() => afterCommit?.Invoke();

    /// <summary>Tells what was to be told of it.</summary>
    internal void Tell() => tellings?.Invoke();
}
