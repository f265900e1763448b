namespace Countersign.Server.Storage;

/// <summary>
/// Takes note of what would be asked and answers nothing: whoever asks here waits for ever, and is forgotten. So a store says itself what
/// its question is, and nobody has to say it twice.
/// </summary>
internal sealed class Questions(StoreConnection asker) : StoreConnection
{
    /// <summary>What was asked, in its order.</summary>
    public List<Question> Asked { get; } = [];

    /// <inheritdoc/>
    public override string Hold => asker.Hold;

    /// <inheritdoc/>
    public override string Free => asker.Free;

    /// <inheritdoc/>
    public override bool ClosesBeforeCommit => asker.ClosesBeforeCommit;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<T>> Query<T>(Statement statement)
    {
        Asked.Add(new Question<T>(statement));
        return new TaskCompletionSource<IReadOnlyList<T>>().Task;
    }

    /// <inheritdoc/>
    public override Task<long> Number(Statement statement)
    {
        Asked.Add(new Question<long?>(statement));
        return new TaskCompletionSource<long>().Task;
    }

    /// <inheritdoc/>
    public override Task<int> Execute(Statement statement) => throw OnlyQuestions();

    /// <inheritdoc/>
    public override Task Script(string sql) => throw OnlyQuestions();

    /// <inheritdoc/>
    public override Task<bool> HasTable(string name) => throw OnlyQuestions();

    /// <inheritdoc/>
    public override Task<IReadOnlyList<SchemaPart>> Schema() => throw OnlyQuestions();

    /// <inheritdoc/>
    public override Task OneByOne(string what) => throw OnlyQuestions();

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => default;

    private static InvalidOperationException OnlyQuestions() => new("Only a question of one statement can be asked ahead.");
}

/// <summary>A question and its answer.</summary>
internal abstract class Question(Statement statement)
{
    /// <summary>What is asked.</summary>
    public Statement Statement => statement;

    /// <summary>Whether it is the same question, about the same values.</summary>
    public bool Asks(Statement other) => ReferenceEquals(statement.Text, other.Text) && statement.Values.SequenceEqual(other.Values);

    /// <summary>Takes one row of the answer in.</summary>
    public abstract void Take(Rows row);
}

/// <inheritdoc/>
internal sealed class Question<T>(Statement statement) : Question(statement)
{
    private readonly List<T> rows = [];

    /// <summary>The answer, once it was taken in.</summary>
    public IReadOnlyList<T> Answer => rows;

    /// <inheritdoc/>
    public override void Take(Rows row) => rows.Add(Statement.Text.ReaderFor<T>(row)(row));
}
