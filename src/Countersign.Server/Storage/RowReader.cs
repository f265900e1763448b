using System.Linq.Expressions;
using System.Reflection;

namespace Countersign.Server.Storage;

/// <summary>
/// How the rows of one statement become values of one type. It is compiled from the columns of the first answer: a single column is read
/// as it is; a record takes the columns that its constructor or its properties name (<c>account_id</c> is <c>AccountId</c>).
/// </summary>
internal static class RowReader
{
    private static readonly Dictionary<Type, string> Getters = new()
    {
        [typeof(long)] = nameof(Rows.Number),
        [typeof(double)] = nameof(Rows.Real),
        [typeof(string)] = nameof(Rows.Text),
        [typeof(byte[])] = nameof(Rows.Bytes),
    };

    /// <summary>The reader for rows like these.</summary>
    public static Func<Rows, T> Make<T>(Rows rows)
    {
        var row = Expression.Parameter(typeof(Rows), "row");
        var value = Getters.ContainsKey(Bare(typeof(T))) ? Column(row, typeof(T), 0) : Record(row, typeof(T), NamesOf(rows));
        return Expression.Lambda<Func<Rows, T>>(value, row).Compile();
    }

    private static Dictionary<string, int> NamesOf(Rows rows) => Enumerable.Range(0, rows.Columns).ToDictionary(
        column => rows.NameOf(column).Replace("_", "", StringComparison.Ordinal), column => column, StringComparer.OrdinalIgnoreCase);

    // Whatever the constructor does not take goes to a property; a column that nobody wants is a mistake in the statement.
    private static MemberInitExpression Record(ParameterExpression row, Type type, Dictionary<string, int> columns)
    {
        var maker = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(candidate => Array.TrueForAll(candidate.GetParameters(), parameter => columns.ContainsKey(parameter.Name!)))
            .MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new InvalidOperationException($"No constructor of {type} takes the columns {string.Join(", ", columns.Keys)}.");
        var taken = maker.GetParameters();
        var arguments = taken.Select(parameter => Column(row, parameter.ParameterType, columns[parameter.Name!]));
        var rest = columns.Where(column => !Array.Exists(taken, parameter => Same(parameter.Name!, column.Key)));
        return Expression.MemberInit(
            Expression.New(maker, arguments),
            rest.Select(column => Property(row, type, column.Key, column.Value)));
    }

    private static MemberAssignment Property(ParameterExpression row, Type type, string name, int column)
    {
        var property = Array.Find(type.GetProperties(), property => Same(property.Name, name))
            ?? throw new InvalidOperationException($"{type} has no place for the column {name}.");
        return Expression.Bind(property, Column(row, property.PropertyType, column));
    }

    private static Expression Column(ParameterExpression row, Type type, int column)
    {
        var at = Expression.Constant(column);
        Expression value = Expression.Call(row, Getters[Bare(type)], null, at);
        if (type.IsValueType && Nullable.GetUnderlyingType(type) is null) return value;

        return Expression.Condition(
            Expression.Call(row, nameof(Rows.IsNull), null, at), Expression.Default(type), Expression.Convert(value, type));
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
