using System.Collections.Immutable;
using Countersign.Server.Vocabulary;
using Countersign.Shared;

namespace Countersign.Server.Settings.Gateways;

/// <summary>Reads the address of a gateway that is described: <c>messagebird://KEY@SENDER</c>.</summary>
internal static class TemplateText
{
    private const string From = "from";

    /// <summary>Reads one by a description of ours.</summary>
    public static GatewayRead Read(string text, HttpTemplate template)
    {
        if (GatewayText.Read(text) is not { User: { } user } read) return new(null, Form(template));

        var values = read.Options.Remove(GatewayText.Api);
        if (template.Fields.Length > 0) values = values.SetItem(template.Fields[0], user);
        if (read.Password is { } password && template.Fields.Length > 1) values = values.SetItem(template.Fields[1], password.Reveal());
        if (read.Rest.Length > 0) values = values.SetItem(From, read.Rest);
        return Of(template, values, read.Options.GetValueOrDefault(GatewayText.Api) ?? template.Api, Form(template));
    }

    /// <summary>A gateway of a description and what fills it; the sentence says what it looks like.</summary>
    public static GatewayRead Of(HttpTemplate template, ImmutableDictionary<string, string> values, string? api, string form)
    {
        if (values.Keys.FirstOrDefault(name => name != From && !template.Fields.Contains(name)) is { } unknown)
            return new(null, $"{template.Name} has no field \"{unknown}\"{Meant(template, unknown)} {form}");
        if (template.Fields.FirstOrDefault(name => !values.ContainsKey(name)) is { } missing)
            return new(null, $"{template.Name} needs \"{missing}\". {form}");
        if (api is null) return new(null, $"{template.Name} needs `api`, the address that it gave you. {form}");
        if (GatewayText.ReadApi(api) is not { } address) return new(null, $"`api` isn't an http or https address. {form}");
        if (HttpTemplateHoles.Of(template).Contains(From) && !values.ContainsKey(From)) return new(null, $"{template.Name} needs a sender. {form}");

        return new TemplateGateway(address, template, values.ToImmutableDictionary(each => each.Key, each => new SecretText(each.Value)));
    }

    private static string Meant(HttpTemplate template, string unknown) =>
        Nearest.Of(unknown, [.. template.Fields, From, GatewayText.Api]) is { } near ? $"; did you mean \"{near}\"?" : ".";

    private static string Form(HttpTemplate template)
    {
        var who = string.Join(':', template.Fields.Take(2).Select(field => field.ToUpperInvariant()));
        var options = template.Fields.Skip(2).Select(field => $"{field}=…")
            .Concat(template.Api is null ? [$"{GatewayText.Api}=https://…"] : []).ToList();
        return $"It is `{template.Name}://{who}@SENDER{(options.Count > 0 ? "?" : "")}{string.Join('&', options)}`.";
    }
}

/// <summary>Reads a description of the operator's own: <c>template:/path/file.json?from=…</c>.</summary>
internal static class TemplateFile
{
    private const string Form = "It is `template:/path/file.json?from=SENDER&key=…`.";

    public static GatewayRead Read(string text)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var path = text["template:".Length..(question < 0 ? text.Length : question)];
        if (GatewayText.ReadOptions(question < 0 ? "" : text[(question + 1)..]) is not { } values) return new(null, Form);

        try
        {
            var template = HttpTemplateReader.Read(TextFile.Read(path), Path.GetFileNameWithoutExtension(path));
            return TemplateText.Of(
                template, values.Remove(GatewayText.Api), values.GetValueOrDefault(GatewayText.Api) ?? template.Api, Form);
        }
        catch (FormatException wrong)
        {
            return new(null, $"{path}: {wrong.Message.TrimEnd('?')}{(wrong.Message.EndsWith('?') ? "?" : ".")}");
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new(null, $"{path} cannot be read: {FileTrouble.Say(broken)}");
        }
    }
}
