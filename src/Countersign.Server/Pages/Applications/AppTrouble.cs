using Microsoft.AspNetCore;

namespace Countersign.Server.Pages.Applications;

/// <summary>
/// What an application asked cannot be answered to it: its name or its return address is wrong, or it asked for nothing known.
/// </summary>
/// <param name="Error">In the words of the specification, for whoever runs the application.</param>
public sealed record AppTrouble(string Error, string? Description)
{
    internal static IResult Of(PageCall call)
    {
        var response = call.Http.GetOpenIddictServerResponse();
        return call.Show<AppTroublePage>(
            new AppTrouble(response?.Error ?? "invalid_request", response?.ErrorDescription), StatusCodes.Status400BadRequest,
            PagePaths.Start);
    }
}
