using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Architecture;

/// <summary>The tables and what refers from one to another.</summary>
public sealed class ReferenceTests
{
    /// <summary>Otherwise every row that is deleted has a whole table read, while nobody else can write.</summary>
    [Trait("Store", "file")]
    [Fact]
    public async Task Every_reference_is_found_by_an_index()
    {
        await using var server = await TestServer.Start();

        var unfound = await server.Db.Read(sql => sql.Query<string>($"""
            SELECT t.name || '.' || f."from" FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table' AND f."from" NOT IN (
                SELECT c.name FROM pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c ON c.seqno = 0)
            """), TestContext.Current.CancellationToken);

        Assert.Empty(unfound);
    }
}
