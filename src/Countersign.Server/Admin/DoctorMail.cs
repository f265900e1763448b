using Countersign.Server.Delivery;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>The files that mail needs: the keys that sign it, and the picture at its top.</summary>
public static class DoctorMail
{
    /// <summary>Looks at both, and says what is to be published for each key. Nobody is asked whether it is.</summary>
    public static IEnumerable<Finding> Look(ServerSettings settings)
    {
        if (!settings.MailSigning.Keys.IsEmpty)
            foreach (var finding in Keys(settings)) yield return finding;
        if (settings.MailLook.LogoFile is { } file)
            yield return MailLogo.Read(file).Fault is { } fault
                ? Finding.Fail("mail logo", fault.TrimEnd('.'))
                : Finding.Ok("mail logo", file);
    }

    private static IEnumerable<Finding> Keys(ServerSettings settings) =>
        MailSigner.Faults(settings.MailSigning) is { Count: > 0 } faults
            ? Finding.Of("mail signature", [.. faults.Select(fault => fault.TrimEnd('.'))], "")
            : MailSigner.Records(settings.MailSigning, settings.MailFrom).Select(record => Finding.Ok(
                "mail signature",
                $"receivers look for it at {record.Name} (TXT), and this must be published there: {record.Text}"));
}
