using System.Text.Json;
using Countersign.Core;

namespace Countersign.Server.Secrets;

/// <summary>What is known of the database outside of it.</summary>
/// <param name="Age">The age it had reached.</param>
/// <param name="Entry">The number of the newest entry of its audit log then; 0: there was none.</param>
/// <param name="Hash">The hash of that entry, in hexadecimal digits.</param>
public sealed record Witness(long Age, long Entry, string Hash)
{
    /// <summary>Of a database that nothing is known of yet.</summary>
    public static Witness OfNothing { get; } = new(0, 0, "");
}

/// <summary>
/// The file beside the keys that knows how old the database is. It holds no secret. Whoever puts an older database back does not put
/// this back, so the two tell that it was done.
/// </summary>
public sealed class WitnessFile(string path)
{
    private const int LargestFile = 1 << 12;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly LockedFile file = new(path);

    /// <summary>Where it stands.</summary>
    public string Path => file.Path;

    /// <summary>What it says; null when there is none.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public Witness? Read()
    {
        try
        {
            using var open = file.Open();
            var text = new byte[Math.Min(open.Length, LargestFile)];
            open.ReadExactly(text);
            return JsonSerializer.Deserialize<Witness>(TextBytes.Read(text) ?? throw Damaged(), Json) ?? throw Damaged();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            throw Damaged();
        }
    }

    /// <summary>Takes in what was seen. It never goes back: of two processes that were at it, the later one stays.</summary>
    public void Raise(Witness seen) => file.WhileLocked(() =>
    {
        if (Read() is { } known && known.Age >= seen.Age) return false;

        file.Replace(JsonSerializer.SerializeToUtf8Bytes(seen, Json));
        return true;
    });

    private InvalidDataException Damaged() => new(
        $"The witness {Path} is damaged, so it cannot be told whether the database was put back from a backup. Remove the file, then run " +
        $"`after-restore`.");
}
