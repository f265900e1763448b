using System.Globalization;
using Countersign.Core;
using Countersign.Server.Accounts;
using Countersign.Server.Enrollment;

namespace Countersign.Server.Pages.Security;

/// <summary>Removing a method, on a proof.</summary>
public static class RemoveRoutes
{
    public static async Task<IResult> Show(PageCall call, long id, ShowSecurity show, ChangeProofs proofs, CancellationToken ct)
    {
        var methods = (await show.Run(call.Caller, ct)).Factors.Methods;
        if (methods.FirstOrDefault(known => known.Id.Value == id) is not { } method)
            return call.GoTo(PagePaths.Security, Said.NothingThere);

        var lead = methods.Count == 1 ? call.Texts.Security.RemoveLastLead : call.Texts.Security.RemoveLead;
        return await proofs.Ask(
            call, new(PathOf(id), call.Texts.Security.RemoveTitle(MethodName.Of(call.Texts, method)), lead, call.Texts.Security.Remove)
            {
                IsGrave = true,
            }, ct);
    }

    public static Task<IResult> Send(PageCall call, long id, ChangeProofs proofs, CancellationToken ct) =>
        proofs.Send(call, PathOf(id), ct);

    public static async Task<IResult> Submit(PageCall call, long id, ChangeProofs proofs, RemoveMethod remove, CancellationToken ct)
    {
        if (await proofs.Read(call, ct) is not var (way, proof)) return call.GoTo(PathOf(id), Said.BeginAgain);

        var answer = await remove.Run(call.Caller, proof, new(new MethodId(id)), ct);
        if (answer.Given is not { } removed)
            return answer.Refused!.Why is Refusal.NoSuchMethod
                ? call.GoTo(PagePaths.Security, Said.NothingThere)
                : call.GoTo($"{PathOf(id)}?way={way.Key}", Prompt.ProofSaid.Of(answer.Refused));

        call.Renew(removed.NewKey);
        return call.GoTo(PagePaths.Security, removed.Remaining == 0 ? Said.TurnedOff : Said.MethodRemoved);
    }

    private static string PathOf(long id) => string.Create(CultureInfo.InvariantCulture, $"{PagePaths.Remove}/{id}");
}
