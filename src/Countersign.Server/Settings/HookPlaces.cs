using System.Collections.Immutable;

namespace Countersign.Server.Settings;

/// <summary>Where webhooks may go beside the Internet.</summary>
/// <param name="Hosts">Names, or addresses, of hosts on this machine or in private networks.</param>
/// <param name="PlainAllowed">Whether they may go to another machine without encryption.</param>
public sealed record HookPlaces(ImmutableHashSet<string> Hosts, bool PlainAllowed);
