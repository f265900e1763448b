using Countersign.Server.Secrets;

namespace Countersign.Server.Settings;

/// <summary>How a server is run, beside what its operator decides in <see cref="ServerSettings"/>.</summary>
/// <param name="Urls">Where it listens.</param>
/// <param name="IsDevelopment">Messages end in an inbox on screen, and only loopback is answered.</param>
/// <param name="Clock">The time.</param>
/// <param name="Costs">The work of a slow hash; tests take little, everybody else the default.</param>
/// <param name="Log">What else is done with the log; tests keep it.</param>
public sealed record ServerOptions(
    IReadOnlyList<string> Urls, bool IsDevelopment, TimeProvider Clock, HashCosts Costs, Action<ILoggingBuilder>? Log = null);
