using System.Security.Cryptography;
using System.Text;
using Countersign.Server.Settings;

namespace Countersign.Server.Pages;

/// <summary>
/// The operator's dress on every page: their picture, and their colour as a style sheet of a few lines behind ours. Both have addresses
/// that change with their content, and are kept by browsers as ours are.
/// </summary>
public sealed class PageLook
{
    // WCAG 2.2, 1.4.3; 1.4.6 on a dark ground, where less is hard on the eye.
    private const double Readable = 4.5;
    private const double WellReadable = 7;

    private static readonly Rgb DarkCard = new(0x17, 0x1a, 0x21);
    private static readonly Rgb DarkInk = new(0x10, 0x13, 0x1f);

    private readonly Dictionary<string, (byte[] Content, string Type)> files = [];

    public PageLook(ServerSettings settings)
    {
        Look = settings.Look;
        if (Look.Color != ServiceLook.UsualColor && Rgb.TryParse(Look.Color, out var color))
            StyleSheet = Keep("look.css", Encoding.UTF8.GetBytes(SheetOf(color)), "text/css; charset=utf-8");
        if (Look.LogoFile is { } file && ServiceLogo.Read(file).Logo is { } logo)
            Logo = Keep($"logo.{logo.Kind}", logo.Content, $"image/{logo.Kind}");
    }

    /// <summary>What the operator has chosen.</summary>
    public ServiceLook Look { get; }

    /// <summary>The address of the style sheet; null: ours is enough.</summary>
    public string? StyleSheet { get; }

    /// <summary>The address of the picture; null: there is none.</summary>
    public string? Logo { get; }

    /// <summary>A file of it by its address.</summary>
    public (byte[] Content, string Type)? Find(string path) => files.TryGetValue(path, out var file) ? file : null;

    /// <summary>The names of our style sheet in shades of a colour, each as readable as ours.</summary>
    internal static string SheetOf(Rgb color)
    {
        var light = Until(step => color.Mixed(Rgb.White, step), shade => shade.ContrastTo(DarkCard) >= WellReadable);
        var wash = Until(step => color.Mixed(Rgb.White, 0.9 + (step / 10)), shade => shade.ContrastTo(color) >= Readable);
        var darkWash = Until(step => color.Mixed(DarkCard, 0.7 + (step * 0.3)), shade => shade.ContrastTo(light) >= Readable);
        return $$"""
            :root { --accent: {{color}}; --accent-strong: {{color.Mixed(Rgb.Black, 0.2)}}; --on-accent: #fff; --wash: {{wash}} }
            .mark { color: {{color}} }
            @media (prefers-color-scheme: dark) {
              :root { --accent: {{light}}; --accent-strong: {{light.Mixed(Rgb.White, 0.25)}}; --on-accent: {{DarkInk}}; --wash: {{darkWash}} }
            }
            """;
    }

    // The first of a row of shades that will do; the last one always does.
    private static Rgb Until(Func<double, Rgb> shadeAt, Func<Rgb, bool> willDo)
    {
        var shades = Enumerable.Range(0, 21).Select(step => shadeAt(step / 20.0)).ToList();
        return shades.Any(willDo) ? shades.First(willDo) : shades[^1];
    }

    private string Keep(string name, byte[] content, string type)
    {
        var path = $"/assets/{Convert.ToHexStringLower(SHA256.HashData(content))[..PageAssets.HashDigits]}/{name}";
        files[path] = (content, type);
        return path;
    }
}
