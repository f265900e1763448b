namespace Countersign.TestKit;

/// <summary>
/// Texts that somebody has read and approved, kept as files beside the tests. A text that differs fails its test and
/// shows how; with <c>COUNTERSIGN_APPROVE=1</c> the file is written anew, to be read before it is committed.
/// </summary>
public static class Approved
{
    /// <summary>Compares a text with its file.</summary>
    /// <param name="file">Absolute.</param>
    public static void Check(string file, string actual)
    {
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved == actual) return;

        throw new NotApprovedException(
            $"{file} is not what came. If it should be, run the test with COUNTERSIGN_APPROVE=1 and read the " +
            $"file.\n{Difference(approved, actual)}");
    }

    private static string Difference(string approved, string actual)
    {
        var (before, after) = (approved.Split('\n'), actual.Split('\n'));
        var shorter = Math.Min(before.Length, after.Length);
        var same = Enumerable.Range(0, shorter).TakeWhile(n => before[n] == after[n]).Count();
        var sameAtEnd = Enumerable.Range(1, shorter - same).TakeWhile(n => before[^n] == after[^n]).Count();

        return string.Join('\n', (string[])[
            .. before[Math.Max(0, same - 2)..same].Select(line => $"  {line}"),
            .. before[same..^sameAtEnd].Select(line => $"- {line}"),
            .. after[same..^sameAtEnd].Select(line => $"+ {line}")]);
    }
}

/// <summary>A text is not the approved one.</summary>
public sealed class NotApprovedException(string message) : Exception(message);
