using System.Text;
using Countersign.Server.Storage;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Storage;

/// <summary>What goes into a statement comes out of its rows, on both databases, whatever it is.</summary>
public sealed class StatementTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_come_back_as_they_were()
    {
        await using var server = await Notes();
        Note[] notes =
        [
            new(0, null, null, null),
            new(1, 0, "", []),
            new(2, long.MaxValue, "it's \"$1\" -- ; DROP TABLE notes", [0, 255]),
            new(3, long.MinValue, "Ünïcødé 日本 🦊 \t\r\n", [.. Enumerable.Repeat((byte)7, 5000)]),
            new(4, -1, new('x', 5000), [0]),
        ];

        foreach (var note in notes) await Write(server, note);

        var read = await server.Db.Read(sql => sql.Query<Note>($"SELECT id, number, words, bytes FROM notes ORDER BY id"), Ct);
        Assert.Equal(notes.Select(Told), read.Select(Told));
    }

    [Fact]
    public async Task Any_text_comes_back_as_it_was_and_is_found_by_itself()
    {
        await using var server = await Notes();
        var seed = Random.Shared.Next();
        var chance = new Random(seed);
        for (var n = 0; n < 200; n++)
        {
            var note = new Note(n, chance.NextInt64(long.MinValue, long.MaxValue), AnyText(chance), AnyBytes(chance));
            await Write(server, note);

            var found = await server.Db.Read(
                sql => sql.FindOne<Note>($"SELECT id, number, words, bytes FROM notes WHERE id = {n} AND words = {note.Words}"), Ct);
            Assert.True(found is not null && Told(note) == Told(found), $"Seed {seed}: {Told(note)}");
        }
    }

    [Fact]
    public async Task Lists_of_every_length_find_what_they_name()
    {
        await using var server = await Notes();
        for (byte n = 1; n <= 20; n++) await Write(server, new(n, n, "", [n]));

        for (var length = 1; length <= 20; length++)
        {
            IReadOnlyList<byte[]> some = [.. Enumerable.Range(1, length).Select(n => new[] { (byte)n })];
            Assert.Equal(length, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM notes WHERE bytes IN {some}"), Ct));
        }
    }

    [Fact]
    public async Task Several_rows_are_added_by_one_statement_each_with_its_own_values()
    {
        await using var server = await Notes();
        for (var length = 1; length <= 3; length++)
        {
            IReadOnlyList<SqlRow> rows = [.. Enumerable.Range(1, length).Select(n => new SqlRow($"{(10 * length) + n}, {n}, {$"it's {n}"}"))];
            Assert.Equal(length, await server.Db.Write(tx => tx.Execute($"INSERT INTO notes (id, number, words) VALUES {rows}"), Ct));
        }

        var found = await server.Db.Read(sql => sql.Query<string>($"SELECT id || ' ' || number || ' ' || words FROM notes ORDER BY id"), Ct);
        Assert.Equal(["11 1 it's 1", "21 1 it's 1", "22 2 it's 2", "31 1 it's 1", "32 2 it's 2", "33 3 it's 3"], found);
    }

    [Fact]
    public async Task A_part_brings_its_own_values_between_those_of_the_whole()
    {
        await using var server = await Notes();
        for (var n = 1; n <= 9; n++) await Write(server, new(n, n % 3, n > 5 ? "big" : "small", null));

        var part = new SqlPart($"number = {1} AND words = {"big"}");
        Assert.Equal(7, await server.Db.Read(sql => sql.Number($"SELECT id FROM notes WHERE id > {0} AND {part} AND id < {9}"), Ct));
    }

    [Fact]
    public async Task A_statement_that_fails_leaves_nothing_behind_for_the_next()
    {
        await using var server = await Notes();
        await Write(server, new(1, 1, "first", null));

        for (var round = 0; round < 3; round++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Write(server, new(1, 2, "the same number again", null)));
            Assert.Equal(1, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM notes"), Ct));
        }

        await Write(server, new(2, 2, "second", null));
        Assert.Equal(2, await server.Db.Read(sql => sql.Number($"SELECT count(*) FROM notes"), Ct));
    }

    [Fact]
    public async Task A_change_answers_how_many_rows_it_hit()
    {
        await using var server = await Notes();
        for (var n = 1; n <= 5; n++) await Write(server, new(n, n, "", null));

        var hits = await server.Db.Write(async tx => new[]
        {
            await tx.Execute($"UPDATE notes SET words = 'x' WHERE number <= {3}"),
            await tx.Execute($"UPDATE notes SET words = 'y' WHERE number > {9}"),
            await tx.Execute($"DELETE FROM notes WHERE id = {5}"),
        }, Ct);
        Assert.Equal(new[] { 3, 0, 1 }, hits);
    }

    private static async Task<TestServer> Notes()
    {
        var server = await TestServer.Start();
        await server.Db.Write(
            tx => tx.Execute($"CREATE TABLE notes (id BIGINT PRIMARY KEY, number BIGINT, words TEXT, bytes {TestSql.Bytes})"), Ct);
        return server;
    }

    private static Task<int> Write(TestServer server, Note note) => server.Db.Write(
        tx => tx.Execute($"INSERT INTO notes (id, number, words, bytes) VALUES ({note.Id}, {note.Number}, {note.Words}, {note.Bytes})"), Ct);

    private static string Told(Note note) =>
        $"{note.Id} {note.Number} '{note.Words ?? "none"}' {(note.Bytes is null ? "none" : Convert.ToHexString(note.Bytes))}";

    // Any character but the one that PostgreSQL cannot hold.
    private static string AnyText(Random chance) => string.Concat(Enumerable.Range(0, chance.Next(300)).Select(_ =>
    {
        var scalar = chance.Next(4) is 0 ? chance.Next(1, 0x110000) : chance.Next(1, 0x250);
        return Rune.IsValid(scalar) ? new Rune(scalar).ToString() : "\t";
    }));

    private static byte[] AnyBytes(Random chance)
    {
        var bytes = new byte[chance.Next(300)];
        chance.NextBytes(bytes);
        return bytes;
    }

    private sealed record Note(long Id, long? Number, string? Words, byte[]? Bytes);
}
