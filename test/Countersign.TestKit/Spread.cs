namespace Countersign.TestKit;

/// <summary>Sends each request to the next of several nodes.</summary>
internal sealed class Spread(Func<IReadOnlyList<string>> nodes)
    : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
{
    private int sent = -1;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var among = nodes();
        var node = among[(int)((uint)Interlocked.Increment(ref sent) % among.Count)];
        if (among.Count > 1) request.RequestUri = new(new Uri(node), request.RequestUri!.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
