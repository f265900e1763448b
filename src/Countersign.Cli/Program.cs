using System.CommandLine;
using Countersign.Cli;
using Countersign.Cli.Commands;
using Countersign.Cli.Flows;

// The command table is the help page: what stands here is what `countersign --help` shows, in this order.
var root = new RootCommand("Two-factor sign-in for your account. Turn it on with:  countersign tfa add")
{
    SignIn.Verb("login", "Sign in with your name, password and second factor, here or in your browser"),
    TfaLogOut.Verb("logout", "End the session on this computer"),
    new Command("tfa", "Your second factor: set it up, sign in with it, remove it")
    {
        TfaStatus.Verb("status", "What protects your account now"),
        TfaAdd.Verb("add", "Add an app or a phone, step by step"),
        TfaLogIn.Verb("login", "Sign in with a code or a recovery code"),
        TfaLogOut.Verb("logout", "End the session on this computer"),
        TfaResume.Verb("resume", "Carry on with the step that waits for a code"),
        TfaAuthNew.Verb("auth-new", "Prove who you are before you add a method"),
        TfaTotpSetup.Verb("totp-setup", "Get a QR code and a key for an authenticator app"),
        TfaSendSms.Verb("send-sms", "Send a code by SMS"),
        TfaSendEmail.Verb("send-email", "Send a code by e-mail"),
        TfaResendSms.Verb("resend-sms", "Send the code by SMS again"),
        TfaActivate.Verb("activate", "Activate a new method with its first code"),
        TfaUpdate.Verb("update", "Name a method, or make it the primary one"),
        TfaDelete.Verb("delete", "Remove a method; without any, 2FA is off"),
        TfaRegenCodes.Verb("regen-codes", "Make new recovery codes; the old ones stop working"),
    },
    new Command("account", "Your account: its data, its end, and its second factor as older clients see to it")
    {
        Person.NoLoad,
        Person.Name,
        Person.PasswordFile,
        new Command("set", "Change the account")
        {
            new Command("mfa", "Its second factor")
            {
                AccountMfaMk.Verb("mk", "Turn it on by EMAIL, AUTHENTICATOR or SMS"),
                AccountMfaRm.Verb("rm", "Turn it off with a token sent by e-mail"),
                AccountMfaVerify.Verb("verify", "Check a code; the first one turns it on"),
                AccountMfaGetToken.Verb("get-token", "Have a code sent"),
            },
        },
        new Command("get", "Look at the account")
        {
            AccountGetMfa.Verb("mfa", "Whether it is on, how, and since when"),
        },
        AccountExport.Verb("export", "Save everything the server keeps about you as a file"),
        AccountDelete.Verb("delete", "Delete the account, after a while; or call that off"),
    },
    new Command("set", "Keep something on this computer")
    {
        SetApiKey.Verb("api-key", "Keep your API key, readable only by you"),
    },
    new Command("show", "Look at your account")
    {
        ShowUser.Verb("user", "Who you are to the server"),
        ShowApiKeys.Verb("api-keys", "Your API keys, without the keys themselves"),
        ShowSessions.Verb("sessions", "Where you are signed in"),
        ShowMessages.Verb("messages", "The codes and notices sent to you, and how they are getting on"),
        ShowAuditLogs.Verb("audit-logs", "What happened to your account, newest first"),
    },
    new Command("create", "Make something")
    {
        CreateApiKey.Verb("api-key", "Make an API key; it is shown once"),
    },
    new Command("delete", "Delete something")
    {
        DeleteApiKey.Verb("api-key", "Delete an API key; it stops working at once"),
        DeleteSession.Verb("session", "End one of your other sessions"),
    },
    Completion.Verb("completion", "Print the script that completes these commands in your shell"),
};

return await Launch.Run(root, args);
