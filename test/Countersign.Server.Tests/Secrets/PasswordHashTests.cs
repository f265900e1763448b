using System.Text;
using Countersign.Server.Verification;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class PasswordHashTests : IDisposable
{
    private const string Password = "correct horse battery staple";

    private readonly KeyFolder folder = new();
    private readonly HashGate gate = KeyFolder.WideGate();
    private readonly KeyRing keys;

    public PasswordHashTests() => keys = folder.Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<HashKind> Kinds => Argon2id.IsAvailable ? [HashKind.Argon2id, HashKind.Pbkdf2Sha512] : [HashKind.Pbkdf2Sha512];

    public void Dispose()
    {
        gate.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_right_password_is_right_and_all_others_are_wrong(HashKind kind)
    {
        var hash = Cheap(kind);
        var stored = await hash.Hash(Password, Stop);

        Assert.Equal(PasswordCheck.Right, await hash.Check(Password, stored, Stop));
        foreach (var wrong in new[] { "", "correct horse battery stapl", Password + " ", Password.ToUpperInvariant(), "\0" })
            Assert.Equal(PasswordCheck.Wrong, await hash.Check(wrong, stored, Stop));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_stored_says_kind_cost_and_key(HashKind kind)
    {
        var stored = await Cheap(kind).Hash(Password, Stop);

        var front = kind is HashKind.Argon2id ? "$argon2id$v=19$m=8,t=1,p=1,k=k1$" : "$pbkdf2-sha512$i=2,k=k1$";
        Assert.StartsWith(front, stored, StringComparison.Ordinal);
        Assert.True(StoredHash.TryParse(stored, out var read));
        Assert.Equal(stored, read.ToPhc());
        Assert.Equal("•••", $"{read}");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_same_password_is_stored_differently_each_time(HashKind kind) =>
        Assert.NotEqual(await Cheap(kind).Hash(Password, Stop), await Cheap(kind).Hash(Password, Stop));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Zeros_and_lengths_mean_nothing_special(HashKind kind)
    {
        var hash = Cheap(kind);
        var long80 = new string('a', 79);
        (string, string)[] pairs = [("secret\0one", "secret\0two"), ("secret", "secret\0"), (long80 + "b", long80 + "c"), (new string('x', 128), new string('x', 127))];

        foreach (var (one, two) in pairs)
            Assert.Equal(PasswordCheck.Wrong, await hash.Check(two, await hash.Hash(one, Stop), Stop));
    }

    [Fact]
    public async Task The_same_letters_typed_on_two_keyboards_are_the_same_password()
    {
        var hash = Cheap(HashKind.Pbkdf2Sha512);
        var composed = await hash.Hash("Z\u00fcrich-Gen\u00e8ve", Stop);

        Assert.Equal(PasswordCheck.Right, await hash.Check("Zu\u0308rich-Gene\u0300ve", composed, Stop));
        Assert.Equal(PasswordCheck.Wrong, await hash.Check("Zurich-Geneve", composed, Stop));
    }

    [Fact]
    public async Task Broken_text_is_wrong_at_the_same_price_and_never_hashed()
    {
        var hash = Cheap(HashKind.Pbkdf2Sha512);
        var stored = await hash.Hash("password\ufffd", Stop);
        var before = hash.Count;

        Assert.Equal(PasswordCheck.Wrong, await hash.Check("password\ud800", stored, Stop));
        Assert.Equal(before + 1, hash.Count);
        await Assert.ThrowsAsync<ArgumentException>(() => hash.Hash("password\ud800", Stop));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_unknown_person_costs_one_hash_like_a_known_one(HashKind kind)
    {
        var hash = Cheap(kind);
        var stored = await hash.Hash(Password, Stop);

        foreach (var row in new[] { stored, null })
        {
            var before = hash.Count;
            Assert.Equal(PasswordCheck.Wrong, await hash.Check("not it", row, Stop));
            Assert.Equal(before + 1, hash.Count);
        }
    }

    [Fact]
    public async Task A_hash_of_another_cost_or_an_older_key_is_right_but_old()
    {
        var cheap = Cheap(HashKind.Pbkdf2Sha512);
        var stored = await cheap.Hash(Password, Stop);
        var dearer = new PasswordHash(keys, gate, KeyFolder.CheapPbkdf2 with { Iterations = 3 });
        Assert.Equal(PasswordCheck.RightButOld, await dearer.Check(Password, stored, Stop));
        Assert.Equal(PasswordCheck.Wrong, await dearer.Check("not it", stored, Stop));

        keys.AddActive(KeyFolder.Morning);
        Assert.Equal(PasswordCheck.RightButOld, await cheap.Check(Password, stored, Stop));
        Assert.Equal(PasswordCheck.Right, await cheap.Check(Password, await cheap.Hash(Password, Stop), Stop));
    }

    [Fact]
    public async Task A_hash_of_the_other_kind_still_checks()
    {
        Assert.SkipUnless(Argon2id.IsAvailable, "libsodium is not on this machine");
        var stored = await Cheap(HashKind.Pbkdf2Sha512).Hash(Password, Stop);

        Assert.Equal(PasswordCheck.RightButOld, await Cheap(HashKind.Argon2id).Check(Password, stored, Stop));
    }

    [Fact]
    public async Task Without_the_pepper_the_right_password_is_not_enough()
    {
        using var thief = new KeyFolder();
        var stored = await Cheap(HashKind.Pbkdf2Sha512).Hash(Password, Stop);

        Assert.Equal(PasswordCheck.Wrong, await new PasswordHash(thief.Open(), gate, KeyFolder.CheapPbkdf2).Check(Password, stored, Stop));
    }

    [Fact]
    public async Task A_start_can_see_which_stored_hashes_it_could_not_check()
    {
        var hash = Cheap(HashKind.Pbkdf2Sha512);
        var stored = await hash.Hash(Password, Stop);
        var (salt, rest) = (new string('A', 22), new string('A', 43));

        Assert.True(hash.CanCheck(stored));
        Assert.Equal(Argon2id.IsAvailable, hash.CanCheck($"$argon2id$v=19$m=8,t=1,p=1,k=k1${salt}${rest}"));
        Assert.False(hash.CanCheck(stored.Replace("k=k1", "k=k2", StringComparison.Ordinal)));
        Assert.False(hash.CanCheck("$2b$12$" + rest));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$pbkdf2-sha512$i=0,k=k1$")]
    [InlineData("$pbkdf2-sha512$i=999999999,k=k1$")]
    [InlineData("$pbkdf2-sha512$i=2,k=k01$")]
    [InlineData("$argon2id$v=19$m=7,t=1,p=1,k=k1$")]
    [InlineData("$argon2id$v=19$m=999999999,t=1,p=1,k=k1$")]
    [InlineData("$argon2id$v=19$m=8,t=0,p=1,k=k1$")]
    [InlineData("$argon2id$v=16$m=8,t=1,p=1,k=k1$")]
    public async Task A_damaged_row_is_a_surprise_and_asks_for_no_work(string front)
    {
        var damaged = front + new string('A', 22) + "$" + new string('A', 43);
        var hash = Cheap(HashKind.Pbkdf2Sha512);

        Assert.False(StoredHash.TryParse(damaged, out _));
        await Assert.ThrowsAsync<InvalidDataException>(() => hash.Check(Password, damaged, Stop));
        Assert.Equal(0, hash.Count);
    }

    [Fact]
    public void Argon2id_computes_what_the_reference_program_computes()
    {
        Assert.SkipUnless(Argon2id.IsAvailable, "libsodium is not on this machine");

        // Computed apart with the reference implementation, libargon2.
        var derived = Argon2id.Derive("password"u8.ToArray(), PadSalt("somesalt"), memoryKiB: 8, passes: 1, length: 32);

        Assert.Equal("2af23acca0a4bf4f9bfe1ae7789dd89ec725fcaba2f0b90bea2712ff3d26627d", Convert.ToHexStringLower(derived));
    }

    [Fact]
    public void New_hashes_cost_what_the_standard_asks()
    {
        Assert.Equal((19_456, 2, 210_000), (HashCost.ForPasswords.MemoryKiB, HashCost.ForPasswords.Passes, HashCost.ForPasswords.Iterations));
        Assert.Equal((12_288, 3, 210_000), (HashCost.ForBackupCodes.MemoryKiB, HashCost.ForBackupCodes.Passes, HashCost.ForBackupCodes.Iterations));
    }

    private static byte[] PadSalt(string text) => Encoding.ASCII.GetBytes(text.PadRight(Argon2id.SaltLength, '.'));

    private PasswordHash Cheap(HashKind kind) => new(keys, gate, KeyFolder.CheapArgon with { Kind = kind });
}
