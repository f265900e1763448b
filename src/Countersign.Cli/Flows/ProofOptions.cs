using System.CommandLine;
using System.CommandLine.Parsing;
using Countersign.Shared;
using Countersign.Wire;

namespace Countersign.Cli.Flows;

/// <summary>What a person offers as proof of a second factor.</summary>
internal sealed record Proof
{
    public string? Method { get; init; }

    public long? MethodId { get; init; }

    public string? Code { get; init; }

    public string? Secret { get; init; }

    public string? BackupCode { get; init; }

    /// <summary>The request with this proof in it.</summary>
    public TRequest In<TRequest>(TRequest request)
        where TRequest : ProofFields => request with
        {
            TfaMethod = Method,
            TfaMethodId = MethodId,
            Code = Code,
            Secret = Secret,
            BackupCode = BackupCode,
        };

    public override string ToString() => "•••";
}

/// <summary>The options by which login, delete and regen-codes take a proof.</summary>
internal sealed class ProofOptions(params string[] shortMethodId)
{
    /// <summary>What to say of a word in the place of a code that is none; null: that it is none.</summary>
    public Func<Invocation, string, Stop>? NoCode { get; init; }

    /// <summary>Whether the secret is that of a sign-in whose password was right, which every second factor goes with.</summary>
    public bool IsSignIn { get; init; }

    private readonly Option<string?> code = new("--code", "-c")
    {
        Description = "The 6-digit code; - reads it from standard input",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "CODE",
    };

    // "--code --method-type totp 123456" stands in documents that people follow: the code may come last.
    private readonly Argument<string?> detached = new("CODE") { Arity = ArgumentArity.ZeroOrOne, Hidden = true };

    private readonly Option<string?> backupCode = new("--backup-code", "-bc")
    {
        Description = "A recovery code instead of --code; - reads it from standard input",
        HelpName = "CODE",
    };

    private readonly Option<string?> method =
        MethodTypeOption("Where the code comes from; if you leave it out, your app, or else your primary method");

    private readonly Option<string?> secret = new("--secret", "-s")
    {
        Description = "What send-sms or send-email printed; remembered if you leave it out",
        HelpName = "SECRET",
    };

    private readonly Option<long?> methodId =
        Ids.Option("Which method, if you have several of that type (see tfa status)", "--method-id", shortMethodId);

    public static Option<string?> MethodTypeOption(string what)
    {
        var option = new Option<string?>("--method-type", "-t") { Description = what };
        option.AcceptOnlyFromAmong(TfaMethodWords.Email, TfaMethodWords.Sms, TfaMethodWords.Totp);
        return option;
    }

    public Command AddTo(Command verb)
    {
        verb.Add(code);
        verb.Add(backupCode);
        verb.Add(method);
        verb.Add(secret);
        verb.Add(methodId);
        verb.Add(detached);
        verb.Excludes("Give either --code or --backup-code, not both.", [backupCode], code, detached);
        verb.Excludes(
            "A recovery code stands alone: leave out --method-type and --method-id" + (IsSignIn ? "." : ", and --secret."), [backupCode],
            IsSignIn ? [method, methodId] : [method, methodId, secret]);
        verb.Validators.Add(CheckCode);
        return verb;
    }

    // What stands in documents is a code that comes later; without one, somebody who meant to give it would be sent another.
    private void CheckCode(CommandResult given)
    {
        if (given.GetResult(code) is { Implicit: false, Tokens.Count: 0 } && given.GetResult(detached) is not { Tokens.Count: > 0 })
            given.AddError("--code was given nothing: give it a value, or leave it out.");
        if (!IsSignIn && given.GetResult(secret) is { Implicit: false }
            && given.GetResult(method) is { Tokens: [{ Value: TfaMethodWords.Totp }] })
            given.AddError("An app's code was not sent, and goes with no --secret. Leave one of the two out.");
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Symbol> All => [code, backupCode, method, secret, methodId, detached];

    /// <summary>The proof as it stands on the command line; code and recovery code may both be missing.</summary>
    public Proof Read(Invocation call)
    {
        var attached = call.Value(code);
        var loose = call.Value(detached);
        var spare = call.Value(backupCode);
        if (attached is not null && loose is not null) throw Stop.WrongUsage("That is one code too many. Give only one.");
        if (call.Value(Person.PasswordFile) is "-" && (spare ?? attached ?? loose) is "-")
            throw Stop.WrongUsage(
                "Password and code would both be read from standard input: give one of them otherwise, the password by a file or by " +
                $"{Person.PasswordVariable}.");
        if (NoCode is not null && loose is not (null or "-") && !Codes.IsCode(loose) && !Codes.LooksLikeBackupCode(loose))
            throw NoCode(call, loose);

        return new Proof
        {
            Method = call.Value(method),
            MethodId = call.Value(methodId),
            Secret = Codes.CheckedSecret(call.Value(secret)),
            Code = Codes.Checked(FromStdin(call, attached ?? loose, "code")),
            BackupCode = Codes.CheckedBackupCode(FromStdin(call, spare, "recovery code")),
        };
    }

    private static string? FromStdin(Invocation call, string? given, string what) => given is "-" ? call.Ask.Piped(what) : given;
}
