namespace Countersign.Server.Storage;

/// <summary>What PostgreSQL says of the schema that we work in.</summary>
internal static class PostgresCatalogue
{
    /// <summary>
    /// Asked of the catalogue itself: the views of the standard leave out what we may not use. An index that was never finished counts as
    /// none.
    /// </summary>
    public static Task<IReadOnlyList<SchemaPart>> Read(StoreConnection database) => database.Query<SchemaPart>($"""
        WITH tables AS (
            SELECT oid, relname::text AS name FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')),
        indexes AS (
            SELECT x.*, t.name AS of, i.relname::text AS name FROM pg_index x
            JOIN tables t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indisvalid)
        SELECT 'table' AS kind, name AS of, '' AS name FROM tables
        UNION ALL SELECT 'column', t.name, a.attname::text FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
            WHERE a.attnum > 0 AND NOT a.attisdropped
        UNION ALL SELECT 'index', of, name FROM indexes
        UNION ALL SELECT 'key', x.of, (
            SELECT string_agg(a.attname::text, ', ' ORDER BY k.place)
            FROM unnest(x.indkey::smallint[]) WITH ORDINALITY AS k (number, place)
            JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.number)
            FROM indexes x WHERE x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL
        """);
}
