using Countersign.Server.Tests.VastApi;
using Countersign.TestKit;

namespace Countersign.Server.Tests.VssApi;

/// <summary>A server at which one exchange of the /tf interface is recorded; whatever leads up to it is not.</summary>
internal sealed class VssWireWorld(TestServer server) : IDisposable
{
    private readonly WireTape tape = new(server.Clock.GetUtcNow());

    public Inbox Inbox => server.Inbox;

    public TestPeople People => server.People;

    public VssCaller Ada => server.By(People.Ada);

    public VssCaller Grace => server.By(People.Grace);

    public VssCaller Linus => server.By(People.Linus);

    public VssCaller Kurt => server.By(People.Kurt);

    public VssCaller Wrong => VssCaller.With(server.Http, "grace", "not-this-one");

    public VssCaller Nobody => new(server.Http);

    public string Recorded => tape.Text;

    public async Task<VssCaller> Token() => server.By(await server.Token(People.Ada));

    public async Task<Phone> BeginApp() =>
        Phone.Scan((await Ada.Post("/tf/enable", new { method = "AUTHENTICATOR" })).Ok().Text("uri")!, server.Clock);

    public async Task<string> DisableToken()
    {
        (await Grace.Post("/tf/disable")).Ok();
        return await server.NextDisableToken(People.Grace.Email);
    }

    public Task<VastAnswer> Get(VssCaller caller, string path) => Send(caller, HttpMethod.Get, path, null);

    public Task<VastAnswer> Post(VssCaller caller, string path, object? body = null) => Send(caller, HttpMethod.Post, path, body);

    public async Task<VastAnswer> Send(VssCaller caller, HttpMethod method, string path, object? body)
    {
        using var http = new HttpClient(tape, disposeHandler: false) { BaseAddress = server.Http.BaseAddress };
        return await new VssCaller(http) { Authorization = caller.Authorization }.Send(method, path, body);
    }

    public void Dispose() => tape.Dispose();
}
