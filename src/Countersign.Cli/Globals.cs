using System.CommandLine;

namespace Countersign.Cli;

/// <summary>The options that every command takes, and the environment variables that stand in for them.</summary>
internal static class Globals
{
    public const string UrlVariable = "COUNTERSIGN_URL";
    public const string ApiKeyVariable = "COUNTERSIGN_API_KEY";
    private const int MostRetries = 100;

    public const string DefaultUrl = "http://127.0.0.1:8080";

    public static readonly Option<string?> Url = new("--url")
    {
        Description = $"Address of the server [${UrlVariable}, or {DefaultUrl}]",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<int> Retry = new("--retry")
    {
        Description = "How many times to try again when the server is busy",
        HelpName = "N",
        Recursive = true,
        DefaultValueFactory = _ => 3,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out var times) && times is >= 0 and <= MostRetries) return times;

            result.AddError($"{result.Tokens[0].Value} isn't a number of tries: give one from 0 to {MostRetries}.");
            return 0;
        },
    };

    public static readonly Option<bool> Raw = new("--raw")
    {
        Description = "Print the answer as JSON and nothing else",
        Recursive = true,
    };

    public static readonly Option<bool> Explain = new("--explain")
    {
        Description = "Show every request and answer, with secrets blanked",
        Recursive = true,
    };

    public static readonly Option<string?> ApiKey = new("--api-key")
    {
        Description = $"API key to use [${ApiKeyVariable}, or the key file]",
        HelpName = "KEY",
        Recursive = true,
    };

    public static void AddTo(RootCommand root)
    {
        root.Add(Url);
        root.Add(Retry);
        root.Add(Raw);
        root.Add(Explain);
        root.Add(ApiKey);
    }
}
