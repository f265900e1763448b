namespace Countersign.Server.Storage;

/// <summary>A part of the schema, as the database itself names it.</summary>
/// <param name="Kind">table, column, index, or key: columns whose values are there once.</param>
/// <param name="Of">The table.</param>
/// <param name="Name">The column, the index, or the columns of the key; empty for the table itself.</param>
internal sealed record SchemaPart(string Kind, string Of, string Name)
{
    /// <summary>How it is told to an operator.</summary>
    public override string ToString() => Kind switch
    {
        "table" => $"the table {Of}",
        "column" => $"the column {Of}.{Name}",
        "index" => $"the index {Name} of {Of}",
        _ => $"the key ({Name}) of {Of}", // a constraint has other names in each database
    };
}
