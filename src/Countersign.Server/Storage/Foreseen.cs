namespace Countersign.Server.Storage;

/// <summary>
/// What was asked ahead in a transaction, with its answers. An answer is good until a change may have touched what it is about.
/// </summary>
internal sealed class Foreseen
{
    private readonly List<Question> known = [];

    /// <summary>These were asked, and have their answers.</summary>
    public void Add(IReadOnlyList<Question> asked) => known.AddRange(asked);

    /// <summary>The answer to the same question; null when it was not foreseen, or is not good any more.</summary>
    public IReadOnlyList<T>? Find<T>(Statement statement)
    {
        foreach (var question in known)
        {
            if (question is Question<T> same && same.Asks(statement)) return same.Answer;
        }

        return null;
    }

    /// <summary>Drops what a change may have touched.</summary>
    public void Forget(StatementText change) => known.RemoveAll(question => change.MayTouch(question.Statement.Text));

    /// <summary>Drops all.</summary>
    public void ForgetAll() => known.Clear();
}
