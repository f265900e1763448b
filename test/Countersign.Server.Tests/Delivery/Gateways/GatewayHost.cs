using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Countersign.Server.Tests.Delivery.Gateways;

/// <summary>One request as a gateway got it.</summary>
internal sealed record HostedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body as the fields of a form, in the order of their names.</summary>
    public IReadOnlyDictionary<string, string> Form =>
        new SortedDictionary<string, string>(QueryHelpers.ParseQuery(Body).ToDictionary(each => each.Key, each => each.Value.ToString()));
}

/// <summary>A real HTTP server on loopback that answers as a gateway does.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly ConcurrentQueue<(int Status, string Body)> answers = new();
    private readonly ConcurrentQueue<HostedRequest> requests = new();
    private readonly WebApplication app;
    private readonly (int Status, string Body) usual;

    private GatewayHost(int status, string body)
    {
        usual = (status, body);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Answer);
    }

    /// <summary>What it does before it answers.</summary>
    public Func<HostedRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>The status of each answer, if not what is told by <see cref="Next"/>; 0: the connection breaks.</summary>
    public Func<HostedRequest, int>? Mood { get; set; }

    public string Address => app.Urls.First();

    public IReadOnlyList<HostedRequest> Requests => [.. requests];

    /// <summary>Starts one that answers so.</summary>
    public static async Task<GatewayHost> Start(int status, string body)
    {
        var host = new GatewayHost(status, body);
        await host.app.StartAsync();
        return host;
    }

    /// <summary>The answers to the next requests, one each; a status of 0 breaks the connection.</summary>
    public void Next(int status, string body) => answers.Enqueue((status, body));

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Answer(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var headers = http.Request.Headers.ToDictionary(each => each.Key.ToLowerInvariant(), each => each.Value.ToString());
        var request = new HostedRequest(
            http.Request.Method, http.Request.Path + http.Request.QueryString, headers, await reader.ReadToEndAsync());
        requests.Enqueue(request);
        await Before(request);
        var (status, body) = Mood is { } mood ? (mood(request), usual.Body) : answers.TryDequeue(out var next) ? next : usual;
        if (status == 0)
        {
            http.Abort();
            return;
        }

        http.Response.StatusCode = status;
        if (status is >= 300 and < 400) http.Response.Headers.Location = "/elsewhere";
        await http.Response.WriteAsync(body);
    }
}
