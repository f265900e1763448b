using Countersign.Core;

namespace Countersign.Server.Storage;

/// <summary>The types a column can have; both databases know them.</summary>
internal enum ColumnType
{
    Number,
    Real,
    Text,
    Bytes,
}

/// <summary>
/// A value on its way into a statement. Instants travel as unix seconds, yes and no as 1 and 0, ids as their numbers, choices as their
/// stored words. A value that is missing still has its type, so that a statement is the same statement with it and without.
/// </summary>
internal readonly record struct ColumnValue(ColumnType Type, long Number, object? Other)
{
    private static readonly object Missing = new();

    /// <summary>Whether it is missing.</summary>
    public bool IsNull => ReferenceEquals(Other, Missing);

    /// <summary>The value of a hole.</summary>
    public static ColumnValue Of<T>(T value) => value switch
    {
        null => None<T>.Value,
        long number => OfNumber(number),
        string text => new(ColumnType.Text, 0, text),
        byte[] bytes => new(ColumnType.Bytes, 0, bytes),
        DateTimeOffset instant => OfNumber(instant.ToUnixTimeSeconds()),
        bool yes => OfNumber(yes ? 1 : 0),
        int number => OfNumber(number),
        AccountId id => OfNumber(id.Value),
        MethodId id => OfNumber(id.Value),
        ChallengeId id => OfNumber(id.Value),
        SessionId id => OfNumber(id.Value),
        ApiKeyId id => OfNumber(id.Value),
        HookId id => OfNumber(id.Value),
        AppId id => OfNumber(id.Value),
        Credential credential => new(ColumnType.Text, 0, credential.Word),
        Concern concern => new(ColumnType.Text, 0, concern.Word),
        PhoneNumber phone => new(ColumnType.Text, 0, phone.E164),
        double real => new(ColumnType.Real, 0, real),
        Enum choice => new(ColumnType.Text, 0, Words.Of(choice)),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no column type."),
    };

    // The type of what is missing is looked for once.
    private static class None<T>
    {
        public static readonly ColumnValue Value = new(TypeOf(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)), 0, Missing);
    }

    private static ColumnValue OfNumber(long number) => new(ColumnType.Number, number, null);

    private static ColumnType TypeOf(Type type) =>
        type == typeof(byte[]) ? ColumnType.Bytes
        : type == typeof(double) ? ColumnType.Real
        : type == typeof(string) || type.IsEnum || type == typeof(Credential) || type == typeof(Concern) || type == typeof(PhoneNumber)
            ? ColumnType.Text
        : ColumnType.Number;
}
