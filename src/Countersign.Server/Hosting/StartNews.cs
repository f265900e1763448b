using Countersign.Core;
using Countersign.Server.Settings;
using Countersign.Server.Storage;

namespace Countersign.Server.Hosting;

/// <summary>Says at the start which program begins, on what, for which address, and what of it is off.</summary>
public sealed partial class StartNews(ServerSettings settings, ServerOptions options, Db db, ILogger<StartNews> log) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var migration = await db.Read(Migrator.Last, cancellationToken);
        var (version, commit) = (ProgramVersion.Own.Number, ProgramVersion.Own.Commit);
        Log.Begins(
            log, version, commit.Length > 0 ? commit : "unknown", settings.Database is null ? "SQLite" : "PostgreSQL",
            DatabaseFault.PlaceOf(settings), migration, settings.BaseUrl, string.Join(", ", Off()));
        foreach (var (path, mode) in (IEnumerable<(string, string)>)[(settings.DataFolder, "700"), (settings.DatabaseFile, "600")])
            if (Path.Exists(path) && DataFolder.OpenToOthers(path) is not UnixFileMode.None) Log.IsOpen(log, path, mode);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<string> Off()
    {
        if (settings.BaseUrl.Scheme != Uri.UriSchemeHttps) yield return "https";
        if (settings.Smtp is null && !options.IsDevelopment) yield return "mail";
        if (settings.Policy.EmailCodes is EmailCodes.Off) yield return "codes by mail";
        if ((!settings.Sms.IsOn && !options.IsDevelopment) || !settings.Policy.SmsAllowed) yield return "text messages";
        if (settings.Smtp?.Encryption is SmtpEncryption.None) yield return "encryption to the mail server";
        if (settings.Sms.Gateways.Values.Any(each => each.Address?.Scheme == Uri.UriSchemeHttp)) yield return "encryption to the gateway";
        if (settings.SignUp is SignUp.Closed) yield return "sign-up";
        if (!settings.Policy.DisableByLink) yield return "turning 2FA off by a mailed link";
        if (settings.BreachedPasswords is null) yield return "the list of breached passwords";
        if (settings.Metrics is null) yield return "metrics";
        if (settings.Collector is null) yield return "the collector";
        if (SettingsTogether.IsPlainElsewhere(settings.Collector)) yield return "encryption to the collector";
        if (settings.TracesInHundred == 0) yield return "traces";
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Warning, "{Path} can be used by others besides its owner. Run `chmod {Mode} {Path}`")]
        public static partial void IsOpen(ILogger log, string path, string mode);

        [LoggerMessage(
            1, LogLevel.Information,
            "Countersign {Version} (commit {Commit}) begins on {Kind} at {Place}, migrated to {Migration}, for {BaseUrl}; off: {Off}")]
        public static partial void Begins(
            ILogger log, string version, string commit, string kind, string place, string migration, Uri baseUrl, string off);
    }
}
