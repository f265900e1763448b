using System.Collections.Immutable;

namespace Countersign.Server.Delivery.Wording;

/// <summary>A part of a message that an operator may word otherwise.</summary>
/// <param name="Name">As a file of texts has it.</param>
/// <param name="Holes">What may stand in it in braces.</param>
/// <param name="Once">The holes without which the message helps nobody: each must stand in it once, or in a call more often.</param>
internal sealed record OwnKey(string Name, ImmutableArray<string> Holes, ImmutableArray<string> Once)
{
    /// <summary>How often the code must be heard in a call at least: whoever has no pen yet needs it once more.</summary>
    public const int LeastHeard = 2;

    /// <summary>How often it may be.</summary>
    public const int MostHeard = 3;

    /// <summary>The longest text.</summary>
    public const int Longest = 1000;

    /// <summary>Whether it is read out in a call.</summary>
    public bool IsHeard => Name.EndsWith(OwnKeys.Call, StringComparison.Ordinal);

    /// <summary>The holes as people write them.</summary>
    public IEnumerable<string> Braced => Holes.Select(hole => $"{{{hole}}}");
}

/// <summary>The names of what stands in the holes.</summary>
internal static class Hole
{
    /// <summary>The sentence that stands there by itself.</summary>
    public const string Usual = "usual";

    /// <summary>The name of the service.</summary>
    public const string Site = "site";

    /// <summary>Its address.</summary>
    public const string Address = "address";

    /// <summary>The code of a text message; a mail has it above all words.</summary>
    public const string Code = "code";

    /// <summary>How long it is good.</summary>
    public const string Time = "time";

    /// <summary>How long it waits before it is.</summary>
    public const string Wait = "wait";

    /// <summary>What is given on the command line in place of a link.</summary>
    public const string Token = "token";

    /// <summary>What a piece of news is about, in a text message.</summary>
    public const string Headline = "headline";

    /// <summary>The link of a text message; a mail has its own below its first words.</summary>
    public const string Link = "link";

    /// <summary>A method, a key or an address that the news is about.</summary>
    public const string Name = "name";

    /// <summary>How many recovery codes remain.</summary>
    public const string Left = "left";

    /// <summary>When it is over, or when it happens.</summary>
    public const string Until = "until";
}
