using System.Net.Http.Headers;
using System.Text;
using Countersign.Wire;

namespace Countersign.Client;

/// <summary>
/// Countersign's <c>/tf</c> interface for C# programs: the same account by user name and password, one method per endpoint.
/// Every method throws <see cref="CountersignRefused"/> when the server says no, and <see cref="CountersignUnreachable"/> when it says
/// nothing.
/// </summary>
/// <param name="settings">Server and patience; keys in it are not used here.</param>
public sealed class TfClient(ClientSettings settings, string userName, string password) : IDisposable
{
    private readonly Line line = new(settings, (status, body, wait) => CountersignRefused.FromTf(status, body, wait));
    private readonly AuthenticationHeaderValue basic = new(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{password}")));

    public void Dispose() => line.Dispose();

    /// <summary>Begins a method; nothing changes for the account before <see cref="Verify"/>.</summary>
    public Task<EnableAnswer> Enable(EnableRequest request, CancellationToken ct) =>
        line.Ask<EnableAnswer>(new(HttpMethod.Post, "/tf/enable", Question.Json(request)), basic, ct);

    /// <summary>Has a code sent, where codes are sent.</summary>
    public Task<InfoAnswer> RequestCode(CancellationToken ct) => line.Ask<InfoAnswer>(new(HttpMethod.Post, "/tf/request-token"), basic, ct);

    /// <summary>Activates the method that was begun; later only checks.</summary>
    public Task<InfoAnswer> Verify(string otp, CancellationToken ct) =>
        line.Ask<InfoAnswer>(new(HttpMethod.Post, "/tf/verify", Question.Json(new OtpRequest(otp))), basic, ct);

    /// <summary>Has the mail sent whose token turns 2FA off.</summary>
    public Task<InfoAnswer> AskToDisable(CancellationToken ct) => line.Ask<InfoAnswer>(new(HttpMethod.Post, "/tf/disable"), basic, ct);

    /// <summary>Turns 2FA off.</summary>
    public Task<InfoAnswer> Disable(string token, CancellationToken ct) =>
        line.Ask<InfoAnswer>(new(HttpMethod.Post, $"/tf/disable/{Uri.EscapeDataString(token)}") { Shown = "/tf/disable/•••" }, basic, ct);

    /// <summary>Gets a token; <paramref name="otp"/> is needed where 2FA is on.</summary>
    public Task<TokenAnswer> GetToken(string? otp, CancellationToken ct) =>
        line.Ask<TokenAnswer>(new(HttpMethod.Post, "/auth/request-token", Question.Json(new OtpRequest(otp))), basic, ct);

    /// <summary>The account of a token.</summary>
    public Task<PersonAnswer> ShowPerson(AccessKey token, CancellationToken ct) =>
        line.Ask<PersonAnswer>(new(HttpMethod.Get, "/v2/user"), new("Bearer", token.Value), ct);
}
