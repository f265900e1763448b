using Countersign.Core;
using Countersign.Server.Requests;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Countersign.Server.Pages;

/// <summary>A page, rendered whole on the server.</summary>
internal sealed class PageResult(PageCall call, Type page, object? model, int status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // Asking for the nonce is what makes the answer a page, whose title tells by the status whether it refuses something.
        httpContext.PageNonce();
        httpContext.Response.StatusCode = status;
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(page, ParameterView.FromDictionary(Parameters()))).ToHtmlString());

        httpContext.Response.Headers.ContentLanguage = call.Texts.Language.Code();
        httpContext.Response.Headers.Vary = "Accept-Language, Cookie";
        httpContext.Response.ContentType = "text/html; charset=utf-8";

        // A request that took too long is cancelled already, and is told so all the same.
        await httpContext.Response.WriteAsync($"<!doctype html>\n{html}", CancellationToken.None);
    }

    private Dictionary<string, object?> Parameters() =>
        model is null ? new() { [nameof(PageBody.Call)] = call } : new() { [nameof(PageBody.Call)] = call, ["Model"] = model };
}

/// <summary>What every page and every part of a page has.</summary>
public abstract class PageBody : ComponentBase
{
    /// <summary>The request.</summary>
    [Parameter, EditorRequired]
    public required PageCall Call { get; set; }

    /// <summary>What the pages say.</summary>
    protected Texts T => Call.Texts;
}

/// <summary>A page that shows something.</summary>
public abstract class PageBody<TModel> : PageBody
{
    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public required TModel Model { get; set; }
}
