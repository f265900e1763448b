using Countersign.Server.Accounts;
using Countersign.Server.Pages.Prompt;

namespace Countersign.Server.Pages.Security;

/// <summary>A change that needs a proof, as its page explains it.</summary>
/// <param name="Path">Its address; <c>/send</c> below it sends a code.</param>
/// <param name="Button">What the button says that does it.</param>
public sealed record Change(string Path, string Title, string Lead, string Button);

/// <summary>What the page of a change shows.</summary>
public sealed record ChangeView(Change Change, SecuritySettings Settings, IReadOnlyList<Way> Ways, Way? Chosen, DateTimeOffset? Sent);
