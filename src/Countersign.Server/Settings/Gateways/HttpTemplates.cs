using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Countersign.Server.Settings.Gateways;

/// <summary>The descriptions that are part of this program.</summary>
public static class HttpTemplates
{
    private const string Folder = "Countersign.Server.Settings.Gateways.Known.";
    private const string Ending = ".json";

    private static readonly FrozenDictionary<string, HttpTemplate> All = ReadAll();

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The one of this name; null when there is none.</summary>
    public static HttpTemplate? Find(string name) => All.GetValueOrDefault(name);

    private static FrozenDictionary<string, HttpTemplate> ReadAll()
    {
        var program = typeof(HttpTemplates).Assembly;
        return program.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Folder.Length..^Ending.Length], name =>
            {
                using var text = new StreamReader(program.GetManifestResourceStream(name)!);
                return HttpTemplateReader.Read(text.ReadToEnd(), name[Folder.Length..^Ending.Length]);
            }, StringComparer.Ordinal);
    }
}
