using System.CommandLine.Help;
using Countersign.Shared;

namespace Countersign.Cli;

/// <summary>How each command is typed, and what is never typed together, as its help shows it.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> OfCommands = new()
    {
        ["login"] =
            ["login", "login --browser",
                "login --username ada --method-type sms", "login --username ada --password-file - --code 123456 < password.txt"],
        ["logout"] = ["logout"],
        ["tfa status"] = ["tfa status", "tfa status --raw"],
        ["tfa add"] = ["tfa add", "tfa add --method-type sms --phone-number '+1 416 555 0123' --label 'My phone'"],
        ["tfa login"] = ["tfa login", "tfa login --code 123456", "tfa login --backup-code ABCD-EFGH-JKMN", "tfa login --method-type sms"],
        ["tfa logout"] = ["tfa logout"],
        ["tfa resume"] = ["tfa resume"],
        ["tfa auth-new"] =
        [
            "tfa auth-new",
            "tfa auth-new --method-type totp",
            "tfa auth-new --code 123456 --secret SECRET",
            "tfa auth-new --backup-code ABCD-EFGH-JKMN",
        ],
        ["tfa totp-setup"] = ["tfa totp-setup"],
        ["tfa send-sms"] = ["tfa send-sms", "tfa send-sms --phone-number +14165550123"],
        ["tfa send-email"] = ["tfa send-email"],
        ["tfa resend-sms"] = ["tfa resend-sms --secret SECRET"],
        ["tfa activate"] =
            ["tfa activate 123456", "tfa activate 123456 --method-type sms --phone-number +14165550123 --label 'My phone'"],
        ["tfa update"] = ["tfa update 7 --label 'Old phone'", "tfa update 7 --set-primary"],
        ["tfa delete"] = ["tfa delete --code 123456", "tfa delete --id-to-delete 7 --code 123456 --yes"],
        ["tfa regen-codes"] = ["tfa regen-codes", "tfa regen-codes --code 123456 --yes"],
        ["account set mfa mk"] =
            ["account set mfa mk AUTHENTICATOR --username ada", "account set mfa mk SMS --phone '+1 416 555 0123'"],
        ["account set mfa rm"] = ["account set mfa rm"],
        ["account set mfa verify"] = ["account set mfa verify 123456", "account set mfa verify ABCD-EFGH-JKMN"],
        ["account set mfa get-token"] = ["account set mfa get-token"],
        ["account get mfa"] = ["account get mfa --username ada"],
        ["account export"] = ["account export", "account export --output my-data.json --code 123456"],
        ["account delete"] = ["account delete", "account delete --yes --code 123456", "account delete --call-off"],
        ["set api-key"] = ["set api-key", "set api-key - < key.txt"],
        ["show user"] = ["show user"],
        ["show api-keys"] = ["show api-keys"],
        ["show sessions"] = ["show sessions"],
        ["show messages"] = ["show messages"],
        ["show audit-logs"] = ["show audit-logs"],
        ["create api-key"] = ["create api-key --name backup"],
        ["delete api-key"] = ["delete api-key 12"],
        ["delete session"] = ["delete session 34"],
        ["completion"] = ["completion bash > ~/.local/share/bash-completion/completions/countersign"],
    };

    /// <summary>Makes the help end with them.</summary>
    public static void AddTo(HelpOption help) => help.Action =
        new ExamplesShown((HelpAction)help.Action!, "countersign", Of);

    /// <summary>What is typed after the name of the program; none for a command that has others below it.</summary>
    public static IReadOnlyList<string> Of(string command) => OfCommands.GetValueOrDefault(command) ?? [];
}
