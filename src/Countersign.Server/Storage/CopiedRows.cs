namespace Countersign.Server.Storage;

/// <summary>Whether a row that was copied is the row that it was.</summary>
internal static class CopiedRows
{
    /// <summary>A value as PostgreSQL can hold it: the one character that it cannot is replaced, as it is wherever it is written.</summary>
    public static object Storable(object value) => value is string text ? text.Replace('\0', '\uFFFD') : value;

    /// <summary>Whether both rows hold the same.</summary>
    public static bool AreSame(object?[] source, object?[] target) => source.Length == target.Length && !source.Where(
        (value, column) => !AreSame(value, target[column])).Any();

    private static bool AreSame(object? source, object? target) => (source, target) switch
    {
        (null, null) => true,
        (byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other),
        (null, _) or (_, null) => false,
        _ => Storable(source).Equals(target),
    };
}
