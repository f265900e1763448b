using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Pages.Prompt;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Security;

/// <summary>A change that needs a proof, as its page explains it.</summary>
/// <param name="Path">Its address; <c>/send</c> below it sends a code, unless the form has fields of its own.</param>
/// <param name="Button">What the button says that does it.</param>
public sealed record Change(string Path, string Title, string Lead, string Button)
{
    /// <summary>Whether it takes something away that does not come back; its button then says so by its colour.</summary>
    public bool IsGrave { get; init; }

    /// <summary>Whether it changes nothing, and goes on while changes are frozen.</summary>
    public bool IsProofAlone { get; init; }

    /// <summary>What the navigation marks.</summary>
    public string Here { get; init; } = PagePaths.Security;

    /// <summary>Where somebody goes who does not want it.</summary>
    public string Back { get; init; } = PagePaths.Security;

    /// <summary>What is said to somebody who has frozen their own second factors.</summary>
    public Said WhenFrozen { get; init; } = Said.ChangesFrozen;

    /// <summary>What stands above the form.</summary>
    public PagePart? Above { get; init; }

    /// <summary>What stands below the form.</summary>
    public PagePart? Below { get; init; }

    /// <summary>The only kind of proof that will do; null: any.</summary>
    public ProofKind? Only { get; init; }

    /// <summary>
    /// Fields above the code. What is typed there comes back when a code is sent or refused (<see cref="ChangeProofs.SendAndAsk"/>).
    /// </summary>
    public PagePart? Fields { get; init; }
}

/// <summary>A part of a page: a <see cref="PageBody{TModel}"/> and what it shows.</summary>
public sealed record PagePart(Type Component, object Model)
{
    /// <summary>What the component is given.</summary>
    public Dictionary<string, object> ParametersOf(PageCall call) => new() { ["Call"] = call, ["Model"] = Model };
}

/// <summary>What the page of a change shows.</summary>
/// <param name="Sent">When a code was last sent the chosen way.</param>
/// <param name="Delivery">How that code is getting on; null: nobody knows.</param>
/// <param name="Told">What to say about what was just tried.</param>
public sealed record ChangeView(
    Change Change, SecuritySettings Settings, IReadOnlyList<Way> Ways, Way? Chosen, DateTimeOffset? Sent, DeliveryState? Delivery,
    Said? Told = null);
