using System.Globalization;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Gateways;
using Countersign.Server.Settings;
using Countersign.Server.Settings.Gateways;

namespace Countersign.Server.Admin;

/// <summary>Whether text messages can leave: reaches out, and sends nothing.</summary>
public static class DoctorSms
{
    private const string Name = "text messages";
    private const int LargestAnswer = 64 * 1024;

    /// <summary>
    /// Asks each gateway for text messages by the way of a message: name, proxy, connection, TLS, and at the place where messages go what
    /// sends none (<see cref="GatewayLook"/>). What a message costs is said too.
    /// </summary>
    /// <returns>With it the time that the first gateway says it is; null where it says none.</returns>
    public static async Task<(IReadOnlyList<Finding> Found, DateTimeOffset? Time)> Look(
        ServerSettings settings, TimeProvider clock, CancellationToken ct)
    {
        if (!settings.Sms.IsOn) return ([Finding.Ok(Name, "none are sent (COUNTERSIGN_SMS is none)")], null);

        var all = await Task.WhenAll(settings.Sms.Gateways.Select(each => Look(settings, each.Key, each.Value, clock, ct)));
        return ([.. all.Select(each => each.Found)], all.Select(each => each.Time).FirstOrDefault(time => time is not null));
    }

    private static async Task<(Finding Found, DateTimeOffset? Time)> Look(
        ServerSettings settings, int number, SmsGateway given, TimeProvider clock, CancellationToken ct)
    {
        var setting = SmsSettings.NameOf(number);
        if (given.Address is not { } gateway) return (Finding.Ok(Name, $"{setting}: they leave as mail"), null);

        var proxy = OutgoingProxy.OfProcess();
        var way = proxy.GetProxy(gateway) is { } by ? $"{gateway.Authority}, through the proxy {by.Authority}" : gateway.Authority;
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = proxy, AllowAutoRedirect = false })
        {
            Timeout = DoctorMailServer.Patience,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        try
        {
            using var ask = await GatewayLook.At(given, settings.Sms.Secret, clock.GetUtcNow(), ct);
            using var answer = await client.SendAsync(ask, ct);
            var said = new GatewayAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
            return (Judge(settings, setting, given, way, said), answer.Headers.Date);
        }
        catch (NotAsConfiguredException unfit)
        {
            return (Finding.Fail(Name, $"{setting}: {unfit.Message}"), null);
        }
        catch (Exception broken) when (broken is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            var why = broken is TaskCanceledException
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {DoctorMailServer.Patience.TotalSeconds:0} seconds")
                : broken.InnerException?.Message ?? broken.Message;
            return (Finding.Fail(
                Name,
                $"{way} cannot be reached: {why}. Check {setting}, the name server, what lies between, and http_proxy and " +
                "https_proxy in the environment"), null);
        }
    }

    private static Finding Judge(ServerSettings settings, string setting, SmsGateway given, string way, GatewayAnswer said)
    {
        var text = given.Calls ? $"{way} answers, and calls people whose text message is late" : $"{way} answers";
        return GatewayLook.Fault(given, said) is { } fault
            ? new(Name, fault.IsCertain ? FindingLevel.Fail : FindingLevel.Warn, string.Create(
                CultureInfo.InvariantCulture, $"{way} answers, but {fault.What} (HTTP {said.Status}). Check {setting}{fault.Where}"))
            : SettingsTogether.IsPlainElsewhere(given.Address!)
                ? Finding.Warn(Name, $"{text}. {DoctorMailServer.PlainAllowed}")
                : SmsLength.Of(settings).Warning is { } longer
                    ? Finding.Warn(Name, $"{text}. {longer}")
                    : Finding.Ok(Name, text);
    }
}
