using Microsoft.Playwright;

namespace Countersign.Browser.Tests.Driving;

/// <summary>A device that keeps passkeys, as a browser has or reaches it.</summary>
/// <param name="Keeps">Whether it keeps them so that it knows them without being told.</param>
/// <param name="Verifies">Whether it verifies its holder.</param>
/// <param name="IsTouched">Whether its holder touches it; else the browser waits in vain.</param>
public sealed record Device(bool Keeps = true, bool Verifies = true, bool IsTouched = true);

/// <summary>A device of a visitor, as Chromium plays it (Chrome DevTools Protocol, domain WebAuthn).</summary>
public sealed class VirtualDevice
{
    private readonly ICDPSession session;
    private readonly string id;

    private VirtualDevice(ICDPSession session, string id) => (this.session, this.id) = (session, id);

    /// <summary>Puts it into the browser of a visitor.</summary>
    public static async Task<VirtualDevice> In(Visitor visitor, Device device)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ArgumentNullException.ThrowIfNull(device);
        var session = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await session.SendAsync("WebAuthn.enable");
        var options = new Dictionary<string, object>
        {
            ["protocol"] = "ctap2",
            ["transport"] = device.Keeps ? "internal" : "usb",
            ["hasResidentKey"] = device.Keeps,
            ["hasUserVerification"] = device.Verifies,
            ["isUserVerified"] = device.Verifies,
            ["automaticPresenceSimulation"] = device.IsTouched,
        };
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new() { ["options"] = options });
        return new(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>From now on its holder touches it, or lets the browser wait.</summary>
    public Task Touch(bool isTouched) => session.SendAsync(
        "WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = id, ["enabled"] = isTouched });

    /// <summary>Forgets every passkey.</summary>
    public Task Forgets() => session.SendAsync("WebAuthn.clearCredentials", new() { ["authenticatorId"] = id });

    /// <summary>How many passkeys it has.</summary>
    public async Task<int> Count()
    {
        var got = await session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = id });
        return got!.Value.GetProperty("credentials").EnumerateArray().Count();
    }
}
