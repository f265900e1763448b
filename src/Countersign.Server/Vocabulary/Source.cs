
namespace Countersign.Server.Vocabulary;

/// <summary>Where a request came from, for the audit log and the list of sessions.</summary>
/// <param name="IpAddress">The client's address; from a forwarding header only when a configured proxy set it.</param>
/// <param name="AddressBucket">What limits count by: the address, or an IPv6 address's /64.</param>
/// <param name="Route">Method and path pattern, never the path itself: paths may carry secrets.</param>
public sealed record Source(string IpAddress, string AddressBucket, string UserAgent, string Route);
