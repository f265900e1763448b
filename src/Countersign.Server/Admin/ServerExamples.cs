using System.CommandLine;
using System.CommandLine.Help;
using Countersign.Shared;

namespace Countersign.Server.Admin;

/// <summary>How each command of the server is typed, as its help shows it.</summary>
public static class ServerExamples
{
    private static readonly Dictionary<string, string[]> OfCommands = new(StringComparer.Ordinal)
    {
        ["serve"] = ["serve", "serve --urls http://127.0.0.1:8080", "serve --settings /etc/countersign/countersign.json"],
        ["dev"] = ["dev"],
        ["seed"] = ["seed"],
        ["account add"] =
            ["account add --email ada@example.org --verified", "account add --email ada@example.org --password-stdin < password.txt"],
        ["account list"] = ["account list", "account list --search example.org --json"],
        ["account show"] = ["account show ada@example.org"],
        ["account unlock"] = ["account unlock ada", "account unlock ada --clock"],
        ["account reset-2fa"] = ["account reset-2fa ada --reason 'lost the phone, known in person'"],
        ["account disable"] = ["account disable ada --reason 'left us'"],
        ["account enable"] = ["account enable ada --reason 'back again'"],
        ["account grant-admin"] = ["account grant-admin ada"],
        ["account revoke-admin"] = ["account revoke-admin ada"],
        ["account key list"] = ["account key list ada"],
        ["account key add"] = ["account key add ada --name backup", "account key add shop --name 'the shop' --end-users"],
        ["account key delete"] = ["account key delete ada 12"],
        ["account import"] = ["account import people.csv"],
        ["account export"] = ["account export ada --output ada.json"],
        ["account delete"] = ["account delete ada"],
        ["key status"] = ["key status"],
        ["key rotate"] = ["key rotate"],
        ["key activate"] = ["key activate"],
        ["key retire"] = ["key retire k1"],
        ["budget show"] = ["budget show"],
        ["budget lift"] = ["budget lift sms-all --reason 'a rush that was expected'"],
        ["budget simulate"] = ["budget simulate", "budget simulate --day 2026-11-01 --per-country 100/1d --price 0.05"],
        ["message preview"] = ["message preview", "message preview sign-in --language de"],
        ["message keys"] = ["message keys", "message keys sign-in"],
        ["message bounce"] = ["message bounce < mail.eml"],
        ["app add"] =
        [
            "app add wiki --return https://wiki.example.org/back --title 'The wiki'",
            "app add intra --kind proxy --at https://intra.example.org --path /admin=second-factor:10 --path /public=open",
            "app add vpn --kind radius --from 192.0.2.7,2001:db8:7::/64 --title 'The VPN'",
            "app add shop --kind api --title 'The shop'",
            "app add desk --kind public --return http://127.0.0.1/back --level password --fresh 60",
            "app add payroll --return https://pay.example.org/back --level phishing-resistant",
        ],
        ["app list"] = ["app list"],
        ["app show"] = ["app show wiki"],
        ["app rotate"] = ["app rotate wiki", "app rotate wiki --at-once"],
        ["app change"] =
        [
            "app change wiki --level phishing-resistant --fresh 30",
            "app change intra --path /admin=second-factor:10 --path /public=open --title 'The intranet'",
        ],
        ["app remove"] = ["app remove wiki"],
        ["hook add"] =
        [
            "hook add https://siem.example.org/events",
            "hook add https://desk.example.net/in --events security.second_factor_disabled,message.failed",
        ],
        ["hook list"] = ["hook list"],
        ["hook show"] = ["hook show 1"],
        ["hook remove"] = ["hook remove 1"],
        ["hook rotate"] = ["hook rotate 1"],
        ["hook test"] = ["hook test 1"],
        ["hook deliveries"] = ["hook deliveries 1", "hook deliveries 1 --json"],
        ["hook replay"] = ["hook replay 1 --delivery 4711", "hook replay 1 --since 2026-11-01T09:00Z --given-up"],
        ["hook enable"] = ["hook enable 1"],
        ["migrate"] = ["migrate"],
        ["doctor"] = ["doctor", "doctor --json"],
        ["health"] = ["health", "health --at http://127.0.0.1:8081"],
        ["audit verify"] = ["audit verify"],
        ["audit anchor"] = ["audit anchor"],
        ["audit export"] = ["audit export --since 2026-11-01 > audit.jsonl"],
        ["backup"] =
        [
            "backup /var/backups/countersign/ --keep 14",
            "backup /var/backups/countersign/ --keys-to /media/safe/ --passphrase-file /etc/backup.phrase",
        ],
        ["restore"] =
        [
            "restore /var/backups/countersign/countersign-20261101T030000Z.db",
            "restore countersign-20261101T030000Z.db --keys-from keys.age --passphrase-file /etc/backup.phrase",
        ],
        ["copy"] = ["copy --from /var/lib/countersign --to postgres://countersign@db.example.org/countersign"],
        ["after-restore"] = ["after-restore"],
    };

    /// <summary>What is typed after the name of the program; none for a command that has others below it.</summary>
    public static IReadOnlyList<string> Of(string command) => OfCommands.GetValueOrDefault(command) ?? [];

    /// <summary>Makes the help of every command end with them.</summary>
    internal static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesShown((HelpAction)help.Action!, "countersign-server", Of);
    }
}
