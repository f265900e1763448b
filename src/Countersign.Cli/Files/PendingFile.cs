using System.Text.Json;

namespace Countersign.Cli.Files;

/// <summary>
/// Remembers the one step that waits for its code, so that nobody must copy secrets. Mode 0600; a step past its time is forgotten.
/// </summary>
internal sealed class PendingFile(Uri url)
{
    private readonly PrivateFile file = PrivateFile.OfOurs("pending");

    public void Write(Pending pending) =>
        file.Write(JsonSerializer.Serialize(pending with { Url = url.AbsoluteUri }, PendingJson.Default.Pending));

    public Pending? Find(DateTimeOffset now)
    {
        if (file.Read() is not { } text) return null;

        var pending = Parse(text);
        if (pending is null || pending.ExpiresAt <= now) file.Delete();
        return pending?.ExpiresAt > now && pending.Url == url.AbsoluteUri ? pending : null;
    }

    public void Forget() => file.Delete();

    private static Pending? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, PendingJson.Default.Pending);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
