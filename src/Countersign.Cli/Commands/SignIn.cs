using System.CommandLine;
using Countersign.Cli.Files;
using Countersign.Cli.Flows;
using Countersign.Client;
using Countersign.Shared;
using Countersign.Wire;

namespace Countersign.Cli.Commands;

/// <summary>
/// A session from nothing: name, password and, where it is on, the second factor. What is stored on this computer takes no part, so that a
/// dead or a stranger's key is in nobody's way.
/// </summary>
internal static class SignIn
{
    private static readonly ProofOptions Offered = new("-id")
    {
        IsSignIn = true,
        NoCode = (call, word) => Stop.WrongUsage(
            "A name is given with --username. Nothing was sent.", call.Command($"login --username {Quoted(word)}")),
    };

    private static readonly Option<bool> Browser = new("--browser")
    {
        Description = "Sign in in your browser on this computer, and allow this command line there",
    };

    public static Command Verb(string name, string what) =>
        Offered.AddTo(new Command(name, what) { Browser, Person.Name, Person.PasswordFile })
            .Excludes(
                "Name, password and code are asked for in the browser. Give --browser alone.", [Browser],
                [Person.Name, Person.PasswordFile, .. Offered.All])
            .Does(Run);

    public static async Task Resume(Invocation call, Pending pending, CancellationToken ct)
    {
        call.Keys.TrySessionKey();
        using var client = call.Stranger();
        await Explained(call, () => Proving.Resume(call, pending, proof => Finish(call, client, proof, ct)));
    }

    private static async Task Run(Invocation call, CancellationToken ct)
    {
        var given = Offered.Read(call);
        call.Keys.TrySessionKey();
        using var client = call.Stranger();
        await Explained(call, async () =>
        {
            if (call.Value(Browser)) return await InBrowser(call, client, ct);

            var proof = given.Secret is null ? await GivePassword(call, client, given, ct) : given;
            return proof is null
                || await Proving.With(call, proof, PendingStep.SignIn, targetId: null, filled => Finish(call, client, filled, ct), ct);
        });
    }

    private static async Task<bool> InBrowser(Invocation call, CountersignClient client, CancellationToken ct)
    {
        var answer = await BrowserLogIn.Run(call, client, ct);
        Keep(call, answer.SessionKey);
        TfaLogIn.Tell(call, answer, spentBackupCode: false);
        TellOfApiKey(call);
        return true;
    }

    /// <returns>What is still to be proven; null when the password was enough.</returns>
    private static async Task<Proof?> GivePassword(Invocation call, CountersignClient client, Proof given, CancellationToken ct)
    {
        var name = await Person.NameOf(call);
        var answer = await Answered(call, client.GivePassword(name, await Person.PasswordToSignIn(call), ct));
        if (answer is { TfaRequired: true, Secret: { } secret })
            return await SecondStep(call, client, given with { Secret = secret }, answer.Methods ?? [], ct);

        Keep(call, answer.SessionKey);
        call.Screen.Show(answer, done => TfaLogIn.TellWho(call.Screen, done.Email ?? name, done.SessionExpiresAt));
        TellOfApiKey(call);
        return null;
    }

    private static async Task<PasswordAnswer> Answered(Invocation call, Task<PasswordAnswer> asking)
    {
        try
        {
            return await asking;
        }
        catch (CountersignRefused refused) when (refused.Status is 404 or 405)
        {
            throw TooOld(call);
        }
    }

    // A recovery code is all that it needs, and a code that is there already was sent before or comes from an app.
    private static async Task<Proof> SecondStep(
        Invocation call, CountersignClient client, Proof proof, IReadOnlyList<MethodOffered> methods, CancellationToken ct)
    {
        if (proof.BackupCode is not null) return proof;

        var chosen = Choose(proof, methods);
        if (proof.Code is null) await Send(call, client, chosen, ct);
        return chosen;
    }

    // What was asked for, else an authenticator app, else the primary method; an account without any is an old one with a phone number.
    private static Proof Choose(Proof proof, IReadOnlyList<MethodOffered> methods)
    {
        var fitting = methods.Where(method => (proof.Method ?? method.Method) == method.Method)
            .Where(method => (proof.MethodId ?? method.Id) == method.Id);
        var best = fitting.OrderByDescending(method => method.Method == TfaMethodWords.Totp).ThenByDescending(method => method.IsPrimary)
            .FirstOrDefault();
        if (best is null) return proof with { Method = proof.Method ?? TfaMethodWords.Sms };

        var isOneOfSeveral = methods.Count(method => method.Method == best.Method) > 1;
        return proof with { Method = best.Method, MethodId = isOneOfSeveral ? best.Id : proof.MethodId };
    }

    private static async Task Send(Invocation call, CountersignClient client, Proof proof, CancellationToken ct)
    {
        if (proof.Method == TfaMethodWords.Totp) return;

        if (proof.Method == TfaMethodWords.Email)
        {
            call.Screen.Note((await client.SendEmail(new SendEmailRequest { Secret = proof.Secret }, ct)).Msg);
            return;
        }

        await client.SendSms(new SendSmsRequest { TfaMethodId = proof.MethodId, Secret = proof.Secret }, ct);
        call.Screen.Note("A code was sent to your phone.");
    }

    private static async Task<bool> Finish(Invocation call, CountersignClient client, Proof proof, CancellationToken ct)
    {
        var answer = await client.LogIn(proof.In(new LogInRequest { As = SignInWords.Program }), ct);
        Keep(call, answer.SessionKey);
        TfaLogIn.Tell(call, answer, proof.BackupCode is not null);
        TellOfApiKey(call);
        return true;
    }

    private static string Quoted(string word) =>
        word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '@' or '+') ? word : "NAME";

    private static void Keep(Invocation call, string? key)
    {
        WorkTree.Warn(call.Screen, call.Keys.SessionKeyPath);
        call.Keys.WriteSessionKey(new AccessKey(key is { Length: > 0 } ? key : throw TooOld(call)), call.Url, call.ApiKey);
    }

    // Before there was a session for programs, whoever came without a bearer was a browser: there is a cookie, and nobody here to keep it.
    private static Stop TooOld(Invocation call) => new(
        ExitCode.Failed, "This server is too old for `login`: make an API key on its pages, and keep it here:", call.Command(
            "set api-key"));

    private static void TellOfApiKey(Invocation call)
    {
        if (call.ApiKey is not null) call.Screen.Note("There is an API key here, too. It is used again when this session has ended.");
    }

    // Who is not signed in yet is helped by nothing that needs a session.
    private static async Task Explained(Invocation call, Func<Task<bool>> signIn)
    {
        try
        {
            await signIn();
        }
        catch (CountersignRefused refused) when (!call.Screen.Raw && Next(call, refused) is { } next)
        {
            throw new Stop(ExitCode.Failed, Failures.Sentence(refused), next);
        }
    }

    private static string? Next(Invocation call, CountersignRefused refused) => refused.Code switch
    {
        VastErrorCode.AuthError =>
            "Check both. A new account is open when its e-mail address is confirmed: open the link in the mail that you got.",
        VastErrorCode.TfaExpired or VastErrorCode.ChallengeNotFound =>
            $"Begin again:  {call.Command(call.Value(Browser) ? "login --browser" : "login")}",
        VastErrorCode.RateLimited => "Nothing was changed.",
        VastErrorCode.BadRequest or VastErrorCode.ServiceUnavailable or VastErrorCode.ChallengeCreationFailed or null => null,
        _ => $"Another way:  {call.Command("login --method-type email")}  (or sms, or totp), or a recovery code (--backup-code).",
    };
}
