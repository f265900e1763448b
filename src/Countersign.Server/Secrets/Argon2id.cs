using System.Runtime.InteropServices;

namespace Countersign.Server.Secrets;

/// <summary>Argon2id version 0x13 with one lane (RFC 9106), from libsodium when the machine has it.</summary>
internal static class Argon2id
{
    /// <summary>Bytes of salt; libsodium takes no other length.</summary>
    public const int SaltLength = 16;

    private const int Algorithm = 2;

    private static readonly Lazy<Pwhash?> Library = new(Load);

    /// <summary>Whether this machine has libsodium.</summary>
    public static bool IsAvailable => Library.Value is not null;

    /// <summary>Derives bytes from a password.</summary>
    /// <param name="password">Any bytes, zeros too.</param>
    /// <param name="salt">Sixteen bytes.</param>
    /// <param name="memoryKiB">Memory, in KiB, at least 8.</param>
    /// <param name="passes">Passes over that memory, at least 1.</param>
    /// <param name="length">Bytes wanted, at least 16.</param>
    public static byte[] Derive(byte[] password, byte[] salt, int memoryKiB, int passes, int length)
    {
        var pwhash = Library.Value ?? throw new PlatformNotSupportedException("Argon2id needs libsodium. Install it (Debian: libsodium23).");
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltLength);

        var derived = new byte[length];
        var memory = (nuint)memoryKiB * 1024;
        var failed = pwhash(derived, (ulong)length, password, (ulong)password.Length, salt, (ulong)passes, memory, Algorithm);
        return failed == 0 ? derived : throw new InsufficientMemoryException($"Argon2id could not get its {memoryKiB} KiB of memory.");
    }

    private static Pwhash? Load()
    {
        string[] names = ["libsodium.so.23", "libsodium.so.26", "libsodium"];
        foreach (var name in names)
        {
            if (!NativeLibrary.TryLoad(name, typeof(Argon2id).Assembly, searchPath: null, out var library)) continue;
            var started = Bind<SodiumInit>(library, "sodium_init")() >= 0;
            return started ? Bind<Pwhash>(library, "crypto_pwhash") : null;
        }
        return null;
    }

    private static T Bind<T>(nint library, string name) where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SodiumInit();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Pwhash(
        byte[] derived, ulong derivedLength, byte[] password, ulong passwordLength, byte[] salt, ulong passes, nuint memory, int algorithm);
}
