using System.Text;
using Countersign.Core;
using Countersign.Server.Operators;
using Countersign.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Server.Tests.Apps;

/// <summary>An application that keeps its own people, and asks this server for their second factors.</summary>
/// <param name="Name">As the operator calls it.</param>
internal sealed record KeepingApp(TestServer Server, string Name, string Secret)
{
    public const string People = "/apps/v1/people";

    /// <summary>Asks as itself.</summary>
    public VssCaller Caller => VssCaller.With(Server.Http, Name, Secret);

    /// <summary>Adds one of this name, which anybody who runs the server does at its shell.</summary>
    public static async Task<KeepingApp> Add(TestServer server, string name = "shop", string title = "The shop")
    {
        var (app, fault) = new AppDraft(name, AppKind.Api) { Title = title, HasPasskeys = false }.Read();
        Assert.Null(fault);
        var added = await server.Services.GetRequiredService<AddApp>().Run("olga", app!, TestContext.Current.CancellationToken);
        return new(server, name, added!.Secret!.Reveal());
    }

    /// <summary>A person of it, who is known from now on.</summary>
    public async Task<KeptPerson> Keep(string person, string? name = null)
    {
        (await Caller.Send(HttpMethod.Put, $"{People}/{person}", new { name })).Ok();
        return new(this, person);
    }
}

/// <summary>A person of an application.</summary>
internal sealed record KeptPerson(KeepingApp App, string Id)
{
    public string Path => $"{KeepingApp.People}/{Id}";

    public Task<VastAnswer> Status() => App.Caller.Get(Path);

    public Task<VastAnswer> Post(string below, object? body = null) => App.Caller.Post($"{Path}/{below}", body);

    public Task<VastAnswer> Verify(string code, long? factor = null) => Post("verify", new { code, factor });

    /// <summary>Adds an app; with the first one come recovery codes.</summary>
    public async Task<EnrolledApp> Enrol(string? proof = null)
    {
        var begun = (await Post("factors/app", new { code = proof })).Ok();
        var phone = Phone.Scan(begun.Text("uri")!, App.Server.Clock);
        var added = (await Post("factors/app/confirm", new { secret = begun.Secret, code = phone.NextCode() })).Ok();
        return new(phone, added["factor"].GetInt64(), added.Has("recovery_codes") ? added.Texts("recovery_codes") : []);
    }

    /// <summary>The account behind them.</summary>
    public Task<long> Account() => App.Server.Db.Read(
        sql => sql.Number($"""
            SELECT coalesce(max(a.id), 0) FROM accounts a JOIN applications p ON p.id = a.application_id
            WHERE p.name = {App.Name} AND a.outside_id = {Id}
            """), TestContext.Current.CancellationToken);
}

/// <summary>An authenticator app that somebody has enrolled.</summary>
internal sealed record EnrolledApp(Phone Phone, long Factor, IReadOnlyList<string> Codes);

internal static class AppsHeaders
{
    /// <summary>The same caller with one more header.</summary>
    public static VssCaller With(this VssCaller caller, string name, string value)
    {
        caller.Headers[name] = value;
        return caller;
    }

    public static System.Net.Http.Headers.AuthenticationHeaderValue Basic(string words) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(words)));
}
