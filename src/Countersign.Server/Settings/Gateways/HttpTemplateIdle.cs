using System.Collections.Immutable;

namespace Countersign.Server.Settings.Gateways;

/// <summary>What in the description of a gateway would do nothing, and so says something else than whoever wrote it meant.</summary>
internal static class HttpTemplateIdle
{
    /// <summary>Refuses it.</summary>
    /// <param name="holes">The names of all its holes.</param>
    /// <param name="given">The names of those that everybody has.</param>
    /// <exception cref="FormatException">There is something.</exception>
    public static void Refuse(HttpTemplate read, IReadOnlySet<string> holes, IReadOnlyCollection<string> given)
    {
        RefuseFields(read.Fields, holes, given);
        if (read.Method == "GET" && read.Json is not null)
            throw new FormatException("a GET has no body: give \"form\", which stands in the address then, or another \"method\"");

        for (var number = 1; number < read.Answers.Length; number++)
            if (IsIdle(read.Answers[number], read.Answers[..number]))
                throw new FormatException($"answer {number + 1} is never reached: the ones before it take all that it fits");
    }

    private static void RefuseFields(ImmutableArray<string> fields, IReadOnlySet<string> holes, IReadOnlyCollection<string> given)
    {
        if (fields.FirstOrDefault(field => field != "from" && given.Contains(field)) is { } filled)
            throw new FormatException($"\"{filled}\" is filled for everybody, and no name for one of \"fields\"");
        if (fields.GroupBy(field => field).FirstOrDefault(same => same.Count() > 1)?.Key is { } twice)
            throw new FormatException($"\"fields\" names \"{twice}\" twice");
        if (fields.FirstOrDefault(field => !holes.Contains(field)) is { } unused)
            throw new FormatException($"\"fields\" names \"{unused}\", and no hole is called so");
    }

    // Of each status with each word that it fits an earlier one is asked first.
    private static bool IsIdle(AnswerRule rule, ImmutableArray<AnswerRule> earlier)
    {
        string?[] words = rule.Words.IsEmpty ? [null] : [.. rule.Words];
        return Enumerable.Range(rule.From, rule.To - rule.From + 1).All(
            status => words.All(word => earlier.Any(each => Takes(each, status, rule.At, word))));
    }

    private static bool Takes(AnswerRule rule, int status, string? at, string? word) =>
        status >= rule.From && status <= rule.To
        && (rule.At is null || (rule.At == at && (rule.Words.IsEmpty || (word is not null && rule.Words.Contains(word)))));
}
