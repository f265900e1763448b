using Countersign.TestKit;

namespace Countersign.Server.Tests.Faults;

/// <summary>
/// Something that a client asks for once, on an account that nothing else is asked of: whatever is found there afterwards came of it.
/// </summary>
/// <param name="Kind">As it stands in the ledger.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Ask">Asks a node, and says what it was told.</param>
/// <param name="Look">What a living server has of it. It may ask for things that only the state that it finds allows.</param>
/// <param name="CanAskAgain">Whether whoever is in doubt asks again. A guess is no such thing: it is another guess.</param>
internal sealed record Deed(
    string Kind, string Account, Func<HttpClient, Task<Told>> Ask, Func<TestServer, Task<Found>> Look, bool CanAskAgain = true)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What it was told.</summary>
    public Told? Told { get; set; }

    /// <summary>How long what it offers is good; null: for ever. Whoever asks again later is refused.</summary>
    public TimeSpan? GoodFor { get; init; }

    /// <summary>Whether its effect may come a while after the answer: it is looked for when all is over.</summary>
    public bool ComesLater { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTime AskedAt { get; set; }

    /// <summary>What a refusal said.</summary>
    public string? Said { get; private set; }

    /// <summary>Asks a node, which may be gone, or go while it is asked.</summary>
    public async Task<Told> AskAt(HttpClient node)
    {
        try
        {
            return await Ask(node).WaitAsync(Patience);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TimeoutException or TaskCanceledException)
        {
            return Faults.Told.InDoubt;
        }
        catch (InvalidOperationException refused)
        {
            Said = refused.Message;
            return Faults.Told.Refused;
        }
    }
}
