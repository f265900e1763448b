using Countersign.Core;

namespace Countersign.TestKit;

/// <summary>A message as the world outside got it.</summary>
/// <param name="Id">Of the message: the same over all attempts.</param>
/// <param name="To">Number or address.</param>
/// <param name="Text">The text message, or the plain half of a mail.</param>
/// <param name="Raw">Everything that came over the wire.</param>
public sealed record CaughtMessage(Channel Channel, string Id, string To, string Subject, string Text, string Html, string Raw)
{
    /// <summary>The code it begins with.</summary>
    public string Code => Text.Length >= 6 && Text[..6].All(char.IsAsciiDigit)
        ? Text[..6]
        : throw new InvalidOperationException($"This message begins with no code: {Text}");
}
