using Countersign.Core;
using Countersign.Server.OpenId;
using Countersign.Server.Pages.Frame;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Primitives;
using OpenIddict.Abstractions;

namespace Countersign.Server.Pages.Applications;

/// <summary>
/// What an application asks, as a page reads it: the library has found its name, its return address and its code challenge in order. When
/// it asked is noted in the address, by us and for this question alone, so that what is proven since then is known to be fresh.
/// </summary>
public sealed class AskedByApp
{
    /// <summary>The part of the address in which it is noted when it was asked.</summary>
    public const string AskedPart = "asked";

    // Longer ones do not fit into the cookie that remembers them.
    private const int LongestAddress = 3000;

    // What was asked longer ago says nothing about what is asked now.
    private static readonly TimeSpan LongestWay = TimeSpan.FromMinutes(30);

    private AskedByApp(OpenIddictRequest request, AppAsk ask, string path) => (Request, Ask, Path) = (request, ask, path);

    /// <summary>As the library read it.</summary>
    public OpenIddictRequest Request { get; }

    /// <summary>What is to be decided.</summary>
    public AppAsk Ask { get; }

    /// <summary>The address at which it is asked, and when that was noted.</summary>
    public string Path { get; }

    /// <summary>Whether nobody may be asked anything (<c>prompt=none</c>).</summary>
    public bool IsSilent => Request.HasPromptValue(OpenIddictConstants.PromptValues.None);

    /// <summary>Whether the person wants to be somebody else (<c>prompt=select_account</c>).</summary>
    public bool WantsAnother => Request.HasPromptValue(OpenIddictConstants.PromptValues.SelectAccount);

    /// <summary>Whether it can be remembered while somebody signs in.</summary>
    public bool Fits => Path.Length <= LongestAddress;

    /// <summary>Reads it.</summary>
    public static AskedByApp Read(PageCall call, App app, FormTokens marks)
    {
        var http = call.Http;
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The library has not seen this request.");
        var parts = http.Request.Query.Where(part => part.Key is not (AskedPart or Arrival.Mark)).ToList();
        var bare = PathOf(parts);
        var noted = marks.ReadShown(http.Request.Query[AskedPart].ToString(), bare);
        var asked = noted > call.Now - LongestWay && Believed.HasBeen(noted.Value, call.Now) ? noted : null;
        var demand = new AppDemand(
            AppProofRules.LevelOf(request.GetAcrValues(), app.Said.Level),
            AppProofRules.Shorter(app.Said.FreshFor, AgeOf(request)),
            request.HasPromptValue(OpenIddictConstants.PromptValues.Login)
                || request.HasPromptValue(OpenIddictConstants.PromptValues.SelectAccount) || request.MaxAge is 0,
            asked);
        var consent = request.HasPromptValue(OpenIddictConstants.PromptValues.Consent);
        var ask = new AppAsk(app, demand, [.. request.GetScopes()], consent);
        return new(request, ask, PathOf([.. parts, new(AskedPart, marks.MakeShown(bare, asked ?? call.Now))]));
    }

    private static TimeSpan? AgeOf(OpenIddictRequest request) =>
        request.MaxAge is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1_000_000_000)) : null;

    private static string PathOf(IReadOnlyList<KeyValuePair<string, StringValues>> parts) =>
        OpenIdPaths.Authorize + new QueryBuilder(parts);
}
