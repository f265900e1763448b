using System.Globalization;
using Countersign.Core;
using Countersign.Server.Delivery.Wording;
using Countersign.Server.Settings;

namespace Countersign.Server.Delivery;

/// <summary>The texts that an operator wrote, read and checked: nothing is sent by one that is wrong.</summary>
public static class OperatorTexts
{
    /// <summary>More than this nobody pays for a code.</summary>
    private const int MostParts = 2;

    /// <summary>All of them; none where one is wrong. A sentence for each that is.</summary>
    public static (OwnTexts Texts, IReadOnlyList<string> Faults) Read(ServerSettings settings)
    {
        if (settings.TextsFolder is not { } folder) return (OwnTexts.None, []);

        var (texts, faults) = OwnTextsFile.ReadAll(folder);
        if (faults.Count == 0)
            faults =
            [
                .. Languages.All.SelectMany(language => TooLong(settings, texts, language)),
                .. Languages.All.SelectMany(language => TooLongToHear(settings, texts, language)),
            ];
        return faults.Count == 0 ? (texts, faults) : (OwnTexts.None, faults);
    }

    /// <summary>The same for whoever writes messages.</summary>
    /// <exception cref="InvalidDataException">One is wrong; the message says which, why, and what to do.</exception>
    public static OwnTexts OfMessages(ServerSettings settings)
    {
        var (texts, faults) = Read(settings);
        return faults.Count == 0 ? texts : throw new InvalidDataException(string.Join(Environment.NewLine, faults));
    }

    private static IEnumerable<string> TooLong(ServerSettings settings, OwnTexts texts, Language language)
    {
        var tooLong =
            from sample in new MessageSamples(settings).TextMessages(MessageTexts.Of(settings, texts).In(language))
            let parts = SmsParts.Of(sample.Message.Text)
            where parts > MostParts
            from key in sample.Keys
            where texts.Find(language, key) is not null
            select (key, parts, Beyond: SmsParts.Beyond(sample.Message.Text));
        return tooLong.GroupBy(each => each.key).Select(each => each.MaxBy(one => one.parts)).Select(each =>
            $"{texts.Find(language, each.key)!.Place}: {each.key} makes a text message of {each.parts} parts, each of which is paid for; " +
            $"{MostParts} is the most. {Cure(each.Beyond)}");
    }

    private static IEnumerable<string> TooLongToHear(ServerSettings settings, OwnTexts texts, Language language)
    {
        var tooLong =
            from sample in new MessageSamples(settings).TextMessages(MessageTexts.Of(settings, texts).In(language))
            let takes = CallLines.Last(sample.Message.Spoken ?? "")
            where takes > CallLines.Longest
            let text = texts.Find(language, $"{sample.Kind}{OwnKeys.Call}")
            where text is not null
            group takes by (text.Place, sample.Kind);
        return tooLong.Select(each => string.Create(
            CultureInfo.InvariantCulture,
            $"{each.Key.Place}: {each.Key.Kind}{OwnKeys.Call} makes a call of about {each.Max().TotalSeconds:0} seconds, and " +
            $"{CallLines.Longest.TotalSeconds:0} are the most. Shorten it."));
    }

    private static string Cure(string beyond) => beyond.Length == 0
        ? "Shorten it."
        : $"Shorten it, or do without {beyond}, which the alphabet of text messages (GSM-7) lacks: with them a part holds 70 letters in place of 160.";
}
