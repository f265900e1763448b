using Countersign.Client;

namespace Countersign.Cli.Terminal;

/// <summary>What <c>--explain</c> prints: each request and its answer, secrets already blanked.</summary>
internal static class Explained
{
    public static void Show(Screen screen, Exchange exchange)
    {
        screen.Note($"> {exchange.Verb} {exchange.Url}", Tone.Faint);
        if (exchange.Authorized) screen.Note("> Authorization: Bearer •••", Tone.Faint);
        if (exchange.Asked.Length > 0) screen.Note($"> {exchange.Asked}", Tone.Faint);
        screen.Note($"< {exchange.Status}", Tone.Faint);
        if (exchange.Answered.Length > 0) screen.Note($"< {exchange.Answered}", Tone.Faint);
    }
}
