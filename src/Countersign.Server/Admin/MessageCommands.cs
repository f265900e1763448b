using System.CommandLine;
using System.Globalization;
using Countersign.Core;
using Countersign.Server.Delivery;
using Countersign.Server.Delivery.Wording;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>The <c>message</c> group: what people are told, and in what words.</summary>
public static class MessageCommands
{
    private static readonly Argument<string> Kind = new("KIND")
    {
        Description = "What the message is about, as the keys of its texts begin: sign-in, reset-password, method-added …; without it, all.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<string?> Spoken = MakeLanguage();
    private static readonly Option<bool> Html = new("--html") { Description = "Shows the HTML of mails, as mail programs get it." };

    /// <summary>Builds the group.</summary>
    public static Command Build(OperatorShell shell) => new("message", "What mails and text messages say, and what came back.")
    {
        OperatorCommand.OnSettings(shell, new("preview", "Shows messages as they would go out, with codes and links that are made up.")
        {
            Kind, Spoken, Html,
        }, Preview),
        OperatorCommand.OnSettings(
            shell, new("keys", "Lists the texts that can be worded otherwise in the folder of COUNTERSIGN_TEXTS, and what may stand in each.")
            {
                Kind,
            }, Keys),
        BounceCommand.Build(shell),
    };

    private static Task<int> Preview(CommandRun run, SettingsOutcome read, CancellationToken ct)
    {
        if (read.Settings is not { } settings) return Task.FromResult(run.Refuse(string.Join(Environment.NewLine, read.Faults)));

        var own = OperatorTexts.OfMessages(settings);
        var language = Languages.Find(run.Get(Spoken)) ?? settings.Language;
        var texts = MessageTexts.Of(settings, own).In(language);
        var samples = Meant(run, new MessageSamples(settings).All(texts), sample => sample.Kind).ToList();
        foreach (var sample in samples) run.Say(sample.Channel is Channel.Sms ? TextOf(sample) : MailOf(sample, run.Get(Html)));
        var isWorded = samples.Any(sample => own.Find(language, $"{sample.Kind}{OwnKeys.Call}") is not null);
        if (settings.Sms.CanCall || isWorded)
            foreach (var sample in samples.Where(sample => sample.Message.Spoken is not null)) run.Say(CallOf(sample));
        return Task.FromResult(samples.Count > 0 ? CommandRun.Done : Unknown(run));
    }

    private static Task<int> Keys(CommandRun run, SettingsOutcome read, CancellationToken ct)
    {
        var keys = Meant(run, OwnKeys.All, key => key.Name.Split('.')[0]).ToList();
        foreach (var key in keys) run.Say(string.Create(CultureInfo.InvariantCulture, $"{key.Name,-45}  {string.Join(' ', key.Braced)}"));
        if (keys.Count == 0) return Task.FromResult(Unknown(run));

        run.Note("{usual} is our own sentence. {code}, {link}, {token} and {headline} must stand in their text once, {code} in a call twice.");
        return Task.FromResult(CommandRun.Done);
    }

    private static IEnumerable<T> Meant<T>(CommandRun run, IEnumerable<T> all, Func<T, string> kindOf) =>
        run.Get(Kind) is { Length: > 0 } kind ? all.Where(each => kindOf(each) == kind) : all;

    private static int Unknown(CommandRun run) =>
        run.RefuseWords($"There is no message '{run.Get(Kind)}'. `countersign-server message keys` lists all: a key begins with its message.");

    private static string TextOf(MessageSample sample)
    {
        var text = sample.Message.Text;
        var parts = SmsParts.Of(text);
        var alphabet = SmsParts.Beyond(text) is { Length: > 0 } beyond ? $"UCS-2 because of {beyond}" : "GSM-7";
        return string.Create(CultureInfo.InvariantCulture,
            $"== {sample.Kind}: text message, {parts} part{(parts == 1 ? "" : "s")}, {alphabet}\n{text}\n");
    }

    private static string CallOf(MessageSample sample) => string.Create(
        CultureInfo.InvariantCulture,
        $"== {sample.Kind}: call, about {CallLines.Last(sample.Message.Spoken!).TotalSeconds:0} seconds, with a pause behind each line\n" +
        $"{sample.Message.Spoken}\n");

    private static string MailOf(MessageSample sample, bool html) =>
        $"== {sample.Kind}: mail\nSubject: {sample.Message.Subject}\n\n{(html ? sample.Message.Html : sample.Message.Text)}";

    private static Option<string?> MakeLanguage()
    {
        var language = new Option<string?>("--language") { Description = "The language; without it, that of COUNTERSIGN_LANGUAGE." };
        language.AcceptOnlyFromAmong([.. Languages.All.Select(each => each.Code())]);
        return language;
    }
}
