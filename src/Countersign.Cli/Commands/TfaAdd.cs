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

    public static Command Verb(string name, string what) =>
        new Command(name, what) { Method, PhoneNumber, Label }.Refuses(Given.PhoneOfAnApp(Method, PhoneNumber)).Does(Run);

    /// <summary>The first half was interrupted and is now done: the second.</summary>
    public static async Task Resume(Invocation call, Pending pending, CancellationToken ct)
    {
        await Authorizing.Finish(call, pending, code: null, ct);
        await Add(call, new Wish(pending.Adding!, pending.PhoneNumber, pending.Label), ct);
    }

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var (number, label) = (Given.Phone(call.Value(PhoneNumber)), Given.Label(call.Value(Label)));
        var wish = new Wish(await Kind(call), number, label);
        var status = await call.Client.ShowStatus(ct);
        if (!status.NewMethodAuthorized) await Authorize(call, status, wish, ct);
        await Add(call, wish, ct);
    }

    private static async Task<string> Kind(Invocation call)
    {
        if (call.Value(Method) is { } given) return given;
        if (call.Has(PhoneNumber)) return TfaMethodWords.Sms;

        var choice = await call.Ask.Choice(
            "What do you want to add?", ["an authenticator app", "a phone that receives SMS"], "Nothing was changed.");
        return choice == 0 ? TfaMethodWords.Totp : TfaMethodWords.Sms;
    }

    private static async Task Authorize(Invocation call, StatusAnswer status, Wish wish, CancellationToken ct)
    {
        var methods = status.Methods;
        string[] ways = [.. methods.Select(Named), "a code by e-mail"];
        var choice = ways.Length == 1 ? 0 : await call.Ask.Choice("First prove that it is you, with", ways, "Nothing was changed.");
        var chosen = choice < methods.Count ? methods[choice] : null;
        var pending = await Authorizing.Begin(call, chosen?.Method ?? TfaMethodWords.Email, chosen?.Id, ct);
        var waiting = pending with { Adding = wish.Kind, PhoneNumber = wish.PhoneNumber, Label = wish.Label };
        await Authorizing.Finish(call, waiting, code: null, ct);
    }

    private static string Named(MethodShown method) =>
        method.Method == TfaMethodWords.Totp ? $"the app ({method.Label ?? $"method {method.Id}"})" : $"an SMS to {method.PhoneNumber}";

    private static Task Add(Invocation call, Wish wish, CancellationToken ct) =>
        wish.Kind == TfaMethodWords.Totp ? AddApp(call, wish, ct) : AddPhone(call, wish, ct);

    private static async Task AddApp(Invocation call, Wish wish, CancellationToken ct)
    {
        var setup = await call.Client.SetUpTotp(ct);
        call.Screen.Show(setup, shown => Activating.ShowKey(call.Screen, shown));
        await Activating.Finish(call, Activating.WaitingForApp(call, setup.Secret, wish.Label), code: null, ct);
    }

    private static async Task AddPhone(Invocation call, Wish wish, CancellationToken ct)
    {
        var number = wish.PhoneNumber
            ?? await call.Ask.Line("Phone number with country code: ", "You can still add a method. Begin again with:", call.Command(
                "tfa add --method-type sms"));
        var sent = await call.Client.SendSms(new SendSmsRequest { PhoneNumber = number }, ct);
        call.Screen.Note("A code is on its way to that phone.");
        await Activating.Finish(call, Activating.WaitingForSms(call, sent.Secret, number, wish.Label), code: null, ct);
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
