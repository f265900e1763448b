using Countersign.Server.Tests.Stories;
using Countersign.TestKit;

namespace Countersign.Server.Tests.VastApi;

/// <summary>One exchange of the interface: how it comes about, and with what settings of the server.</summary>
internal sealed record WireCase(string Name, Func<WireWorld, Task> Play, params (string Name, string Value)[] Settings);

/// <summary>A server at which one exchange is recorded; whatever leads up to it is not.</summary>
internal sealed class WireWorld(TestServer server) : IDisposable
{
    private readonly WireTape tape = new(server.Clock.GetUtcNow());

    public TestServer Server => server;

    public TestPeople People => server.People;

    public VastCaller Ada => server.As(People.Ada);

    public VastCaller Grace => server.As(People.Grace);

    public VastCaller Linus => server.As(People.Linus);

    public VastCaller Barbara => server.As(People.Barbara);

    public string Recorded => tape.Text;

    public Task<VastAnswer> Get(VastCaller caller, string path) => Send(caller, HttpMethod.Get, path, null);

    public Task<VastAnswer> Post(VastCaller caller, string path, object? body = null) => Send(caller, HttpMethod.Post, path, body);

    public Task<VastAnswer> Put(VastCaller caller, string path, object? body = null) => Send(caller, HttpMethod.Put, path, body);

    public Task<VastAnswer> Delete(VastCaller caller, string path, object? body = null) => Send(caller, HttpMethod.Delete, path, body);

    /// <summary>A signed-out browser of this person, and the handle of the sign-in that waits.</summary>
    public async Task<(VastCaller Browser, string Secret)> Waiting(TestPerson person)
    {
        var browser = server.Stranger();
        return (browser, (await browser.Password(person)).Ok().Secret);
    }

    /// <summary>A code sent by SMS to a person's method, with its handle.</summary>
    public async Task<(string Secret, string Code)> Text(VastCaller caller, TestPerson person)
    {
        var secret = (await caller.Post("/tfa/sms/")).Ok().Secret;
        return (secret, (await server.NextCode(person.Number!)).Code);
    }

    /// <summary>A code sent by e-mail, with its handle.</summary>
    public async Task<(string Secret, string Code)> Mail(VastCaller caller, TestPerson person)
    {
        var secret = (await caller.Post("/tfa/email/")).Ok().Secret;
        return (secret, (await server.NextCode(person.Email)).Code);
    }

    public void Dispose() => tape.Dispose();

    public void Wait(TimeSpan time) => server.Clock.Advance(time);

    private async Task<VastAnswer> Send(VastCaller caller, HttpMethod method, string path, object? body)
    {
        using var http = new HttpClient(tape, disposeHandler: false) { BaseAddress = server.Http.BaseAddress };
        var recorded = new VastCaller(http, caller.Bearer) { Cookie = caller.Cookie };
        foreach (var (name, value) in caller.Headers) recorded.Headers[name] = value;
        return await recorded.Send(method, path, body);
    }
}
