using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.TestKit;

/// <summary>One event as the other side got it.</summary>
public sealed record CaughtHook(string Id, string Time, string Signatures, string Body, string? ContentType)
{
    /// <summary>What it is of.</summary>
    public string Type => Json.GetProperty("type").GetString()!;

    /// <summary>Its body.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>What it says of what happened.</summary>
    public JsonElement Data => Json.GetProperty("data");

    /// <summary>Whom it is about; null: nobody in particular.</summary>
    public long? Account => Data.TryGetProperty("account", out var account) && account.ValueKind is JsonValueKind.Number
        ? account.GetInt64() : null;

    /// <summary>
    /// Whether one of the signatures is by this secret: as the Standard Webhooks specification has it, and by no code of the server's.
    /// </summary>
    public bool IsSignedBy(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var right = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Time}.{Body}")));
        return Signatures.Split(' ').Contains($"v1,{right}");
    }

    /// <summary>How far its time is from this one.</summary>
    public TimeSpan AgeAt(DateTimeOffset now) => now - DateTimeOffset.FromUnixTimeSeconds(long.Parse(Time, CultureInfo.InvariantCulture));
}

/// <summary>A real HTTP server on loopback that takes what webhooks are told.</summary>
public sealed class HookCatcher : IAsyncDisposable
{
    private readonly ConcurrentQueue<CaughtHook> caught = new();
    private readonly WebApplication app;

    private HookCatcher()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(Take);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new($"{app.Urls.First()}/events");

    /// <summary>What it answers to an event; 200 unless a test says otherwise.</summary>
    public Func<CaughtHook, int> Answer { get; set; } = _ => StatusCodes.Status200OK;

    /// <summary>What it says when it says no.</summary>
    public string No { get; set; } = "not <b>now</b>";

    /// <summary>Before it answers.</summary>
    public Func<CaughtHook, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Every request so far.</summary>
    public IReadOnlyList<CaughtHook> All => [.. caught];

    /// <summary>Starts one.</summary>
    public static async Task<HookCatcher> Start()
    {
        var catcher = new HookCatcher();
        await catcher.app.StartAsync();
        return catcher;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        var one = new CaughtHook(
            headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(),
            await reader.ReadToEndAsync(), headers.ContentType);
        caught.Enqueue(one);
        await Before(one);
        http.Response.StatusCode = Answer(one);
        if (http.Response.StatusCode is 302) http.Response.Headers.Location = "/elsewhere";
        if (http.Response.StatusCode >= 300) await http.Response.WriteAsync(No);
    }
}
