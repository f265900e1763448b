using System.Globalization;
using Countersign.Server.Secrets;

namespace Countersign.Server.Pages.Prompt;

/// <summary>The last code sent to this browser to confirm a change: its handle, which way it went, and when.</summary>
public sealed record SentStep(Token Handle, string Way, DateTimeOffset At)
{
    private const char Between = '.';

    /// <summary>What the browser carries, or null.</summary>
    public static SentStep? Read(PageCall call)
    {
        var parts = (call.Cookies.Read(call.Http.Request, PageCookie.Step) ?? "").Split(Between);
        return parts is [var handle, var way, var seconds]
            && Token.TryParse(handle, out var token) && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && at < call.Now.AddDays(1).ToUnixTimeSeconds()
                ? new(token, way, DateTimeOffset.FromUnixTimeSeconds(at))
                : null;
    }

    /// <summary>Lets the browser carry it.</summary>
    public void Save(PageCall call) => call.Cookies.Give(
        call.Http.Response, PageCookie.Step,
        string.Create(CultureInfo.InvariantCulture, $"{Handle.Reveal()}{Between}{Way}{Between}{At.ToUnixTimeSeconds()}"));

    /// <summary>Without the handle.</summary>
    public override string ToString() => $"{Way} •••";
}
