using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Secrets;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class BackupCodeHashTests : IAsyncLifetime
{
    private readonly KeyFolder folder = new();
    private readonly HashTurnstile turnstile = KeyFolder.WideTurnstile();
    private readonly KeyRing keys;
    private readonly BackupCodeHash hash;
    private HashTurn turn = null!;

    public BackupCodeHashTests()
    {
        keys = folder.Open();
        hash = new(keys, turnstile, KeyFolder.Cheap);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => turn = await hash.Turn(KeyFolder.Claim, Stop);

    public ValueTask DisposeAsync()
    {
        turn.Dispose();
        turnstile.Dispose();
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_code_of_every_set_has_a_selector_of_its_own()
    {
        for (var i = 0; i < 50; i++)
        {
            var set = await hash.MakeSet(10, turn, Stop);
            Assert.Equal(10, set.Stored.Select(s => s.Selector).Distinct().Count());
            Assert.Equal(10, set.Codes.Distinct().Count());
        }
    }

    [Fact]
    public async Task Each_code_finds_its_own_row_and_matches_it_with_one_slow_hash()
    {
        var set = await hash.MakeSet(10, turn, Stop);

        for (var i = 0; i < 10; i++)
        {
            var row = Assert.Single(Rows(set, set.Codes[i]));
            var before = hash.Count;

            Assert.Equal(set.Stored[i], row);
            Assert.True(await hash.Matches(set.Codes[i], row.Phc, turn, Stop));
            Assert.Equal(before + 1, hash.Count);
            Assert.False(await hash.Matches(set.Codes[(i + 1) % 10], row.Phc, turn, Stop));
        }
    }

    [Fact]
    public async Task A_code_that_no_row_may_be_costs_one_slow_hash_too()
    {
        var stranger = BackupCode.FromChance(new byte[8]);

        Assert.False(await hash.Matches(stranger, null, turn, Stop));
        Assert.Equal(1, hash.Count);
    }

    [Fact]
    public async Task Codes_made_before_a_rotation_are_still_good_and_have_one_row_at_most()
    {
        var set = await hash.MakeSet(10, turn, Stop);
        keys.AddActive(KeyFolder.Morning);

        foreach (var code in set.Codes)
        {
            Assert.Equal(["k2", "k1"], hash.Selectors(code).Select(s => s.KeyId));
            Assert.True(await hash.Matches(code, Assert.Single(Rows(set, code)).Phc, turn, Stop));
        }
    }

    [Fact]
    public async Task A_code_typed_carelessly_is_the_same_code()
    {
        var set = await hash.MakeSet(1, turn, Stop);
        var typed = set.Codes[0].Reveal().ToLowerInvariant().Replace('-', ' ').Replace('0', 'o').Replace('1', 'l');

        Assert.True(BackupCode.TryParse(typed, out var code));
        Assert.True(await hash.Matches(code, Assert.Single(Rows(set, code)).Phc, turn, Stop));
    }

    [Fact]
    public async Task Without_the_keys_neither_selector_nor_hash_says_anything()
    {
        using var thief = new KeyFolder();
        var elsewhere = new BackupCodeHash(thief.Open(), turnstile, KeyFolder.Cheap);
        var set = await hash.MakeSet(8, turn, Stop);

        Assert.NotEqual(set.Codes.Select(c => hash.Selectors(c)[0].Value), set.Codes.Select(c => elsewhere.Selectors(c)[0].Value));
        Assert.False(await elsewhere.Matches(set.Codes[0], set.Stored[0].Phc, turn, Stop));
    }

    [Fact]
    public async Task A_whole_set_takes_one_place_at_the_gate_or_none()
    {
        using var turnstile = new HashTurnstile(parallel: 1, queue: 0, TimeSpan.Zero);
        using var door = new ManualResetEventSlim();
        var hash = new BackupCodeHash(keys, turnstile, KeyFolder.Cheap);
        using var turn = await hash.Turn(KeyFolder.Claim, Stop);
        var first = turnstile.Run(new(HashLane.Others, "2", "192.0.2.2"), () => { door.Wait(Stop); return 1; }, Stop);

        await Assert.ThrowsAsync<HashTurnstileBusyException>(() => hash.MakeSet(10, turn, Stop));
        Assert.Equal(0, hash.Count);
        door.Set();
        await first;

        Assert.Equal(10, (await hash.MakeSet(10, turn, Stop)).Codes.Count);
        Assert.Equal(10, hash.Count);
    }

    [Fact]
    public async Task Sets_of_no_codes_or_of_too_many_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => hash.MakeSet(0, turn, Stop));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => hash.MakeSet(33, turn, Stop));
    }

    [Fact]
    public async Task New_codes_are_hashed_by_Argon2id()
    {
        var hash = new BackupCodeHash(keys, turnstile);
        var set = await hash.MakeSet(1, turn, Stop);

        Assert.StartsWith("$argon2id$v=19$m=12288,t=3,p=1,k=k1$", set.Stored[0].Phc, StringComparison.Ordinal);
        Assert.True(await hash.Matches(set.Codes[0], set.Stored[0].Phc, turn, Stop));
    }

    [Fact]
    public async Task Printing_a_set_shows_no_code()
    {
        var set = await hash.MakeSet(2, turn, Stop);
        var code = set.Codes[0];
        var printed = $"{set} {code} {string.Join(' ', set.Codes)} {JsonSerializer.Serialize(set)}";

        Assert.DoesNotContain(code.Reveal(), printed, StringComparison.Ordinal);
        Assert.DoesNotContain(code.Symbols, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("$", $"{set.Stored[0]}", StringComparison.Ordinal);
    }

    private IEnumerable<StoredBackupCode> Rows(BackupCodeSet set, BackupCode code) =>
        set.Stored.Where(row => hash.Selectors(code).Contains(new(row.KeyId, row.Selector)));
}
