using System.Globalization;
using System.Security.Authentication;
using Countersign.Server.Delivery;
using Countersign.Server.Settings;

namespace Countersign.Server.Admin;

/// <summary>Whether mail can leave: reaches out, and sends nothing.</summary>
public static class DoctorMailServer
{
    internal const string PlainAllowed =
        "COUNTERSIGN_ALLOW_PLAIN lets it go there without encryption: everybody on the way can read the codes";

    private const string CheckServer = "Check COUNTERSIGN_SMTP, and that this machine may reach the server";

    private const string CheckSignIn = "Check the user and the password in COUNTERSIGN_SMTP";

    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Connects to the mail server exactly as for a mail: greeting, TLS, sign-in. Then it asks whether a mail from our sender to itself
    /// would be taken, and sends none; and says what it found.
    /// </summary>
    public static async Task<Finding> Mail(ServerSettings settings, CancellationToken ct)
    {
        var access = settings.SmtpAccess;
        if (settings.Smtp is not { } server)
            return Finding.Warn("mail", "COUNTERSIGN_SMTP is none: nobody gets a code by e-mail, so nobody can turn on 2FA");

        if (access.CaFile is { } authorities && SmtpConnector.FaultOfAuthorities(authorities) is { } unfit)
            return Finding.Fail("mail", unfit.TrimEnd('.'));

        var place = $"{server.Host}:{server.Port}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            var client = await new SmtpConnector(server, access).Connect(patience.Token);
            var text = $"{place} answers, {Tls(client)}; {SigningIn(client, server.User)}{Scripts(client)}";
            var found = await client.AskFor(settings.MailFrom, patience.Token) is { } refusal
                ? OfRefusal(refusal, place, settings)
                : Finding.Ok("mail", $"{text}; it takes mail from {settings.MailFrom.Address}");
            await MailConnection.Close(client);
            return found.Level is FindingLevel.Ok && SettingsTogether.IsPlainElsewhere(server)
                ? Finding.Warn("mail", $"{found.Text}. {PlainAllowed}")
                : found;
        }
        catch (Exception failure) when (SmtpFailure.IsOne(failure) && !ct.IsCancellationRequested)
        {
            return MailRefusal.Of(failure) is { } refusal
                ? OfRefusal(refusal, place, settings)
                : Finding.Fail("mail", $"{place}: {SmtpFailure.Why(failure)}. {CureOf(failure)}");
        }
    }

    // What the server does not like, and which setting mends it.
    private static Finding OfRefusal(MailRefusal refusal, string place, ServerSettings settings)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{place}: {SmtpFailure.Dislike(refusal.Fault)} (SMTP {refusal.Number})");
        var greeting = settings.SmtpAccess.HeloName is { Length: > 0 } name ? name : "the address of this machine in brackets";
        return refusal switch
        {
            { IsForGood: false } => Finding.Warn("mail", string.Create(
                CultureInfo.InvariantCulture, $"{place} put us off (SMTP {refusal.Number}). Look again in a few minutes")),
            { Fault: MailFault.None } => Finding.Warn(
                "mail",
                $"{place} takes mail from us, but does not know {settings.MailFrom.Address} (SMTP {refusal.Number}): what comes back " +
                $"to the address of COUNTERSIGN_MAIL_FROM is lost"),
            { Fault: MailFault.Connection } => Finding.Fail(
                "mail",
                $"{text}: it refuses before it has heard a word. See that COUNTERSIGN_SMTP names the right server and port, and ask its " +
                "operator to let this machine in"),
            { Fault: MailFault.Greeting } => Finding.Fail(
                "mail",
                $"{text}, which is {greeting}. Set COUNTERSIGN_SMTP_HELO_NAME to a whole name by which this machine can be looked up"),
            { Fault: MailFault.SignIn } => Finding.Fail("mail", $"{text}. {CheckSignIn}"),
            { Fault: MailFault.Script } => Finding.Fail(
                "mail", $"{place} takes no address in letters of other scripts (SMTPUTF8), and COUNTERSIGN_MAIL_FROM is one. Name another"),
            { Fault: MailFault.Sender or MailFault.Text } => Finding.Fail(
                "mail",
                $"{text}, {settings.MailFrom.Address}. Check COUNTERSIGN_MAIL_FROM, and that the user of COUNTERSIGN_SMTP and this " +
                $"machine may send for it"),
        };
    }

    private static string CureOf(Exception failure) => SmtpFailure.IsOfSignIn(failure) ? CheckSignIn : CheckServer;

    private static string Tls(MailClient client) => client.SslProtocol switch
    {
#pragma warning disable CA5398 // Named, not chosen.
        SslProtocols.Tls13 => "TLS 1.3",
        SslProtocols.Tls12 => "TLS 1.2",
#pragma warning restore CA5398
        _ => client.IsSecure ? $"{client.SslProtocol}" : "without encryption", // an open list: the machine's TLS decides
    };

    private static string Scripts(MailClient client) =>
        client.TakesOtherScripts ? "" : "; it takes no addresses in letters of other scripts";

    private static string SigningIn(MailClient client, string? user)
    {
        var offered = client.AuthenticationMechanisms.Count == 0
            ? "offers no sign-in"
            : $"offers {string.Join(", ", client.AuthenticationMechanisms.Order(StringComparer.Ordinal))}";
        return user is null ? $"{offered}; we do not sign in" : $"{offered}; we are signed in";
    }
}
