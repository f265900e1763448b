using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Pages.Entry;

namespace Countersign.Server.Pages.Security;

/// <summary>A file with an account's data, and the end of the account.</summary>
public static class OwnerPageRoutes
{
    /// <summary>The name of the field with a name of the account.</summary>
    public const string NameField = "name";

    public static Task<IResult> ShowExport(PageCall call, OwnerPages pages, CancellationToken ct) => pages.Ask(call, ExportOf(call), ct);

    public static Task<IResult> SendForExport(PageCall call, ChangeProofs proofs, CancellationToken ct) =>
        proofs.Send(call, PagePaths.Export, ct);

    public static async Task<IResult> Export(PageCall call, OwnerPages pages, ExportAccount export, CancellationToken ct)
    {
        if (await pages.Read(call, ct) is not { } proof) return call.GoTo(PagePaths.Export, Said.BeginAgain);

        var answer = await export.Run(call.Caller, proof, ct);
        return answer.Given is { } made
            ? Results.File(ExportFile.Bytes(made), ExportFile.ContentType, ExportFile.NameOf(made))
            : await pages.Again(call, ExportOf(call), answer.Refused!, ct);
    }

    public static async Task<IResult> ShowDelete(PageCall call, OwnerPages pages, ShowDeletion show, Policy policy, CancellationToken ct) =>
        await show.Run(call.Caller, ct) is not null ? call.GoTo(PagePaths.Security, Said.DeletionWaits)
        : await show.IsRefused(call.Caller.Account, ct) ? call.GoTo(PagePaths.Security, Said.OwnLastAdmin)
        : await pages.Ask(call, await DeleteOf(call, show, policy, ct), ct);

    public static async Task<IResult> Delete(
        PageCall call, OwnerPages pages, ChangeProofs changes, AskToDelete delete, ShowDeletion show, Policy policy, CancellationToken ct)
    {
        var change = await DeleteOf(call, show, policy, ct);
        if (call.Caller.AccountHasSecondFactor && ChangeProofs.WantsCode(call)) return await changes.SendAndAsk(call, change, ct);
        if (await pages.Read(call, ct) is not { } proof) return call.GoTo(PagePaths.Delete, Said.BeginAgain);

        var answer = await delete.Run(call.Caller, call.Field(NameField), proof, ct);
        if (answer.Given is not { } asked) return await pages.Again(call, change, answer.Refused!, ct);
        if (!asked.IsDone) return call.GoTo(PagePaths.Security, Said.DeletionBegun);

        SignInRoutes.Forget(call);
        return call.GoTo(PagePaths.SignIn, Said.AccountDeleted);
    }

    public static async Task<IResult> CallOff(PageCall call, CallOffDeletion callOff, CancellationToken ct) => call.GoTo(
        call.Caller.MustTurnOnSecondFactor ? PagePaths.Add : PagePaths.Security,
        (await callOff.Run(call.Caller, ct)).Given is null ? Said.NothingThere : Said.DeletionCalledOff);

    private static Change ExportOf(PageCall call)
    {
        var texts = call.Texts.Owner;
        return new(PagePaths.Export, texts.ExportTitle, texts.ExportLead, texts.ExportButton)
        {
            Above = new(typeof(ExportExplained), new OwnerView()),
        };
    }

    private static async Task<Change> DeleteOf(PageCall call, ShowDeletion show, Policy policy, CancellationToken ct)
    {
        var (texts, wait) = (call.Texts.Owner, policy.AccountDeleteDelay);
        var lead = wait > TimeSpan.Zero ? texts.DeleteLead(texts.Lasting(wait)) : texts.DeleteLeadAtOnce;
        return new(PagePaths.Delete, texts.DeleteTitle, lead, texts.DeleteButton)
        {
            IsGrave = true,
            Above = new(typeof(DeleteExplained), new OwnerView(End: await show.WhatEnds(call.Caller.Account, ct))),
            Fields = new(typeof(DeleteFields), new OwnerView()),
        };
    }
}
