namespace Countersign.Server.Storage;

/// <summary>
/// The rows of an answer, one at a time: columns are numbers, texts, bytes or nothing, on both databases, and are read without being
/// boxed.
/// </summary>
internal abstract class Rows
{
    /// <summary>How many columns a row has.</summary>
    public abstract int Columns { get; }

    /// <summary>The name of a column, counted from zero.</summary>
    public abstract string NameOf(int column);

    public abstract bool IsNull(int column);

    public abstract long Number(int column);

    public abstract double Real(int column);

    public abstract string Text(int column);

    public abstract byte[] Bytes(int column);
}
