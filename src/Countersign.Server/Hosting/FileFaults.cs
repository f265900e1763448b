using Countersign.Server.Secrets;
using Countersign.Shared;

namespace Countersign.Server.Hosting;

/// <summary>
/// Files that requests cannot use, each told at once and then once a minute while it lasts, with the number of requests that met it. As
/// with the database, each request would say it by itself.
/// </summary>
internal sealed class FileFaults(TimeProvider clock)
{
    // More would be told each time; a service has few files.
    private const int Most = 32;

    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock telling = new();
    private readonly Dictionary<string, (long ToldAt, long Untold)> met = [];

    /// <summary>What is wrong with a file; null where something else was thrown.</summary>
    public static string? SentenceOf(Exception thrown) => thrown switch
    {
        KeyFileException told => told.Message,
        IOException or UnauthorizedAccessException => FileTrouble.Of(thrown),
        _ => null,
    };

    /// <summary>How many have met it since it was told; null: it was, a short while ago.</summary>
    public long? Met(string sentence)
    {
        lock (telling)
        {
            if (met.Count >= Most) met.Clear();
            var (toldAt, untold) = met.GetValueOrDefault(sentence);
            if (met.ContainsKey(sentence) && clock.GetElapsedTime(toldAt) < Between)
            {
                met[sentence] = (toldAt, untold + 1);
                return null;
            }

            met[sentence] = (clock.GetTimestamp(), 0);
            return untold + 1;
        }
    }
}
