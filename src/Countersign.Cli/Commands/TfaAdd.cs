using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

internal static class TfaAdd
{
    private static readonly Option<string?> Method = MethodOption();
    private static readonly Option<string?> PhoneNumber =
        new("--phone-number", "-p") { Description = "The phone to add, with country code", HelpName = "NUMBER" };
    private static readonly Option<string?> Label =
        new("--label", "-l") { Description = "A name to know it by, at most 30 characters", HelpName = "NAME" };

    public static Command Verb(string name, string what) => new Command(name, what) { Method, PhoneNumber, Label }.Does(Run);

    /// <summary>The first half was interrupted and is now done: the second.</summary>
    public static async Task Resume(Desk desk, Pending pending, CancellationToken ct)
    {
        await Authorizing.Finish(desk, pending, code: null, ct);
        await Add(desk, new Wish(pending.Adding!, pending.PhoneNumber, pending.Label), ct);
    }

    private static async Task Run(Desk desk, CancellationToken ct)
    {
        var wish = new Wish(await Kind(desk), desk.Value(PhoneNumber), desk.Value(Label));
        var status = await desk.Client.ShowStatus(ct);
        if (!status.NewMethodAuthorized) await Authorize(desk, status, wish, ct);
        await Add(desk, wish, ct);
    }

    private static async Task<string> Kind(Desk desk)
    {
        if (desk.Value(Method) is { } given) return given;
        if (desk.Has(PhoneNumber)) return TfaMethodWords.Sms;

        var choice = await desk.Ask.Choice(
            "What do you want to add?", ["an authenticator app", "a phone that receives SMS"], "Nothing was changed.");
        return choice == 0 ? TfaMethodWords.Totp : TfaMethodWords.Sms;
    }

    private static async Task Authorize(Desk desk, StatusAnswer status, Wish wish, CancellationToken ct)
    {
        var methods = status.Methods;
        string[] ways = [.. methods.Select(Named), "a code by e-mail"];
        var choice = ways.Length == 1 ? 0 : await desk.Ask.Choice("First prove that it is you, with", ways, "Nothing was changed.");
        var chosen = choice < methods.Count ? methods[choice] : null;
        var pending = await Authorizing.Begin(desk, chosen?.Method ?? TfaMethodWords.Email, chosen?.Id, ct);
        var waiting = pending with { Adding = wish.Kind, PhoneNumber = wish.PhoneNumber, Label = wish.Label };
        await Authorizing.Finish(desk, waiting, code: null, ct);
    }

    private static string Named(MethodShown method) =>
        method.Method == TfaMethodWords.Totp ? $"the app ({method.Label ?? $"method {method.Id}"})" : $"an SMS to {method.PhoneNumber}";

    private static Task Add(Desk desk, Wish wish, CancellationToken ct) =>
        wish.Kind == TfaMethodWords.Totp ? AddApp(desk, wish, ct) : AddPhone(desk, wish, ct);

    private static async Task AddApp(Desk desk, Wish wish, CancellationToken ct)
    {
        var setup = await desk.Client.SetUpTotp(ct);
        if (desk.Screen.Raw) desk.Screen.Note($"Setup key: {setup.Secret}");
        else Activating.ShowKey(desk.Screen, setup);
        await Activating.Finish(desk, Activating.WaitingForApp(desk, setup.Secret, wish.Label), code: null, ct);
    }

    private static async Task AddPhone(Desk desk, Wish wish, CancellationToken ct)
    {
        var number = wish.PhoneNumber
            ?? await desk.Ask.Line("Phone number with country code: ", "You can still add a method. Begin again with:", desk.Command(
                "tfa add --method-type sms"));
        var sent = await desk.Client.SendSms(new SendSmsRequest { PhoneNumber = number }, ct);
        desk.Screen.Note("A code is on its way to that phone.");
        await Activating.Finish(desk, Activating.WaitingForSms(desk, sent.Secret, number, wish.Label), code: null, ct);
    }

    private static Option<string?> MethodOption()
    {
        var option = new Option<string?>("--method-type", "-t") { Description = "What to add; if you leave it out, you are asked" };
        option.AcceptOnlyFromAmong(TfaMethodWords.Sms, TfaMethodWords.Totp);
        return option;
    }

    /// <summary>What the person wants to add; it survives an interruption.</summary>
    private sealed record Wish(string Kind, string? PhoneNumber, string? Label);
}
