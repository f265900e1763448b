using System.Text.Json;
using Countersign.Server.Secrets;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class KeyRingTests : IDisposable
{
    private readonly KeyFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_first_start_makes_one_active_key_that_later_starts_find_again()
    {
        var first = folder.Open();
        var second = folder.Open();

        Assert.Equal("k1", first.Active);
        Assert.Equal(["k1"], second.Known);
        Assert.Equal(KeyFolder.Morning, second.Keys[0].CreatedAt);
        Assert.Equal(first.Keys[0].Fingerprint, second.Keys[0].Fingerprint);
        Assert.True(first.Derive("k1", KeyPurpose.Seed).SequenceEqual(second.Derive("k1", KeyPurpose.Seed)));
    }

    [Fact]
    public void Processes_that_start_at_the_same_instant_agree_on_one_key()
    {
        for (var round = 0; round < 20; round++)
        {
            using var folder = new KeyFolder();
            using var start = new Barrier(4);
            var seen = new string[4];
            var processes = Enumerable.Range(0, 4).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                seen[i] = folder.Open().Keys[0].Fingerprint;
            })).ToArray();

            Array.ForEach(processes, p => p.Start());
            Array.ForEach(processes, p => p.Join());

            Assert.Single(seen.Distinct());
        }
    }

    [Fact]
    public void Every_purpose_of_every_key_has_its_own_key()
    {
        var ring = folder.Open();
        ring.AddActive(KeyFolder.Morning);

        var derived = from id in ring.Known
                      from purpose in Enum.GetValues<KeyPurpose>()
                      select Convert.ToHexString(ring.Derive(id, purpose));

        Assert.Equal(2 * Enum.GetValues<KeyPurpose>().Length, derived.Distinct().Count());
    }

    [Fact]
    public void A_derived_key_never_changes_between_versions_of_the_program()
    {
        var chance = Enumerable.Range(0, RootKey.Length).Select(i => (byte)i).ToArray();
        var key = new RootKey("k1", chance, KeyFolder.Morning, RootKeyState.Active);

        // Computed apart, with openssl kdf -kdfopt digest:SHA256 -kdfopt hexkey:000102… -kdfopt info:countersign/1/seed HKDF
        Assert.Equal(
            "484b4bb590cc19b05b796c0854c54117ace4f277b175121b8e9375b18cb1dce9", Convert.ToHexStringLower(key.Derive(KeyPurpose.Seed)));
        Assert.Equal("585af12e9471bb9c69009df319ca91b2b9f5257f451a14aa14e27528710d2d67", Convert.ToHexStringLower(
            key.Derive(KeyPurpose.AuditChain)));
    }

    [Fact]
    public void A_new_key_becomes_active_and_the_old_one_still_reads()
    {
        var ring = folder.Open();
        var before = ring.Derive("k1", KeyPurpose.Token).ToArray();

        Assert.Equal("k2", ring.AddActive(KeyFolder.Morning.AddDays(1)));

        Assert.Equal("k2", ring.Active);
        Assert.Equal([RootKeyState.Retiring, RootKeyState.Active], ring.Keys.Select(k => k.State));
        Assert.True(ring.Derive("k1", KeyPurpose.Token).SequenceEqual(before));
    }

    [Fact]
    public void A_number_is_never_used_twice()
    {
        var ring = folder.Open();
        ring.AddActive(KeyFolder.Morning);
        ring.Remove("k1");

        Assert.Equal("k3", ring.AddActive(KeyFolder.Morning));
        Assert.Equal(["k2", "k3"], folder.Open().Known);
    }

    [Fact]
    public void The_active_key_cannot_be_removed()
    {
        var ring = folder.Open();

        Assert.Throws<InvalidOperationException>(() => ring.Remove("k1"));
        Assert.Equal(["k1"], folder.Open().Known);
    }

    [Fact]
    public void A_key_added_by_another_process_is_active_here_at_the_next_write()
    {
        var server = folder.Open();
        var operatorsShell = folder.Open();

        operatorsShell.AddActive(KeyFolder.Morning);

        Assert.Equal("k2", server.Active);
    }

    [Fact]
    public void A_key_added_by_another_process_is_found_when_something_names_it()
    {
        var server = folder.Open();
        var operatorsShell = folder.Open();
        operatorsShell.AddActive(KeyFolder.Morning);

        Assert.True(server.Derive("k2", KeyPurpose.Seed).SequenceEqual(operatorsShell.Derive("k2", KeyPurpose.Seed)));
    }

    [Fact]
    public void A_coming_key_that_another_process_made_reads_here_and_writes_only_once_it_is_active()
    {
        var server = folder.Open();
        var operatorsShell = folder.Open();

        operatorsShell.AddComing(KeyFolder.Morning);
        operatorsShell.AddComing(KeyFolder.Morning);

        Assert.Equal("k1", server.Active);
        Assert.Equal([RootKeyState.Active, RootKeyState.Coming], server.Keys.Select(key => key.State));
        Assert.True(server.Derive("k2", KeyPurpose.Seed).SequenceEqual(operatorsShell.Derive("k2", KeyPurpose.Seed)));

        operatorsShell.Activate("k2");

        Assert.Equal("k2", server.Active);
        Assert.Null(server.Coming);
        Assert.Equal([RootKeyState.Retiring, RootKeyState.Active], folder.Open().Keys.Select(key => key.State));
    }

    [Fact]
    public void A_coming_key_that_the_database_is_marked_with_is_in_use_whatever_this_copy_of_the_file_says()
    {
        var server = folder.Open();
        server.AddComing(KeyFolder.Morning);
        var canary = new KeyCanary(server);

        server.Expect(new Dictionary<string, byte[]> { ["k1"] = canary.Make("k1") }, server.BeginLook());
        Assert.Equal("k1", server.Active);
        server.Expect(new Dictionary<string, byte[]> { ["k2"] = new byte[32] }, server.BeginLook());
        Assert.Equal("k1", server.Active);
        server.Expect(new Dictionary<string, byte[]> { ["k1"] = canary.Make("k1"), ["k2"] = canary.Make("k2") }, server.BeginLook());

        Assert.Equal("k2", server.Active);
        server.Refresh();
        Assert.Equal("k2", server.Active);
        Assert.Equal("k1", folder.Open().Active);
        Assert.Throws<InvalidOperationException>(() => server.Remove("k2"));
    }

    [Fact]
    public void Of_two_looks_at_once_the_one_that_began_first_takes_nothing_back()
    {
        var server = folder.Open();
        var canary = new KeyCanary(server);
        var (early, late) = (server.BeginLook(), server.BeginLook());
        server.Expect(new Dictionary<string, byte[]> { ["k1"] = canary.Make("k1"), ["k2"] = new byte[32] }, late);
        server.Expect(new Dictionary<string, byte[]> { ["k1"] = canary.Make("k1") }, early);

        KeyRing.Open(folder.Path).AddActive(KeyFolder.Morning);

        Assert.Contains("'k2' is another one", Assert.Throws<KeyFileException>(server.Refresh).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coming_key_may_be_replaced_by_the_one_of_another_server_and_a_key_in_use_may_not()
    {
        var server = folder.Open();
        foreach (var name in (string[])[".other", ".third"]) File.Copy(folder.Path, folder.Path + name);
        KeyRing.Open(folder.Path + ".third").AddComing(KeyFolder.Morning);
        server.AddComing(KeyFolder.Morning);
        var other = KeyRing.Open(folder.Path + ".other");
        other.AddComing(KeyFolder.Morning);

        File.Copy(folder.Path + ".other", folder.Path, overwrite: true);
        server.Refresh();
        Assert.Equal(other.Coming!.Fingerprint, server.Coming!.Fingerprint);

        server.Activate("k2");
        File.Copy(folder.Path + ".third", folder.Path, overwrite: true);
        Assert.Contains("'k2' is another one", Assert.Throws<KeyFileException>(server.Refresh).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_nowhere_is_named_in_the_refusal()
    {
        var refusal = Assert.Throws<UnknownKeyException>(() => folder.Open().Derive("k7", KeyPurpose.Seed).Length);

        Assert.Equal("k7", refusal.KeyId);
        Assert.False(folder.Open().TryDerive("k7", KeyPurpose.Seed, out _));
    }

    [Fact]
    public void Reading_goes_on_while_other_processes_add_keys()
    {
        var server = folder.Open();
        var operatorsShell = folder.Open();

        Parallel.For(0, 40, i =>
        {
            if (i % 4 == 0) operatorsShell.AddActive(KeyFolder.Morning);
            else if (i % 4 == 1) server.Refresh();
            else Assert.Equal(RootKey.Length, server.Derive(server.Active, KeyPurpose.Seed).Length);
        });

        Assert.Equal("k11", server.Active);
        Assert.Equal(11, server.Known.Count);
    }

    [Fact]
    public void The_canary_of_a_key_holds_for_that_key_alone()
    {
        using var other = new KeyFolder();
        var canary = new KeyCanary(folder.Open());
        var stored = canary.Make("k1");

        Assert.True(new KeyCanary(folder.Open()).Holds("k1", stored));
        Assert.False(new KeyCanary(other.Open()).Holds("k1", stored));
        Assert.False(canary.Holds("k2", stored));
        Assert.False(canary.Holds("k1", stored.AsSpan(1)));
    }

    [Fact]
    public void Printing_a_ring_or_a_key_shows_no_key()
    {
        var ring = folder.Open();
        var secret = ring.Keys[0].RevealForFile();

        Assert.Equal("•••", ring.Keys[0].ToString());
        Assert.DoesNotContain(secret, JsonSerializer.Serialize(ring) + JsonSerializer.Serialize(ring.Keys) + $"{ring}");
    }
}
