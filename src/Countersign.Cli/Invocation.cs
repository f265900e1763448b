using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Terminal;
using Countersign.Client;

namespace Countersign.Cli;

/// <summary>
/// One call of a verb: the words it was called with, and what it works with (the terminal, the files, the server), made when first used.
/// </summary>
internal sealed class Invocation(ParseResult parse) : IDisposable
{
    private CountersignClient? client;

    public Screen Screen { get; } = Screen.For(parse);

    public Ask Ask => field ??= new Ask(Screen);

    public KeyFile Keys { get; } = new();

    public PendingFile Pending => field ??= new PendingFile(Url);

    public TimeProvider Clock { get; } = TimeProvider.System;

    public Uri Url => field ??= ParseUrl(Given(Globals.Url, Globals.UrlVariable) ?? Globals.DefaultUrl);

    public AccessKey? ApiKey => Given(Globals.ApiKey, Globals.ApiKeyVariable) is { } key ? new AccessKey(key) : Keys.ReadApiKey();

    public CountersignClient Client => client ??= new CountersignClient(Settings());

    /// <summary>Whether the server was asked without any key.</summary>
    public bool HoldsNoKey => client is { SessionKey: null } && ApiKey is null;

    /// <summary>A client for somebody who holds no key, whatever lies on this computer.</summary>
    public CountersignClient Stranger() => new(Patience(Url));

    public T? Value<T>(Option<T> option) => parse.GetValue(option);

    public T? Value<T>(Argument<T> argument) => parse.GetValue(argument);

    /// <summary>Whether the option stands on the command line, with a value or without.</summary>
    public bool Has(Option option) => parse.GetResult(option) is { Implicit: false };

    /// <summary>A command that goes on at the same server, as it would be typed.</summary>
    public string Command(string words)
    {
        var url = parse.GetValue(Globals.Url) is { } given ? $" --url {given}" : "";
        var key = parse.GetValue(Globals.ApiKey) is null ? "" : " --api-key YOUR_KEY";
        return $"countersign {words}{url}{key}";
    }

    public void Dispose() => client?.Dispose();

    /// <summary>What was given by an option or by the variable that stands in for it.</summary>
    public string? Given(Option<string?> option, string variable)
    {
        var given = parse.GetValue(option) ?? Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrWhiteSpace(given) ? null : given.Trim();
    }

    /// <summary>A client for somebody who comes with user name and password.</summary>
    public TfClient TfClient(Uri url, string userName, string password) => new(Patience(url), userName, password);

    private ClientSettings Settings()
    {
        var apiKey = ApiKey;
        return Patience(Url) with { ApiKey = apiKey, SessionKey = Keys.ReadSessionKey(Url, apiKey), SessionEnded = Keys.DropSessionKey };
    }

    private ClientSettings Patience(Uri url)
    {
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            Screen.Note($"Careful: what we send to {url.Host} is not encrypted. Use https://.", Tone.Warning);
        return new ClientSettings
        {
            Url = url,
            Device = $"countersign on {Environment.MachineName}",
            Retries = parse.GetValue(Globals.Retry),
            LongestWait = Countdown.LongestWait(Screen),
            Wait = (wait, ct) => Countdown.Wait(Screen, wait, Clock, ct),
            Exchanged = parse.GetValue(Globals.Explain) ? exchange => Explained.Show(Screen, exchange) : null,
        };
    }

    public static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw Stop.WrongUsage(
                $"{text} is not the address of a server. An address starts with https:// or http://.",
                "countersign tfa status --url https://…");
}
