using System.Collections.Immutable;
using Countersign.Core;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;

namespace Countersign.Server.Pages.Keys;

/// <summary>
/// The API keys of somebody whose old password may be known to others, with a box each: a key whose box is empty ends. Keys of an operator
/// are ticked beforehand.
/// </summary>
/// <param name="Ticked">What was ticked when the form came back; null: it is shown for the first time.</param>
public sealed record KeyChoiceView(IReadOnlyList<ApiKey> Keys, ImmutableHashSet<ApiKeyId>? Ticked = null)
{
    /// <summary>Whether the box of a key is ticked.</summary>
    public bool Keeps(ApiKey key) => Ticked?.Contains(key.Id) ?? key.IsByOperator;

    /// <summary>What was ticked in a form.</summary>
    public static ImmutableHashSet<ApiKeyId> TickedIn(PageCall call) =>
        [.. call.Form[KeyChoice.Box].Select(text => PageCall.NumberOf(text ?? "")).OfType<long>().Select(id => new ApiKeyId(id))];

    /// <summary>The keys that go on working after a form. One that its page did not show ends, whoever made it meanwhile.</summary>
    public static KeptKeys KeptIn(PageCall call) => KeptKeys.Only(TickedIn(call));
}
