using System.Collections.Concurrent;
using Countersign.Server.Pages;
using Microsoft.Playwright;
using Xunit;

namespace Countersign.Browser.Tests.Driving;

/// <summary>
/// Everything a browser complained about: a breach of the content security policy, an error in a script, a request that
/// failed or went to another place. A good page gives no reason for any.
/// </summary>
public sealed class Complaints
{
    private const string Binding = "complainOfPolicy";

    // The page's status is the test's business, and Chromium says it again on the console.
    private const string StatusOnConsole = "Failed to load resource";

    private static readonly string[] Grave = ["error", "warning"];

    private readonly ConcurrentQueue<string> all = new();

    /// <summary>Listens to every page of a context from now on.</summary>
    public static async Task<Complaints> Of(IBrowserContext context, string origin)
    {
        var complaints = new Complaints();
        await context.ExposeFunctionAsync(Binding, (string text) => complaints.Add($"Content security policy: {text}"));
        await context.AddInitScriptAsync(
            $"addEventListener('securitypolicyviolation', (event) => {Binding}(`${{event.violatedDirective}} ${{event.blockedURI}} " +
                $"${{event.sample}}`))");
        context.Console += (_, said) => complaints.Hear(said);
        context.WebError += (_, error) => complaints.Add($"Script: {error.Error}");
        context.Request += (_, request) => complaints.LookAt(request, origin);
        context.RequestFailed += (_, request) => complaints.LookAtFailed(request);
        context.Response += (_, response) => complaints.LookAt(response);
        return complaints;
    }

    /// <summary>Fails if there was any.</summary>
    public void AssertNone() => Assert.True(all.IsEmpty, $"The browser complained:\n{string.Join('\n', all)}");

    /// <summary>Forgets them: for a test that provokes some.</summary>
    public IReadOnlyList<string> Take()
    {
        string[] all = [.. this.all];
        this.all.Clear();
        return all;
    }

    private void Add(string text) => all.Enqueue(text);

    private void Hear(IConsoleMessage said)
    {
        if (Grave.Contains(said.Type) && !said.Text.StartsWith(StatusOnConsole, StringComparison.Ordinal))
            Add($"Console: {said.Text} ({said.Location})");
    }

    private void LookAt(IRequest request, string origin)
    {
        if (!request.Url.StartsWith($"{origin}/", StringComparison.Ordinal) && request.Url != Visitor.Elsewhere)
            Add($"Leads away: {request.Url}");
        if (request.ResourceType is "xhr" or "fetch" or "websocket" or "eventsource" && !Listens(request, origin))
            Add($"A page comes whole, and this asks for more: {request.Url}");
    }

    // The development inbox is whole when it comes, and then listens for new messages; a page that waits for a code asks for itself again.
    private static bool Listens(IRequest request, string origin) =>
        request.Frame.Url.StartsWith(origin + PagePaths.Inbox, StringComparison.Ordinal)
        || (request.Method is "GET" && request.Url == request.Frame.Url);

    // A person who goes on while a page still loads has not seen a failure, and a download is no page.
    private void LookAtFailed(IRequest request)
    {
        if (request.Failure is not "net::ERR_ABORTED") Add($"Failed: {request.Url}, {request.Failure}");
    }

    private void LookAt(IResponse response)
    {
        if (response.Status >= 500 || (response.Status >= 400 && !response.Request.IsNavigationRequest))
            Add($"{response.Status} {response.Url}");
    }
}
