using System.Globalization;
using System.Net.Mime;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Countersign.Server.Accounts;

/// <summary>
/// The file that an export becomes, the same at every door: JSON with instants as ISO 8601, and nothing left out that is null.
/// </summary>
public static class ExportFile
{
    /// <summary>What kind of file it is.</summary>
    public const string ContentType = MediaTypeNames.Application.Json;

    // It is a file for people, and is never put into HTML: letters stay as they are.
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>What is written into it.</summary>
    public static byte[] Bytes(AccountExport export) => JsonSerializer.SerializeToUtf8Bytes(export, Format);

    /// <summary>What it is called where a browser puts it: the day, and no name of anybody.</summary>
    public static string NameOf(AccountExport export) => string.Create(
        CultureInfo.InvariantCulture, $"countersign-account-{export.ExportedAt.UtcDateTime:yyyy-MM-dd}.json");
}
