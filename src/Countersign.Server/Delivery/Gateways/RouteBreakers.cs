using System.Collections.Concurrent;
using Countersign.Core;
using Polly;
using Polly.CircuitBreaker;

namespace Countersign.Server.Delivery.Gateways;

/// <summary>
/// A breaker for each gateway that has another one beside it: one that keeps failing is left alone for a while, so that nobody waits for it
/// at every message. It retries nothing.
/// </summary>
public sealed class RouteBreakers(TimeProvider clock)
{
    /// <summary>How long a gateway that keeps failing is left alone.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    /// <summary>How many attempts there must be before it is judged.</summary>
    public const int Fewest = 5;

    private readonly ConcurrentDictionary<int, Breaker> breakers = new();

    /// <summary>Whether a gateway is left alone now.</summary>
    public bool Rests(int gateway) => Of(gateway).OpenedAt is { } at && clock.GetElapsedTime(at) < Rest;

    /// <summary>Makes an attempt; null when the gateway is left alone, and nothing was asked of it.</summary>
    public async Task<SendOutcome?> Try(int gateway, Func<Task<SendOutcome>> attempt)
    {
        try
        {
            return await Of(gateway).Pipeline.ExecuteAsync(async _ => await attempt(), CancellationToken.None);
        }
        catch (BrokenCircuitException)
        {
            return null;
        }
    }

    private Breaker Of(int gateway) => breakers.GetOrAdd(gateway, _ => Make());

    private Breaker Make()
    {
        // What Polly calls open stays so until somebody asks, also when the time is over: nobody would, who looks there first.
        var breaker = new Breaker();
        breaker.Pipeline = new ResiliencePipelineBuilder<SendOutcome> { TimeProvider = clock }.AddCircuitBreaker(new()
        {
            FailureRatio = 0.5,
            MinimumThroughput = Fewest,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = Rest,
            OnOpened = _ =>
            {
                breaker.OpenedAt = clock.GetTimestamp();
                return default;
            },
            ShouldHandle = new PredicateBuilder<SendOutcome>().HandleResult(IsFailure),
        }).Build();
        return breaker;
    }

    // A number that is refused says nothing against the gateway.
    private static bool IsFailure(SendOutcome outcome) =>
        outcome.Result is SendResult.FailedForNow or SendResult.Unknown || outcome.Blame is Blame.Us;

    private sealed class Breaker
    {
        public ResiliencePipeline<SendOutcome> Pipeline { get; set; } = ResiliencePipeline<SendOutcome>.Empty;

        public long? OpenedAt { get; set; }
    }
}
