using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Pages.Keys;

/// <summary>What the page of API keys shows.</summary>
/// <param name="Made">A key just made: the only time it is shown.</param>
public sealed record KeysView(IReadOnlyList<ApiKey> Keys, MadeApiKey? Made = null, Refused? Refused = null);

/// <summary>API keys: what there is, a new one, one less.</summary>
public static class KeyPageRoutes
{
    private const string ReadOnly = "{\"api\":{\"" + ApiKeyRights.Read + "\":{}}}";

    public static async Task<IResult> Show(PageCall call, ShowApiKeys show, CancellationToken ct) =>
        call.Show<KeysPage>(new KeysView(await show.Run(call.Caller, ct)));

    public static async Task<IResult> Create(PageCall call, ShowApiKeys show, ApiKeys keys, CancellationToken ct)
    {
        var permissions = call.Field("rights") == "read" ? ReadOnly : ApiKeyRights.Everything;
        var answer = await keys.Create(call.Caller, call.Field("name"), permissions, ct);
        var view = new KeysView(await show.Run(call.Caller, ct), answer.Given, answer.Refused);
        return call.Show<KeysPage>(view, answer.Refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    public static async Task<IResult> Delete(PageCall call, long id, ApiKeys keys, CancellationToken ct)
    {
        var answer = await keys.Delete(call.Caller, new ApiKeyId(id), ct);
        return call.GoTo(PagePaths.ApiKeys, answer.Refused is null ? Said.KeyDeleted : Said.NothingThere);
    }
}
