namespace Countersign.Client;

/// <summary>Where the server is, who is calling, and how patient the caller is.</summary>
public sealed record ClientSettings
{
    /// <summary>The server's address without <c>/api/v0</c>, such as <c>https://id.example.org</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The long-lived key.</summary>
    public AccessKey? ApiKey { get; init; }

    /// <summary>The key of a finished 2FA login; while it is good it goes before <see cref="ApiKey"/>.</summary>
    public AccessKey? SessionKey { get; init; }

    /// <summary>What the list of sessions calls this caller: sent as <c>User-Agent</c>, printable ASCII.</summary>
    public string Device { get; init; } = "Countersign.Client";

    /// <summary>How often a call is sent again after 429, 502, 503 or 504. From 0.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The longest <c>Retry-After</c> that is waited for; a longer one is a refusal at once.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How to wait, for callers that show a countdown.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Called after each request, with every secret blanked.</summary>
    public Action<Exchange>? Exchanged { get; init; }

    /// <summary>Called when the server says that the session key is dead; the call goes on with the API key.</summary>
    public Action? SessionEnded { get; init; }
}

/// <summary>One request and its answer as they may be shown: secrets blanked, bodies as JSON text or empty.</summary>
public sealed record Exchange(string Verb, Uri Url, bool Authorized, string Asked, int Status, string Answered);
