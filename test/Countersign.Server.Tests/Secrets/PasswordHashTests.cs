using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Secrets;
using Xunit;

namespace Countersign.Server.Tests.Secrets;

public sealed class PasswordHashTests : IDisposable
{
    private const string Password = "correct horse battery staple";

    private readonly KeyFolder folder = new();
    private readonly HashTurnstile turnstile = KeyFolder.WideTurnstile();
    private readonly KeyRing keys;

    public PasswordHashTests() => keys = folder.Open();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        turnstile.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_right_password_is_right_and_all_others_are_wrong()
    {
        var hash = Cheap();
        var stored = await hash.Hash(Password, KeyFolder.Claim, Stop);

        Assert.Equal(PasswordCheck.Right, await hash.Check(Password, stored, KeyFolder.Claim, Stop));
        foreach (var wrong in new[] { "", "correct horse battery stapl", Password + " ", Password.ToUpperInvariant(), "\0" })
            Assert.Equal(PasswordCheck.Wrong, await hash.Check(wrong, stored, KeyFolder.Claim, Stop));
    }

    [Fact]
    public async Task What_is_stored_says_kind_cost_and_key()
    {
        var stored = await Cheap().Hash(Password, KeyFolder.Claim, Stop);

        Assert.StartsWith("$argon2id$v=19$m=8,t=1,p=1,k=k1$", stored, StringComparison.Ordinal);
        Assert.True(StoredHash.TryParse(stored, out var read));
        Assert.Equal(stored, StoredHash.ToPhc(read.Cost!, read.KeyId, read.Salt, read.Hash));
        Assert.Equal("•••", $"{read}");
    }

    [Fact]
    public async Task The_same_password_is_stored_differently_each_time() =>
        Assert.NotEqual(await Cheap().Hash(Password, KeyFolder.Claim, Stop), await Cheap().Hash(Password, KeyFolder.Claim, Stop));

    [Fact]
    public async Task Zeros_and_lengths_mean_nothing_special()
    {
        var hash = Cheap();
        var long80 = new string('a', 79);
        (string, string)[] pairs = [("secret\0one", "secret\0two"),
            ("secret", "secret\0"), (long80 + "b", long80 + "c"), (new string('x', 128), new string('x', 127))];

        foreach (var (one, two) in pairs)
            Assert.Equal(PasswordCheck.Wrong, await hash.Check(two, await hash.Hash(one, KeyFolder.Claim, Stop), KeyFolder.Claim, Stop));
    }

    [Fact]
    public async Task The_same_letters_typed_on_two_keyboards_are_the_same_password()
    {
        var hash = Cheap();
        var composed = await hash.Hash("Z\u00fcrich-Gen\u00e8ve", KeyFolder.Claim, Stop);

        Assert.Equal(PasswordCheck.Right, await hash.Check("Zu\u0308rich-Gene\u0300ve", composed, KeyFolder.Claim, Stop));
        Assert.Equal(PasswordCheck.Wrong, await hash.Check("Zurich-Geneve", composed, KeyFolder.Claim, Stop));
    }

    [Fact]
    public async Task Broken_text_is_wrong_at_the_same_price_and_never_hashed()
    {
        var hash = Cheap();
        var stored = await hash.Hash("password\ufffd", KeyFolder.Claim, Stop);
        var before = hash.Count;

        Assert.Equal(PasswordCheck.Wrong, await hash.Check("password\ud800", stored, KeyFolder.Claim, Stop));
        Assert.Equal(before + 1, hash.Count);
        await Assert.ThrowsAsync<ArgumentException>(() => hash.Hash("password\ud800", KeyFolder.Claim, Stop));
    }

    [Fact]
    public async Task An_unknown_person_costs_one_hash_like_a_known_one()
    {
        var hash = Cheap();
        var stored = await hash.Hash(Password, KeyFolder.Claim, Stop);

        foreach (var row in new[] { stored, null })
        {
            var before = hash.Count;
            Assert.Equal(PasswordCheck.Wrong, await hash.Check("not it", row, KeyFolder.Claim, Stop));
            Assert.Equal(before + 1, hash.Count);
        }
    }

