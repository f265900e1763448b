using System.Globalization;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>The files that messages need: the keys that sign mail, the picture at its top, and what is worded otherwise.</summary>
public static class DoctorMail
{
    /// <summary>Looks at all, and says what is to be published for each key. Nobody is asked whether it is.</summary>
    public static IEnumerable<Finding> Look(ServerSettings settings)
    {
        if (!settings.MailSigning.Keys.IsEmpty)
            foreach (var finding in Keys(settings)) yield return finding;
        if (settings.Look.LogoFile is { } file)
            yield return ServiceLogo.Read(file).Fault is { } fault
                ? Finding.Fail("logo", fault.TrimEnd('.'))
                : Finding.Ok("logo", file);
        if (settings.TextsFolder is { } folder)
            foreach (var finding in Texts(settings, folder)) yield return finding;
    }

    private static IEnumerable<Finding> Texts(ServerSettings settings, string folder)
    {
        var (texts, faults) = OperatorTexts.Read(settings);
        return Finding.Of("texts", [.. faults.Select(fault => fault.TrimEnd('.'))], string.Create(
            CultureInfo.InvariantCulture, $"{texts.Count} of messages are worded in {folder}"));
    }

    private static IEnumerable<Finding> Keys(ServerSettings settings) =>
        MailSigner.Faults(settings.MailSigning) is { Count: > 0 } faults
            ? Finding.Of("mail signature", [.. faults.Select(fault => fault.TrimEnd('.'))], "")
            : MailSigner.Records(settings.MailSigning, settings.MailFrom).Select(record => Finding.Ok(
                "mail signature",
                $"receivers look for it at {record.Name} (TXT), and this must be published there: {record.Text}"));
}
