using System.Net;
using System.Net.Sockets;

namespace Countersign.Server.Requests;

/// <summary>How an application names the person before it.</summary>
public static class NamedEndUser
{
    /// <summary>The header with the person's address.</summary>
    public const string Address = "Countersign-End-User";

    /// <summary>The header with what the person's browser calls itself.</summary>
    public const string Agent = "Countersign-End-User-Agent";

    /// <summary>
    /// The address as it is written everywhere; null: it is none. .NET would take 1 for 0.0.0.1, 010.0.0.1 for 8.0.0.1, and [::1]:80 too.
    /// </summary>
    public static IPAddress? Read(string named) => IPAddress.TryParse(named, out var address)
        && (address.AddressFamily is AddressFamily.InterNetwork ? address.ToString() == named : named.IndexOfAny(['[', '%', ' ']) < 0)
            ? address
            : null;
}
