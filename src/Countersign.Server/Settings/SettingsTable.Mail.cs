using System.Collections.Immutable;
using static Countersign.Server.Settings.Setting;
using static Countersign.Server.Settings.SettingsAddresses;
using static Countersign.Server.Settings.SettingsKinds;
using static Countersign.Server.Settings.SettingsMail;

namespace Countersign.Server.Settings;

/// <summary>How mail leaves, and what the service looks like in it and on pages.</summary>
public static partial class SettingsTable
{
    private static IEnumerable<Setting> Mails() =>
    [
        Of("SMTP", "none", MailServer, (s, v) => s with { Smtp = v },
            "The server that takes e-mail. The connection is encrypted: by STARTTLS (port 587 if none is given), with `smtps` from the " +
                "first byte (465).").Secret(),
        Of("SMTP_TOKEN_FILE", "", FilePath("/run/secrets/smtp-token"), Smtp<string>((a, v) => a with { TokenFile = v }),
            "The file of the access token to sign in with by XOAUTH2, instead of a password. It is read anew for each connection, since " +
                "tokens expire."),
        Of("SMTP_CA_FILE", "", FilePath("/etc/countersign/mail-ca.pem"), Smtp<string>((a, v) => a with { CaFile = v }),
            "The file of the certificates (PEM) that may vouch for the mail server. Empty: those that this machine trusts."),
        Of("SMTP_HELO_NAME", "", HostName, Smtp<string>((a, v) => a with { HeloName = v }),
            "The name by which we greet the mail server. Empty: the host of `COUNTERSIGN_BASE_URL` if it is a whole name, else our " +
                "address in brackets. Strict servers take nothing from a name that they cannot look up."),
        Of("SMTP_CONNECTIONS", "4", Whole(1, 20), Smtp<int>((a, v) => a with { Connections = v }),
            "The most connections of this server to the mail server. They stay open while there are mails to send, and end ten seconds " +
                "after the last one."),
        Of("MAIL_FROM", "Countersign <countersign@localhost>", Sender, (s, v) => s with { MailFrom = v },
            "The sender of e-mail. Needed with a mail server that is not on this machine."),
        Of("DKIM", "none", SigningKeys, Signs<ImmutableArray<SigningKey>>((m, v) => m with { Keys = v }),
            "The keys that sign each mail (DKIM), RSA or Ed25519: the name that a key is published under and the path of its private " +
                "half. `countersign-server doctor` prints what is to be published."),
        Of("DKIM_DOMAIN", "", HostName, Signs<string>((m, v) => m with { Domain = v }),
            "The domain that signs. Empty: the one of `COUNTERSIGN_MAIL_FROM`."),
        Of("MAIL_CODE_IN_SUBJECT", "on", OnOff, Looks<bool>((l, v) => l with { CodeInSubject = v }),
            "Whether the subject of a mail begins with its code, so that it is read in the list of mails. Some mail servers write " +
                "subjects into their logs, and telephones show them while they are locked."),
        Of("MAIL_BOUNCES", "none", Bounces, (s, v) => s with { MailBounces = v },
            "The service that mail goes through and that tells at `/mail/bounces` what came back, and by what we know it: the user and the " +
                "password it calls with, the key it signs with, or the topic of Amazon SNS.").Secret(),
        Of("TEXTS", "", FilePath("/etc/countersign/texts"), (s, v) => s with { TextsFolder = v },
            "The folder of the texts of mails and text messages that you word otherwise: a file for each language (`de.txt`). Empty: none."),
    ];

    private static IEnumerable<Setting> Appearance() =>
    [
        Of("COLOR", ServiceLook.UsualColor, SettingsLook.Color, Looks<string>((l, v) => l with { Color = v }),
            "The colour of buttons, links and codes on pages and in mails. Pages make a lighter one of it for people who like it dark."),
        Of("LOGO", "", FilePath("/etc/countersign/logo.png"), Looks<string>((l, v) => l with { LogoFile = v }),
            "The picture at the top of pages and mails: a PNG or JPEG of at most 64 KiB, shown 40 pixels high. It travels in the mail, " +
                "and nothing is fetched. Empty: the name of the service stands there."),
        Of("SUPPORT", "", SettingsLook.Contact, Looks<Contact>((l, v) => l with { Support = v }),
            "Where people get help: it stands at the foot of every page and mail, and where a code does not come. Empty: nowhere."),
        Of("IMPRINT", "", SettingsLook.WebPage, Looks<Uri>((l, v) => l with { Imprint = v }),
            "The page that says who runs the service; pages and mails lead there. Empty: none does."),
        Of("PRIVACY", "", SettingsLook.WebPage, Looks<Uri>((l, v) => l with { Privacy = v }),
            "The page that says what becomes of people's data; pages and mails lead there. Empty: none does."),
    ];

    private static Func<ServerSettings, T, ServerSettings> Smtp<T>(Func<SmtpAccess, T, SmtpAccess> put) =>
        (settings, value) => settings with { SmtpAccess = put(settings.SmtpAccess, value) };

    private static Func<ServerSettings, T, ServerSettings> Signs<T>(Func<MailSigning, T, MailSigning> put) =>
        (settings, value) => settings with { MailSigning = put(settings.MailSigning, value) };

    private static Func<ServerSettings, T, ServerSettings> Looks<T>(Func<ServiceLook, T, ServiceLook> put) =>
        (settings, value) => settings with { Look = put(settings.Look, value) };
}
