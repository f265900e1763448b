using System.Text.Json;
using Countersign.Wire;

namespace Countersign.Client;

/// <summary>
/// Countersign's <c>tfa</c> interface for C# programs: one method per endpoint, in the order of the contract.
/// Every method throws <see cref="CountersignRefused"/> when the server says no, and <see cref="CountersignUnreachable"/> when it says
/// nothing.
/// </summary>
public sealed class CountersignClient(ClientSettings settings) : IDisposable
{
    private readonly Messenger messenger = new(settings);

    /// <summary>The session key in use: the one given, or the one that <see cref="LogIn"/> brought; <c>null</c> once it is dead.</summary>
    public AccessKey? SessionKey => messenger.SessionKey;

    public void Dispose() => messenger.Dispose();

    public Task<StatusAnswer> ShowStatus(CancellationToken ct) =>
        messenger.Ask<StatusAnswer>(HttpMethod.Get, "/tfa/status/", ct);

    /// <summary>Finishes a login and goes on with the session key that it brings.</summary>
    public async Task<LogInAnswer> LogIn(LogInRequest request, CancellationToken ct)
    {
        var answer = await messenger.Ask<LogInRequest, LogInAnswer>(HttpMethod.Post, "/tfa/", request, ct);
        if (answer.SessionKey is { } key) messenger.SessionKey = new AccessKey(key);
        return answer;
    }

    /// <summary>
    /// The first step of a sign-in from nothing. Without 2FA it brings the session key, and the client goes on with it; else the secret of
    /// the sign-in that <see cref="LogIn"/> finishes.
    /// </summary>
    public async Task<PasswordAnswer> GivePassword(string name, string password, CancellationToken ct)
    {
        var request = new PasswordRequest(name, password) { As = SignInWords.Program };
        var answer = await messenger.Ask<PasswordRequest, PasswordAnswer>(HttpMethod.Post, "/users/login/", request, ct);
        if (answer.SessionKey is { } key) messenger.SessionKey = new AccessKey(key);
        return answer;
    }

    /// <summary>Fetches the session of a program that a person has allowed at a page, and goes on with its key.</summary>
    public async Task<LogInAnswer> LogInProgram(ProgramLogInRequest request, CancellationToken ct)
    {
        var answer = await messenger.Ask<ProgramLogInRequest, LogInAnswer>(HttpMethod.Post, "/users/login/program/", request, ct);
        if (answer.SessionKey is { } key) messenger.SessionKey = new AccessKey(key);
        return answer;
    }

    public Task<RemoveMethodAnswer> RemoveMethod(RemoveMethodRequest request, CancellationToken ct) =>
        messenger.Ask<RemoveMethodRequest, RemoveMethodAnswer>(HttpMethod.Delete, "/tfa/", request, ct);

    public Task<SendEmailAnswer> SendEmail(SendEmailRequest request, CancellationToken ct) =>
        messenger.Ask<SendEmailRequest, SendEmailAnswer>(HttpMethod.Post, "/tfa/email/", request, ct);

    public Task<SendSmsAnswer> SendSms(SendSmsRequest request, CancellationToken ct) =>
        messenger.Ask<SendSmsRequest, SendSmsAnswer>(HttpMethod.Post, "/tfa/sms/", request, ct);

    public Task<ResendSmsAnswer> ResendSms(ResendSmsRequest request, CancellationToken ct) =>
        messenger.Ask<ResendSmsRequest, ResendSmsAnswer>(HttpMethod.Post, "/tfa/sms/resend/", request, ct);

    public Task<TotpSetupAnswer> SetUpTotp(CancellationToken ct) =>
        messenger.Ask<TotpSetupAnswer>(HttpMethod.Post, "/tfa/totp-setup/", ct);

    public Task<AskToAddAnswer> AskToAdd(AskToAddRequest request, CancellationToken ct) =>
        messenger.Ask<AskToAddRequest, AskToAddAnswer>(HttpMethod.Post, "/tfa/authorize-new-method/", request, ct);

    public Task<ProveToAddAnswer> ProveToAdd(ProveToAddRequest request, CancellationToken ct) =>
        messenger.Ask<ProveToAddRequest, ProveToAddAnswer>(HttpMethod.Put, "/tfa/authorize-new-method/", request, ct);

    public Task<ConfirmNewAnswer> ConfirmNew(ConfirmNewRequest request, CancellationToken ct) =>
        messenger.Ask<ConfirmNewRequest, ConfirmNewAnswer>(HttpMethod.Post, "/tfa/confirm-new/", request, ct);

    public Task<UpdateMethodAnswer> UpdateMethod(UpdateMethodRequest request, CancellationToken ct) =>
        messenger.Ask<UpdateMethodRequest, UpdateMethodAnswer>(HttpMethod.Put, "/tfa/update/", request, ct);