    [Fact]
    public async Task A_hash_of_another_cost_or_an_older_key_is_right_but_old()
    {
        var cheap = Cheap();
        var stored = await cheap.Hash(Password, KeyFolder.Claim, Stop);
        var dearer = new PasswordHash(keys, turnstile, KeyFolder.Cheap with { Passes = 2 });
        Assert.Equal(PasswordCheck.RightButOld, await dearer.Check(Password, stored, KeyFolder.Claim, Stop));
        Assert.Equal(PasswordCheck.Wrong, await dearer.Check("not it", stored, KeyFolder.Claim, Stop));

        keys.AddActive(KeyFolder.Morning);
        Assert.Equal(PasswordCheck.RightButOld, await cheap.Check(Password, stored, KeyFolder.Claim, Stop));
        Assert.Equal(
            PasswordCheck.Right, await cheap.Check(Password, await cheap.Hash(Password, KeyFolder.Claim, Stop), KeyFolder.Claim, Stop));
    }

    [Fact]
    public async Task A_PBKDF2_hash_of_an_older_version_is_right_but_old()
    {
        var peppered = HMACSHA256.HashData(keys.Derive("k1", KeyPurpose.PasswordPepper), Encoding.UTF8.GetBytes(Password));
        var (salt, hash) =
            (PadSalt("somesalt"), Rfc2898DeriveBytes.Pbkdf2(peppered, PadSalt("somesalt"), 1_000, HashAlgorithmName.SHA512, 32));
        var stored = $"$pbkdf2-sha512$i=1000,k=k1${Convert.ToBase64String(salt).TrimEnd('=')}${Convert.ToBase64String(hash).TrimEnd('=')}";

        Assert.True(Cheap().CanCheck(stored));
        Assert.Equal(PasswordCheck.RightButOld, await Cheap().Check(Password, stored, KeyFolder.Claim, Stop));
        Assert.Equal(PasswordCheck.Wrong, await Cheap().Check("not it", stored, KeyFolder.Claim, Stop));
    }

    [Fact]
    public async Task Without_the_pepper_the_right_password_is_not_enough()
    {
        using var thief = new KeyFolder();
        var stored = await Cheap().Hash(Password, KeyFolder.Claim, Stop);

        Assert.Equal(PasswordCheck.Wrong, await new PasswordHash(thief.Open(), turnstile, KeyFolder.Cheap).Check(
            Password, stored, KeyFolder.Claim, Stop));
    }

    [Fact]
    public async Task A_start_can_see_which_stored_hashes_it_could_not_check()
    {
        var hash = Cheap();
        var stored = await hash.Hash(Password, KeyFolder.Claim, Stop);
        var rest = new string('A', 43);

        Assert.True(hash.CanCheck(stored));
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
        var hash = Cheap();

        Assert.False(StoredHash.TryParse(damaged, out _));
        await Assert.ThrowsAsync<InvalidDataException>(() => hash.Check(Password, damaged, KeyFolder.Claim, Stop));
        Assert.Equal(0, hash.Count);
    }

    [Fact]
    public void Argon2id_computes_what_the_reference_program_computes()
    {
        // Computed apart with the reference implementation, libargon2.
        var derived = Argon2id.Derive("password"u8, PadSalt("somesalt"), KeyFolder.Cheap, length: 32);

        Assert.Equal("2af23acca0a4bf4f9bfe1ae7789dd89ec725fcaba2f0b90bea2712ff3d26627d", Convert.ToHexStringLower(derived));
    }

    [Fact]
    public void New_hashes_cost_what_the_standard_asks()
    {
        Assert.Equal(new HashCost(MemoryKiB: 19_456, Passes: 2), HashCost.ForPasswords);
        Assert.Equal(new HashCost(MemoryKiB: 12_288, Passes: 3), HashCost.ForBackupCodes);
    }

    private static byte[] PadSalt(string text) => Encoding.ASCII.GetBytes(text.PadRight(Argon2id.SaltLength, '.'));

    private PasswordHash Cheap() => new(keys, turnstile, KeyFolder.Cheap);
}
