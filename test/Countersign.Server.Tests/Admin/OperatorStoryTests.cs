using System.Text;
using System.Text.RegularExpressions;
using Countersign.Server.Tests.Custody;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Server.Tests.Admin;

/// <summary>
/// The story of an operator, as a terminal shows it: from the first command over a backup and a new key to the day on which the disk is
/// gone. Every line is what the command really said, and somebody has read it.
/// </summary>
[Trait("Store", "file")]
public sealed partial class OperatorStoryTests : IAsyncLifetime
{
    private readonly Office office = new() { BeginsWithNothing = true };
    private readonly StringBuilder story = new();
    private Inbox inbox = null!;

    public async ValueTask InitializeAsync()
    {
        inbox = await Inbox.Start();
        office.Environment["COUNTERSIGN_SMTP"] = inbox.SmtpUri;
        office.Environment["COUNTERSIGN_SMS"] = inbox.SmsUri;
        office.Environment["COUNTERSIGN_SMS_SECRET"] = Inbox.SmsSecret;
    }

    public async ValueTask DisposeAsync()
    {
        await inbox.DisposeAsync();
        office.Dispose();
    }

    [Fact]
    public async Task It_is_the_approved_one()
    {
        Told("Before there is anything: every command says where it looked.");
        await Run("account", "list");
        Told("The first start makes the installation; here the operator does.");
        await Run("migrate");
        await Run("account", "add", "--email", "ada@example.org", "--username", "ada", "--verified", "--admin", "--api-key");
        await Run("account", "import", office.Write("people.csv", """
            E-Mail,Full name,Phone
            grace@example.org,Grace Hopper,+1 202 555 0143
            linus@example.org,Linus,12345
            """));
        await Run("account", "import", office.Write("people.csv", """
            E-Mail,Full name,Phone
            grace@example.org,Grace Hopper,+1 202 555 0143
            """));
        await Run("account", "list");
        await Run("account", "show", "grace@example.org");
        Told("The server has run, and nobody has thought of backups yet.");
        await office.Serve();
        await Run("doctor");
        var phrase = office.Write("passphrase", "seven words that only olga knows");
        await Run("backup", office.Folder("backups") + "/", "--keys-to", office.Folder("elsewhere") + "/", "--passphrase-file", phrase);
        await Run("doctor");
        Told("Grace has lost her phone; later somebody has left.");
        await Run("account", "unlock", "grace@example.org");
        await Run("account", "reset-2fa", "grace@example.org", "--reason", "came to the desk with her passport", "--yes");
        await Run("account", "disable", "grace@example.org", "--reason", "left the company");
        Told("Once a year there is a new key.");
        await Run("key", "rotate");
        await Run("key", "status");
        await Run("audit", "verify");
        var backup = Path.Combine(office.At("backups"), "of-friday.db");
        await Run("backup", backup, "--keys-to", office.At("elsewhere") + "/", "--passphrase-file", phrase);
        Told("The disk is gone. A new machine has the two backups and the passphrase.");
        Directory.Delete(office.Data, recursive: true);
        await Run("restore", backup, "--yes");
        var keys = Directory.GetFiles(office.At("elsewhere")).Order(StringComparer.Ordinal).Last();
        await Run("restore", backup, "--yes", "--keys-from", keys, "--passphrase-file", phrase);
        await office.Serve();
        await Run("account", "list");
        await Run("audit", "verify");

        Approved.Check(
            Path.Combine(Repository.Root, "test", "Countersign.Server.Tests", "Admin", "Approved", "story-of-an-operator.txt"), Plain());
    }

    private void Told(string what) => story.Append('\n').Append("# ").Append(what).Append('\n');

    private async Task Run(params string[] words)
    {
        office.Clock.AdjustTime(DateTimeOffset.UtcNow);
        var told = await office.Run(words);
        var typed = words.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word);
        story.Append("$ countersign-server ").AppendJoin(' ', typed).Append('\n').Append(told.Output).Append(told.Errors);
        if (told.Exit != 0) story.Append("(exit code ").Append(told.Exit).Append(")\n");
    }

    // What differs from one run to the next: places, times, sizes, secrets.
    private string Plain()
    {
        var text = story.ToString().TrimStart('\n').Replace(office.At(""), "/srv", StringComparison.Ordinal);
        text = Migrations.Replace(text, "$1\n…\n");
        text = Key.Replace(text, "$1…");
        text = Instant.Replace(text, "2026-…");
        text = Compact.Replace(text, "2026…");
        text = Size.Replace(text, "N $1");
        text = Port.Replace(text, "127.0.0.1:N");
        text = Framework.Replace(text, ".NET 10");
        return Hex.Replace(text, "…");
    }

    [GeneratedRegex(@"(Applied 0001_\w+\.)\n(Applied \w+\.\n)+")]
    private static partial Regex Migrations { get; }

    [GeneratedRegex(@"\b(key_)[\w-]{10,}")]
    private static partial Regex Key { get; }

    [GeneratedRegex(@"20\d\d-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?Z?)?")]
    private static partial Regex Instant { get; }

    [GeneratedRegex(@"\b20\d{6}(T?-?\d{4,6}Z?)?\b")]
    private static partial Regex Compact { get; }

    [GeneratedRegex(@"\b\d+ (MiB|KiB|kB|MB|bytes)")]
    private static partial Regex Size { get; }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port { get; }

    [GeneratedRegex(@"\.NET 10[\d.]*")]
    private static partial Regex Framework { get; }

    [GeneratedRegex(@"\b[0-9a-f]{12,}\b")]
    private static partial Regex Hex { get; }
}
