using System.Globalization;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Challenges;
using Countersign.Server.Requests;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Wire;

namespace Countersign.Server.VastApi;

/// <summary>
/// Routes of ours: the messages to the caller; what is kept about the account, and the end of it, which both ask for a proof once more.
/// </summary>
public static class OwnerRoutes
{
    public static async Task<IResult> Export(
        JsonAsk<ExportAccountRequest> ask, VastCall call, ExportAccount export, FalseCredentials falses, CancellationToken ct)
    {
        var (proof, fault) = ProofOf(ask.Body, ask.Body.Password, call, falses);
        if (proof is null) return fault!;

        var answer = await export.Run(call.Caller, proof, ct);
        return answer.Given is { } made
            ? Results.File(ExportFile.Bytes(made), ExportFile.ContentType, ExportFile.NameOf(made))
            : VastErrors.Of(answer.Refused!);
    }

    public static async Task<IResult> Messages(VastCall call, ShowDelivery show, CancellationToken ct) =>
        TfaRoutes.Json(new MessagesAnswer([.. (await show.List(call.Caller, ct)).Select(Of)]));

    public static async Task<IResult> Message(string id, VastCall call, ShowDelivery show, CancellationToken ct) =>
        MessageId.TryParse(id, out var named) && await show.Find(call.Caller, named, ct) is { } message
            ? TfaRoutes.Json(Of(message))
            : VastErrors.Of(new(Refusal.NotFound));

    public static async Task<IResult> ShowDeletion(VastCall call, ShowDeletion show, CancellationToken ct) =>
        TfaRoutes.Json(await show.Run(call.Caller, ct) is { } deletion
            ? Waits(deletion.DueAt)
            : new DeletionAnswer(true, "This account is not going to be deleted."));

    public static async Task<IResult> AskToDelete(
        JsonAsk<DeleteAccountRequest> ask, VastCall call, AskToDelete delete, FalseCredentials falses, CancellationToken ct)
    {
        if (VastProof.Given(ask.Body.Name) is not { } name)
            return VastErrors.Say(VastErrorCode.MissingParams, "Give the e-mail address or the user name of the account as name.");
        var (proof, fault) = ProofOf(ask.Body, ask.Body.Password, call, falses);
        if (proof is null) return fault!;

        var answer = await delete.Run(call.Caller, name, proof, ct);
        return answer.Given switch
        {
            null => VastErrors.Of(answer.Refused!),
            { IsDone: true } => TfaRoutes.Json(new DeletionAnswer(true, "Your account is deleted.")),
            { DueAt: var at } => TfaRoutes.Json(Waits(at)),
        };
    }

    public static async Task<IResult> CallOff(VastCall call, CallOffDeletion callOff, CancellationToken ct)
    {
        var answer = await callOff.Run(call.Caller, ct);
        return answer.Given is not null
            ? TfaRoutes.Json(new DeletionAnswer(true, "The deletion is called off: your account stays."))
            : VastErrors.Of(answer.Refused!);
    }

    private static MessageShown Of(OwnMessage message) => new()
    {
        Id = message.Id.Value,
        Kind = Words.Of(message.Kind),
        Channel = Words.Of(message.Delivery.Channel),
        To = message.Masked,
        State = Words.Of(message.Delivery.State),
        Attempts = message.Delivery.Attempts,
        CreatedAt = message.CreatedAt,
        HandedAt = message.Delivery.HandedAt,
        Reported = message.Delivery.Reported is { } reported ? Words.Of(reported) : null,
        ReportedAt = message.Delivery.ReportedAt,
        NextRouteAt = message.Delivery.NextRouteAt,
    };

    // Which of them counts is known where the account is: nothing given is no fault of the form.
    private static (OwnerProof? Proof, IResult? Fault) ProofOf(
        ProofFields fields, string? password, VastCall call, FalseCredentials falses)
    {
        if (string.IsNullOrEmpty(fields.Code) && string.IsNullOrEmpty(fields.BackupCode)) return (new(null, password), null);

        var (factor, fault) = fields.ToProof(call, falses);
        return factor is null ? (null, fault) : (new(factor, password), null);
    }

    private static DeletionAnswer Waits(DateTimeOffset at) => new(
        true,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Your account will be deleted at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Until then it works as before, and you can call it " +
            $"off."))
    {
        DeleteAt = at,
    };
}
