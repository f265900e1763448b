using Countersign.Cli.Files;
using Countersign.Client;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>From the proof on the command line, or from no proof at all, to one that the server accepts.</summary>
internal static class Proving
{
    /// <summary>Uses the proof given; without one sends a code where that is needed and asks for it.</summary>
    public static async Task<T> With<T>(
        Invocation call, Proof proof, PendingStep step, long? targetId, Func<Proof, Task<T>> use, CancellationToken ct,
        string? output = null)
    {
        try
        {
            if (proof.BackupCode is not null) return await use(proof);

            if (proof.MethodId is { } id) await CheckMethod(call, id, proof.Method, ct);

            var pending = proof.Code is null ? await Prepare(call, proof, step, targetId, ct) : AsGiven(call, proof, step, targetId);
            return await Codes.Use(call, pending with { Output = output }, proof.Code, code => use(Filled(pending, proof, code)));
        }
        catch (CountersignRefused refused) when (
            refused is { Code: not null, LockedUntil: null } && proof is not { Code: null, BackupCode: null })
        {
            // Where 2FA is off there is no code that could be right, and no advice about codes that could help.
            if (await IsOff(call, ct)) throw Off(call);
            throw;
        }
    }

    /// <summary>The refusal of a proof that says nothing of which method is to be removed.</summary>
    public static Stop WhichToRemove(Invocation call) => Stop.WrongUsage(
        "A recovery code, or a code by e-mail, does not say which method is to be removed: name it by --id-to-delete. Nothing was sent.",
        call.Command("tfa status"));

    // The server goes by the number alone: a code that was meant for another method would count against this one.
    private static async Task CheckMethod(Invocation call, long id, string? kind, CancellationToken ct)
    {
        if (await Methods(call, ct) is not { } methods) return;

        var method = methods.FirstOrDefault(each => each.Id == id);
        if (method is null)
            throw Stop.WrongUsage($"There is no method with the ID {id} on this account. Nothing was sent.", call.Command("tfa status"));
        if (kind is not null && kind != method.Method)
            throw Stop.WrongUsage(
                $"The method with the ID {id} is of the type {method.Method}, and --method-type says {kind}. Nothing was sent.",
                call.Command("tfa status"));
    }

    // Null: who is not signed in yet may not see them.
    private static async Task<IReadOnlyList<MethodShown>?> Methods(Invocation call, CancellationToken ct)
    {
        try
        {
            return (await call.Client.ShowStatus(ct)) is { TfaEnabled: true } status ? status.Methods : null;
        }
        catch (CountersignRefused)
        {
            return null;
        }
    }

    private static async Task<bool> IsOff(Invocation call, CancellationToken ct)
    {
        try
        {
            return !(await call.Client.ShowStatus(ct)).TfaEnabled;
        }
        catch (Exception unknown) when (unknown is CountersignRefused or CountersignUnreachable)
        {
            return false;
        }
    }

    private static Stop Off(Invocation call) => new(
        ExitCode.Failed, "2FA is off for this account: there is nothing that a code could come from. Turn it on first.",
        call.Command("tfa add"));

    /// <summary>Goes on with a remembered step: asks for its code.</summary>
    public static Task<T> Resume<T>(Invocation call, Pending pending, Func<Proof, Task<T>> use) =>
        Codes.Use(call, pending, given: null, code => use(Filled(pending, new Proof { Method = pending.Method }, code)));

    // What the person did not say is left to the server; only a prompt lets a recovery code stand for a code. Who has no key of any sort
    // is known by the secret of their sign-in.
    private static Proof Filled(Pending pending, Proof proof, string code) => proof.Code is null && Codes.LooksLikeBackupCode(code)
        ? new Proof { BackupCode = code, Secret = pending.Step is PendingStep.SignIn ? pending.Secret : null }
        : new Proof { Method = proof.Method, MethodId = pending.MethodId, Secret = pending.Secret, Code = code };

    private static Pending AsGiven(Invocation call, Proof proof, PendingStep step, long? targetId)
    {
        var now = call.Clock.GetUtcNow();
        var remembered = proof is { Secret: null, Method: TfaMethodWords.Sms or TfaMethodWords.Email } ? call.Pending.Find(now) : null;
        var secret = proof.Secret ?? (remembered?.Method == proof.Method ? remembered?.Secret : null);
        return secret is null && proof.Method is TfaMethodWords.Sms or TfaMethodWords.Email
            ? throw Stop.WrongUsage(
                "A code that was sent goes with the --secret that was printed then, and none is remembered here. Nothing was sent.",
                call.Command($"tfa send-{proof.Method}"))
            : Waiting(proof, step, targetId, now) with { Secret = secret };
    }

    private static async Task<Pending> Prepare(Invocation call, Proof proof, PendingStep step, long? targetId, CancellationToken ct)
    {
        var chosen = proof.Method is null && proof.Secret is null ? await Choose(call, proof, ct) : proof;
        if (step is PendingStep.RemoveMethod && targetId is null && chosen.Method == TfaMethodWords.Email) throw WhichToRemove(call);

        var secret = chosen.Secret ?? await Send(call, chosen, step, ct);
        return Waiting(chosen, step, targetId, call.Clock.GetUtcNow()) with { Secret = secret };
    }

    private static Pending Waiting(Proof proof, PendingStep step, long? targetId, DateTimeOffset now) => new()
    {
        Step = step,
        Method = proof.Method ?? TfaMethodWords.Totp,
        MethodId = proof.MethodId,
        TargetId = targetId,
        Secret = proof.Secret,
        ExpiresAt = now + Pending.ChallengeLife,
    };

    // The named method, else an authenticator app, else the primary method; an account without any is an old one with a phone number.
    private static async Task<Proof> Choose(Invocation call, Proof proof, CancellationToken ct)
    {
        var status = await call.Client.ShowStatus(ct);
        if (!status.TfaEnabled) throw Off(call);

        var methods = status.Methods;
        var method = methods.FirstOrDefault(m => m.Id == proof.MethodId)
            ?? methods.OrderByDescending(m => m.Method == TfaMethodWords.Totp).ThenByDescending(m => m.IsPrimary).FirstOrDefault();
        return method is null
            ? proof with { Method = TfaMethodWords.Sms }
            : proof with
            {
                Method =
                method.Method,
                MethodId = methods.Count(m => m.Method == method.Method) > 1 ? method.Id : proof.MethodId
            };
    }

    // What is sent for a sign-in says so, and does nothing else.
    private static async Task<string?> Send(Invocation call, Proof proof, PendingStep step, CancellationToken ct)
    {
        if (proof.Method == TfaMethodWords.Totp) return null;

        var use = step is PendingStep.LogIn ? SignInWords.SignIn : null;
        if (proof.Method == TfaMethodWords.Email)
        {
            var mail = await call.Client.SendEmail(new SendEmailRequest { For = use }, ct);
            call.Screen.Note(mail.Msg);
            return mail.Secret;
        }

        var sms = await call.Client.SendSms(new SendSmsRequest { TfaMethodId = proof.MethodId, For = use }, ct);
        call.Screen.Note("A code was sent to your phone.");
        return sms.Secret;
    }
}
