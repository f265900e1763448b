using System.Buffers.Text;
using System.Text.Json;
using Countersign.Core;
using Countersign.Server.Secrets;
using Countersign.Server.Verification;

namespace Countersign.Server.Pages.Wizard;

/// <summary>Where somebody is in adding a method. The browser carries it sealed, so leaving and coming back loses nothing.</summary>
/// <param name="Replaces">The method the new one takes the place of.</param>
/// <param name="SetupKey">The setup key of an app, in base 32.</param>
/// <param name="Phone">The number that is being proven, E.164.</param>
/// <param name="Handle">The handle of the code sent to that number.</param>
/// <param name="SentAt">When it was sent, unix seconds.</param>
public sealed record WizardState(
    long? Replaces = null, string? SetupKey = null, string? Phone = null, string? Handle = null, long SentAt = 0)
{
    /// <summary>Nothing begun.</summary>
    public static WizardState Empty { get; } = new();

    /// <summary>The method to be replaced, or null.</summary>
    public MethodId? Replaced => Replaces is { } id ? new MethodId(id) : null;

    /// <summary>The same, waiting for the code that was just sent to a number.</summary>
    public WizardState WaitingFor(CodeSent sent, PhoneNumber phone, DateTimeOffset now) =>
        this with { SetupKey = null, Phone = phone.E164, Handle = sent.Secret.Reveal(), SentAt = now.ToUnixTimeSeconds() };

    /// <summary>Never the key.</summary>
    public override string ToString() => "•••";
}

/// <summary>Puts the wizard's state into its cookie and takes it out, for this account only.</summary>
public sealed class WizardCookie(SecretBox box)
{
    /// <summary>What the browser carries; nothing begun when it carries nothing of this account.</summary>
    public WizardState Read(PageCall call)
    {
        var text = call.Cookies.Read(call.Http.Request, PageCookie.Wizard) ?? "";
        if (text.Length == 0 || !Base64Url.IsValid(text)) return WizardState.Empty;

        return box.TryOpen(Base64Url.DecodeFromChars(text), PlaceOf(call), out var plain) ? JsonSerializer
            .Deserialize<WizardState>(plain)! : WizardState.Empty;
    }

    /// <summary>Lets the browser carry it.</summary>
    public void Save(PageCall call, WizardState state) => call.Cookies.Give(
        call.Http.Response, PageCookie.Wizard, Base64Url.EncodeToString(
            box.Seal(JsonSerializer.SerializeToUtf8Bytes(state), PlaceOf(call))));

    private static SealPlace PlaceOf(PageCall call) => new("cookies", "wizard", 0, call.Caller.Account.Id.Value);
}