    public Task<RegenerateCodesAnswer> RegenerateCodes(RegenerateCodesRequest request, CancellationToken ct) =>
        messenger.Ask<RegenerateCodesRequest, RegenerateCodesAnswer>(HttpMethod.Put, "/tfa/regen-backup-codes/", request, ct);

    /// <summary>Ends the session of the key in use; without a session key there is nothing to end.</summary>
    public async Task<DoneAnswer> LogOut(CancellationToken ct)
    {
        var answer = await messenger.Ask<DoneAnswer>(HttpMethod.Post, "/users/logout/", ct);
        messenger.SessionKey = null;
        return answer;
    }

    public Task<UserAnswer> ShowUser(CancellationToken ct) =>
        messenger.Ask<UserAnswer>(HttpMethod.Get, "/users/current/", ct);

    /// <summary>Everything the server keeps about the account, as the file that it is (docs/export.md).</summary>
    public Task<JsonElement> ExportAccount(ExportAccountRequest request, CancellationToken ct) =>
        messenger.Ask<ExportAccountRequest, JsonElement>(HttpMethod.Post, "/users/current/export/", request, ct);

    /// <summary>The last messages to the account, and how they are getting on.</summary>
    public Task<MessagesAnswer> ListMessages(CancellationToken ct) =>
        messenger.Ask<MessagesAnswer>(HttpMethod.Get, "/users/current/messages/", ct);

    /// <summary>One message to the account, and how it is getting on: whoever waits for a code asks again every few seconds.</summary>
    /// <param name="id">Its name, as in <see cref="ListMessages"/>.</param>
    /// <exception cref="CountersignRefused">There is no such message to this account (404).</exception>
    public Task<MessageShown> ShowMessage(string id, CancellationToken ct) =>
        messenger.Ask<MessageShown>(HttpMethod.Get, $"/users/current/messages/{Uri.EscapeDataString(id)}/", ct);

    /// <summary>Whether the account is to be deleted, and when.</summary>
    public Task<DeletionAnswer> ShowDeletion(CancellationToken ct) =>
        messenger.Ask<DeletionAnswer>(HttpMethod.Get, "/users/current/deletion/", ct);

    /// <summary>Asks for the account to be deleted: it goes after the time that the server waits, unless that is called off.</summary>
    public Task<DeletionAnswer> DeleteAccount(DeleteAccountRequest request, CancellationToken ct) =>
        messenger.Ask<DeleteAccountRequest, DeletionAnswer>(HttpMethod.Post, "/users/current/deletion/", request, ct);

    /// <summary>Calls the deletion off.</summary>
    public Task<DeletionAnswer> CallOffDeletion(CancellationToken ct) =>
        messenger.Ask<DeletionAnswer>(HttpMethod.Delete, "/users/current/deletion/", ct);

    public Task<ApiKeysAnswer> ListApiKeys(CancellationToken ct) =>
        messenger.Ask<ApiKeysAnswer>(HttpMethod.Get, "/auth/apikeys/", ct);

    public Task<CreateApiKeyAnswer> CreateApiKey(CreateApiKeyRequest request, CancellationToken ct) =>
        messenger.Ask<CreateApiKeyRequest, CreateApiKeyAnswer>(HttpMethod.Post, "/auth/apikeys/", request, ct);

    public Task<ApiKeyShown> ShowApiKey(long id, CancellationToken ct) =>
        messenger.Ask<ApiKeyShown>(HttpMethod.Get, $"/auth/apikeys/{id}/", ct);

    public Task<DoneAnswer> DeleteApiKey(long id, CancellationToken ct) =>
        messenger.Ask<DoneAnswer>(HttpMethod.Delete, $"/auth/apikeys/{id}/", ct);

    /// <summary>Replaces the calling API key; the old one is dead when the answer comes.</summary>
    public Task<ResetApiKeyAnswer> ResetApiKey(CancellationToken ct) =>
        messenger.Ask<ResetApiKeyAnswer>(HttpMethod.Put, "/commands/reset_apikey/", ct);

    public Task<SessionsAnswer> ListSessions(CancellationToken ct) =>
        messenger.Ask<SessionsAnswer>(HttpMethod.Get, "/auth/sessions/", ct);

    public Task<DoneAnswer> RevokeSession(RevokeSessionRequest request, CancellationToken ct) =>
        messenger.Ask<RevokeSessionRequest, DoneAnswer>(HttpMethod.Delete, "/auth/sessions/", request, ct);

    public Task<IReadOnlyList<AuditEntry>> ListAudit(CancellationToken ct) =>
        messenger.Ask<IReadOnlyList<AuditEntry>>(HttpMethod.Get, "/audit_logs/", ct);
}
