using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.SignIn;
using Countersign.Server.Storage;
using Countersign.Server.Vocabulary;

namespace Countersign.Server.Enrollment;

/// <summary>What to change about which method: named by id, or by kind where there is one of it.</summary>
public sealed record UpdateAsk(MethodId? Method, MethodKind? Kind, string? Label, bool? IsPrimary);

/// <summary>Renames a method or makes it the primary one. The primary is offered first; it never changes what is accepted.</summary>
public sealed class UpdateMethod(Ground ground, AuditLog audit, Notices notices)
{
    public async Task<Answer<Method>> Run(Caller caller, UpdateAsk ask, CancellationToken ct)
    {
        if (ask is { Label: null, IsPrimary: null }) return Refusal.NothingToChange;
        var label = ShownName.Find(ask.Label, ground.Policy.LabelLength);
        if (ask.Label is not null && label is null) return Refusal.InvalidLabel;

        return await ground.Db.Write<Answer<Method>>(caller.Account.Id, async tx =>
        {
            var account = await Callers.Refresh(tx, caller);
            if (await FrozenChanges.Refuse(tx, account) is { } frozen) return frozen;
            var found = Find(await MethodStore.ListOf(tx, account.Id), ask);
            if (found.Given is not { } method) return found.Refused!;
            if (ask.IsPrimary is false && method.IsPrimary) return Refusal.PrimaryCannotBeUnset;

            if (label is not null) await MethodStore.SetLabel(tx, method.Id, label);
            if (ask.IsPrimary is true && !method.IsPrimary) await MakePrimary(tx, caller, account, method);
            await audit.Append(tx, caller.Entry(AuditEvent.MethodUpdated) with { Method = method.Id });
            return (await MethodStore.Find(tx, account.Id, method.Id))!;
        }, ct);
    }

    private async Task MakePrimary(Tx tx, Caller caller, Account account, Method method)
    {
        await MethodStore.SetPrimary(tx, account.Id, method.Id);
        await notices.Tell(tx, account, NoticeKind.PrimaryChanged, caller.Source, new() { Method = method });
    }

    private static Answer<Method> Find(IReadOnlyList<Method> methods, UpdateAsk ask)
    {
        var meant = methods.Where(method => ask.Method is { } id ? method.Id == id : method.Kind == ask.Kind).ToList();
        return meant switch
        {
            [var only] => only,
            [] => Refusal.NoSuchMethod,
            _ => Refusal.AmbiguousMethod,
        };
    }
}
