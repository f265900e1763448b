using Xunit;

namespace Countersign.Core.Tests;

/// <summary>Which factor a proof is for when its caller left something out.</summary>
public sealed class ProofResolutionTests
{
    private static readonly Method App = Rules.Method(1, MethodKind.Totp);
    private static readonly Method SecondApp = Rules.Method(2, MethodKind.Totp);
    private static readonly Method Phone = Rules.Method(3, MethodKind.Sms);
    private static readonly Method Mail = Rules.Method(4, MethodKind.Email);

    public static TheoryData<string, ProofKind?, long?, bool, Channel?, ProofKind> Table => new()
    {
        // methods, named kind, named method, is it a backup code, channel of the challenge: what it is
        { "app", null, null, false, null, ProofKind.Totp },
        { "phone", null, null, false, null, ProofKind.Sms },
        { "none", null, null, false, null, ProofKind.Sms },
        { "two apps", null, null, false, null, ProofKind.Sms },
        { "mail", null, 4, false, null, ProofKind.Email },
        { "mail", null, null, false, null, ProofKind.Sms },
        { "app and phone", null, null, false, null, ProofKind.Totp },
        { "app and phone", null, null, false, Channel.Email, ProofKind.Email },
        { "app and phone", null, null, false, Channel.Sms, ProofKind.Sms },
        { "app and phone", null, 3, false, null, ProofKind.Sms },
        { "app and phone", null, 1, false, Channel.Sms, ProofKind.Totp },
        { "app and phone", null, 9, false, Channel.Email, ProofKind.Email },
        { "app and phone", null, 9, false, null, ProofKind.Totp },
        { "app and phone", ProofKind.Email, null, false, Channel.Sms, ProofKind.Email },
        { "app and phone", ProofKind.Sms, 1, false, null, ProofKind.Totp },
        { "app and phone", ProofKind.Totp, 3, false, Channel.Email, ProofKind.Sms },
        { "app and phone", ProofKind.Totp, 9, false, Channel.Email, ProofKind.Totp },
        { "app and phone", ProofKind.Totp, 1, true, Channel.Email, ProofKind.BackupCode },
        { "none", null, null, true, null, ProofKind.BackupCode },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void What_was_left_out_follows_from_the_account(
        string methods, ProofKind? kind, long? method, bool isBackupCode, Channel? channel, ProofKind expected)
    {
        var backupCode = isBackupCode ? BackupCode.FromChance(new byte[8]) : (BackupCode?)null;
        var proof = new Proof(kind, method is { } id ? new MethodId(id) : null, null, null, backupCode);
        var challenge = channel is null ? null : Rules.Challenge() with { Channel = channel };

        Assert.Equal(expected, VerificationRules.Resolve(proof, Of(methods), challenge));
    }

    [Theory]
    [InlineData(ProofKind.Totp, true, false)]
    [InlineData(ProofKind.Sms, true, false)]
    [InlineData(ProofKind.Email, true, false)]
    [InlineData(ProofKind.BackupCode, false, true)]
    public void What_was_offered_is_a_guess_only_in_the_form_of_its_kind(ProofKind kind, bool asCode, bool asBackupCode)
    {
        var nothing = new Proof(kind, null, null, null, null);

        Assert.Equal(asCode, (nothing with { Code = Code.FromNumber(1) }).HasFormOf(kind));
        Assert.Equal(asBackupCode, (nothing with { BackupCode = BackupCode.FromChance(new byte[8]) }).HasFormOf(kind));
        Assert.False(nothing.HasFormOf(kind));
    }

    private static Method[] Of(string methods) => methods switch
    {
        "none" => [],
        "app" => [App],
        "phone" => [Phone],
        "mail" => [Mail],
        "two apps" => [App, SecondApp],
        "app and phone" => [App, Phone],
        _ => throw new ArgumentException(methods),
    };
}
