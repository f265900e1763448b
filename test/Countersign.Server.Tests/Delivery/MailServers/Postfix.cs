using System.Security.Cryptography.X509Certificates;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Delivery.MailServers;

/// <summary>Postfix as strict as its makers let it be, which hands on what it takes to another mail server.</summary>
internal sealed class Postfix : IAsyncDisposable
{
    public const string User = "mailer@example.org";
    public const string Secret = "pässword: with colon";
    public const string Token = "ya29.token-of-the-test";

    private readonly StrictServer server = new();

    private Postfix(params string[] mechanisms) => Desk = new(User, Secret, Token, mechanisms);

    /// <summary>Where anybody may deliver for example.org; whoever comes for the first time comes again.</summary>
    public int Incoming { get; } = FreePort.Next();

    /// <summary>Where mail is submitted after STARTTLS and a sign-in.</summary>
    public int Submission { get; } = FreePort.Next();

    /// <summary>The same with TLS from the first byte.</summary>
    public int Submissions { get; } = FreePort.Next();

    /// <summary>As <see cref="Incoming"/>, behind postscreen.</summary>
    public int Screened { get; } = FreePort.Next();

    public Greylist Greylist { get; } = new();

    public SignInDesk Desk { get; }

    /// <summary>How many connections were made to it.</summary>
    public int Connections => server.Log.Count(line => line.Contains("]: connect from", StringComparison.Ordinal));

    /// <summary>Starts it.</summary>
    /// <param name="next">The port of the server that gets its mail.</param>
    public static async Task<Postfix> Start(int next, X509Certificate2 certificate, params string[] mechanisms)
    {
        var postfix = new Postfix(mechanisms);
        await postfix.Run(next, certificate);
        return postfix;
    }

    /// <summary>
    /// Ends it without a word, as soon as it holds no mail any more (what it has handed on and not yet struck off it would hand on again),
    /// and starts it anew.
    /// </summary>
    public async Task Restart()
    {
        await HoldsNothing();
        await server.Kill();
        File.Delete(Path.Combine(server.Folder, "queue", "pid", "master.pid"));
        await Start();
    }

    private async Task HoldsNothing()
    {
        string[] queues = ["maildrop", "incoming", "active", "deferred"];
        for (var tries = 0; queues.Any(IsInUse); tries++)
        {
            Assert.InRange(tries, 0, 600);
            await Task.Delay(50);
        }

        bool IsInUse(string queue) =>
            Directory.EnumerateFiles(Path.Combine(server.Folder, "queue", queue), "*", SearchOption.AllDirectories).Any();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await Greylist.DisposeAsync();
        await Desk.DisposeAsync();
    }

    /// <summary>A key with its certificate, in the order in which mail servers read them.</summary>
    public static string Pem(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return $"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n";
    }

    private async Task Run(int next, X509Certificate2 certificate)
    {
        var at = server.Folder;
        var home = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetEnvironmentVariable("HOME")!, ".cache"),
            "countersign", "mail-servers");
        var tls = server.Write("tls.pem", Pem(certificate));
        server.Write("main.cf", $"""
            compatibility_level = 3.6
            queue_directory = {at}/queue
            data_directory = {at}/state
            command_directory = {home}/usr/sbin
            daemon_directory = {home}/usr/lib/postfix/sbin
            shlib_directory = {home}/usr/lib/postfix
            meta_directory = {at}
            import_environment = MAIL_CONFIG LD_LIBRARY_PATH LANG=C
            export_environment = MAIL_CONFIG LD_LIBRARY_PATH LANG=C
            maillog_file = /dev/stdout
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mx.example.net
            mydestination =
            mynetworks =
            relay_domains = example.org
            relay_recipient_maps = inline:{"{"} ada@example.org=ok, grace@example.org=ok {"}"}
            relayhost = [127.0.0.1]:{next}
            smtp_tls_security_level = none
            smtpd_helo_required = yes
            smtpd_delay_reject = yes
            strict_rfc821_envelopes = yes
            smtpd_helo_restrictions = reject_non_fqdn_helo_hostname, reject_invalid_helo_hostname
            smtpd_sender_restrictions = reject_non_fqdn_sender
            smtpd_relay_restrictions = permit_sasl_authenticated, permit_auth_destination, reject
            smtpd_recipient_restrictions = reject_non_fqdn_recipient, reject_unlisted_recipient
            smtpd_data_restrictions = reject_unauth_pipelining
            smtpd_tls_chain_files = {tls}
            smtpd_tls_security_level = may
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = inet:127.0.0.1:{Desk.Port}
            postscreen_greet_wait = 1s
            postscreen_greet_action = enforce
            postscreen_pipelining_enable = yes
            postscreen_bare_newline_enable = yes
            postscreen_non_smtp_command_enable = yes
            postscreen_cache_map = btree:$data_directory/postscreen_cache

            """);
        // The lines that go on must begin with a blank.
        server.Write("master.cf", $"""
            127.0.0.1:{Incoming} inet n - n - - smtpd
              -o smtpd_recipient_restrictions=reject_non_fqdn_recipient,reject_unlisted_recipient,check_policy_service,inet:127.0.0.1:{Greylist.Port}
            127.0.0.1:{Submission} inet n - n - - smtpd
              -o smtpd_tls_security_level=encrypt
              -o smtpd_tls_auth_only=yes
              -o smtpd_sasl_auth_enable=yes
              -o smtpd_client_restrictions=permit_sasl_authenticated,reject
            127.0.0.1:{Submissions} inet n - n - - smtpd
              -o smtpd_tls_wrappermode=yes
              -o smtpd_sasl_auth_enable=yes
              -o smtpd_client_restrictions=permit_sasl_authenticated,reject
            127.0.0.1:{Screened} inet n - n - 1 postscreen
            smtpd pass - - n - - smtpd
            dnsblog unix - - n - 0 dnsblog
            tlsproxy unix - - n - 0 tlsproxy
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            relay unix - - n - - smtp
            error unix - - n - - error
            retry unix - - n - - error
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd

            """);
        await Start();
    }

    private Task Start() => server.Run("postfix", Incoming, Submission, Submissions, Screened);
}
