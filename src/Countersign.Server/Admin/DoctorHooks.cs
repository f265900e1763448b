using System.Globalization;
using System.Security.Authentication;
using Countersign.Server.Hooks;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Admin;

/// <summary>Whether webhooks can be told: connects to each as for an event, TLS included, and sends nothing.</summary>
internal static class DoctorHooks
{
    private const string Name = "webhooks";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Looks at all of them.</summary>
    public static async Task<IReadOnlyList<Finding>> Look(ServerSettings settings, Db db, CancellationToken ct)
    {
        var hooks = await db.Read(HookStore.List, ct);
        if (hooks.Count == 0) return [];

        var reach = new HookReach(settings.HookPlaces);
        return await Task.WhenAll(hooks.Select(hook => Look(reach, hook, ct)));
    }

    private static async Task<Finding> Look(HookReach reach, Hook hook, CancellationToken ct)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{hook.Id.Value} ({hook.Url.IdnHost})");
        if (hook.DisabledAt is { } since)
            return Finding.Fail(Name, string.Create(
                CultureInfo.InvariantCulture,
                $"nothing is sent to {place} since {since:u}: {hook.DisabledWhy}. Mend it, try it with `hook test {hook.Id.Value}`, then " +
                $"`hook enable {hook.Id.Value}`"));

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await reach.Try(hook.Url, patience.Token);
            return hook.FailingSince is { } failing
                ? Finding.Warn(Name, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{place} answers, and takes nothing since {failing:u}. `hook deliveries {hook.Id.Value}` says why"))
                : Finding.Ok(Name, $"{place} answers");
        }
        catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException or AuthenticationException
            or OperationCanceledException && !ct.IsCancellationRequested)
        {
            var why = broken is OperationCanceledException
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {Patience.TotalSeconds:0} seconds")
                : HookSender.WhyNot(broken);
            return Finding.Fail(Name, $"{place}: {why}. Check its address, and that this machine may reach it");
        }
    }
}
