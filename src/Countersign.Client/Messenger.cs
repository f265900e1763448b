using System.Net.Http.Headers;

namespace Countersign.Client;

/// <summary>
/// Speaks for somebody who may hold a session key and an API key: the session goes first, and a dead one makes room for the API key.
/// </summary>
internal sealed class Messenger(ClientSettings settings) : IDisposable
{
    private const string Root = "/api/v0";

    private readonly Line line = new(settings, (status, body, wait) => CountersignRefused.From(status, body, wait));

    /// <summary>The session key that goes before the API key; a login sets it, a dead one clears it.</summary>
    public AccessKey? SessionKey { get; set; } = settings.SessionKey;

    public void Dispose() => line.Dispose();

    public Task<TAnswer> Ask<TAnswer>(HttpMethod verb, string path, CancellationToken ct) =>
        Ask<TAnswer>(new Question(verb, Root + path), ct);

    public Task<TAnswer> Ask<TRequest, TAnswer>(HttpMethod verb, string path, TRequest request, CancellationToken ct) =>
        Ask<TAnswer>(new Question(verb, Root + path, Question.Json(request)), ct);

    private async Task<TAnswer> Ask<TAnswer>(Question question, CancellationToken ct)
    {
        if (SessionKey is not { } session) return await line.Ask<TAnswer>(question, Bearer(settings.ApiKey), ct);

        try
        {
            return await line.Ask<TAnswer>(question, Bearer(session), ct);
        }
        catch (CountersignRefused refused) when (refused.IsDeadSession)
        {
            SessionKey = null;
            settings.SessionEnded?.Invoke();
            if (settings.ApiKey is null) throw;
        }

        return await line.Ask<TAnswer>(question, Bearer(settings.ApiKey), ct);
    }

    private static AuthenticationHeaderValue? Bearer(AccessKey? key) => key is { } known ? new("Bearer", known.Value) : null;
}
