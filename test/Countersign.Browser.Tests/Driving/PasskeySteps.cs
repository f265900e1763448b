using Countersign.TestKit;

namespace Countersign.Browser.Tests.Driving;

/// <summary>What people do with passkeys.</summary>
public static class PasskeySteps
{
    /// <summary>A device that keeps passkeys is there.</summary>
    public static Task<VirtualDevice> HasDevice(this Visitor visitor, Device? device = null) =>
        VirtualDevice.In(visitor, device ?? new());

    /// <summary>Somebody who has an app adds a passkey beside it.</summary>
    public static async Task AddPasskey(this Visitor visitor, TestPerson person, string label)
    {
        await visitor.BeginAdding();
        await visitor.GiveCode(person.Phone.NextCode());
        await visitor.Follow("Passkey");
        await visitor.Fill("label", label);
        await visitor.Submit();
    }
}
