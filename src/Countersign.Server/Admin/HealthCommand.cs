using System.CommandLine;
using System.Net;
using Countersign.Server.Hosting;

namespace Countersign.Server.Admin;

/// <summary><c>health</c>: where nothing else can ask, as in an image that has the program alone.</summary>
public static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int LongestAnswer = 64 * 1024;

    private const string Name = "If it listens elsewhere, name that place by --at.";

    private static readonly Option<string> At = new("--at")
    {
        Description = "Where the server listens on this machine.",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
    };

    static HealthCommand() => At.Validators.Add(given =>
    {
        if (Read(given.GetValueOrDefault<string>()) is null)
            given.AddError($"{given.GetValueOrDefault<string>()} isn't an address such as http://127.0.0.1:8080.");
    });

    /// <summary>Builds the command.</summary>
    public static Command Build(OperatorShell shell)
    {
        var command = new Command("health", "Asks a server on this machine whether it is ready. Exit code 1 when it is not.") { At };
        command.SetAction((given, ct) => Run(new(shell, given), ct));
        return command;
    }

    private static Uri? Read(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var at) && at.Scheme is ("http" or "https") ? at : null;

    private static async Task<int> Run(CommandRun run, CancellationToken ct)
    {
        var at = Read(run.Get(At))!;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = LongestAnswer,
        };
        try
        {
            using var answer = await http.GetAsync(new Uri(at, Health.Ready), ct);
            var text = (await answer.Content.ReadAsStringAsync(ct)).Trim();
            return (answer.StatusCode, text) switch
            {
                (HttpStatusCode.OK, _) when text == Health.IsReady || text.StartsWith($"{Health.IsReady}, but ", StringComparison.Ordinal) =>
                    run.Say(text),
                (HttpStatusCode.ServiceUnavailable, _) when text.StartsWith(Health.IsNotReady, StringComparison.Ordinal) =>
                    run.Refuse(text),
                var (status, _) => run.Refuse(
                    $"Something answers at {Place(at)}, and not as this service does (HTTP {(int)status}). {Name}"),
            };
        }
        catch (Exception none) when (none is HttpRequestException || (none is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return run.Refuse(
                $"Nothing answers at {Place(at)}: {none.Message.TrimEnd('.')}. See that the server runs (`systemctl status countersign`). {Name}");
        }
    }

    private static string Place(Uri at) => at.GetLeftPart(UriPartial.Authority);
}
